#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/gateway/pages/england_page.h"
#include "services/gateway/pages/spreadsheet_cell.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

// Stable, for programs.
absl::string_view NameOf(coverage::CoverageStatus status) {
  switch (status) {
    case coverage::CoverageStatus::kConfirmed:
      return "CONFIRMED";
    case coverage::CoverageStatus::kOneSided:
      return "ONE_SIDED";
    case coverage::CoverageStatus::kNilDeclared:
      return "NIL_DECLARED";
    case coverage::CoverageStatus::kStale:
      return "STALE";
    case coverage::CoverageStatus::kMissing:
      return "MISSING";
    case coverage::CoverageStatus::kNoData:
      break;
  }
  return "NO_DATA";
}

}  // namespace

absl::StatusOr<HttpResponse> EnglandCsv::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow(EnglandForm::Names()));
  const EnglandForm form(visit.target);
  const std::vector<FormError> errors = form.Check(language_.catalogue);
  if (!errors.empty()) return InvalidForm(errors);
  HttpResponse response = SpreadsheetNamed(
      "england.csv",
      "subject,authority,council,region,population_2020,status,entries,"
      "in_date,in_date_with_registered_provider,nil_item,nil_date,"
      "listed_elsewhere_by,harvested\r\n");
  if (form.asks()) {
    RETURN_IF_ERROR(AddLines(form.Subject(), response.body));
    return response;
  }
  for (const v1::PalliativeComponent component : PalliativeComponents()) {
    RETURN_IF_ERROR(AddLines(coverage::Subject(component), response.body));
  }
  return response;
}

absl::Status EnglandCsv::AddLines(const coverage::Subject& subject,
                                  std::string& body) const {
  storage::Store& store = site_.store();
  ASSIGN_OR_RETURN(
      const std::vector<coverage::AuthorityCoverage> all,
      coverage::CoverageOf(store, subject, store.logs().Latest(), site_.now()));
  const absl::string_view name =
      absl::StripPrefix(subject.value(), "PALLIATIVE_COMPONENT_");
  const auto registered = store.authorities().All();
  for (const coverage::AuthorityCoverage& council : all) {
    const auto& record = registered.at(council.authority);
    const int64_t people = site_.PopulationOf(council.authority);
    absl::StrAppend(&body, name, ",", council.authority, ",",
                    SpreadsheetCell(record.title()), ",",
                    SpreadsheetCell(record.region()), ",",
                    people > 0 ? absl::StrCat(people) : "", ",",
                    NameOf(council.status), ",");
    absl::StrAppend(
        &body, council.entries, ",", council.in_date, ",", council.registered,
        ",", council.nil ? council.nil_item : "", ",",
        council.nil ? absl::FormatTime("%Y-%m-%d", council.nil->time,
                                       absl::UTCTimeZone())
                    : "",
        ",", absl::StrJoin(council.listed_elsewhere, " "), ",",
        council.is_harvested() ? "yes" : "no", "\r\n");
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
