#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/england_page.h"
#include "services/gateway/pages/spreadsheet_cell.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

// `CONFIRMED` of COVERAGE_STATUS_CONFIRMED.
absl::string_view NameOf(v1::CoverageStatus status) {
  return absl::StripPrefix(v1::CoverageStatus_Name(status), "COVERAGE_STATUS_");
}

std::string SubjectOf(const v1::CheckCoverageRequest& request) {
  return request.has_palliative_component()
             ? ComponentId(request.palliative_component())
             : request.statutory_item();
}

std::string Day(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
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
      "in_date,in_date_with_identified_provider,nil_item,nil_date,"
      "listed_elsewhere_by,harvested\r\n");
  v1::CheckCoverageRequest request;
  if (form.asks()) {
    request = form.Request();
    RETURN_IF_ERROR(AddLines(request, response.body));
  } else {
    for (const v1::PalliativeComponent component : PalliativeComponents()) {
      request.set_palliative_component(component);
      RETURN_IF_ERROR(AddLines(request, response.body));
    }
  }
  response.headers.emplace_back("Local-Offer-Revision", request.revision());
  return response;
}

absl::Status EnglandCsv::AddLines(v1::CheckCoverageRequest& request,
                                  std::string& body) const {
  ASSIGN_OR_RETURN(const v1::CheckCoverageResponse all,
                   site_.node().CheckCoverage(request));
  request.set_revision(all.revision());
  *request.mutable_judge_time() = all.judge_time();
  const std::string subject = SubjectOf(request);
  for (const v1::AuthorityCoverage& council : all.coverages()) {
    const v1::NilDeclaration& nil = council.nil_declaration();
    absl::StrAppend(
        &body, subject, ",", LogOf(council.authority()), ",",
        SpreadsheetCell(council.title()), ",",
        SpreadsheetCell(council.region()), ",",
        council.population() > 0 ? absl::StrCat(council.population()) : "", ",",
        NameOf(council.status()), ",");
    absl::StrAppend(
        &body, council.evidence_count(), ",", council.in_date_count(), ",",
        council.identified_count(), ",", nil.statutory_item(), ",",
        council.has_nil_declaration() ? Day(nil.declare_time()) : "", ",",
        absl::StrJoin(council.listed_elsewhere(), " ",
                      [](std::string* out, const std::string& other) {
                        absl::StrAppend(out, LogOf(other));
                      }),
        ",", council.has_harvested() ? "yes" : "no", "\r\n");
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
