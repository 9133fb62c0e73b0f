#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/listed_page.h"
#include "services/gateway/pages/listed_rows.h"
#include "services/gateway/pages/spreadsheet_cell.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {

absl::StatusOr<HttpResponse> ListedCsv::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow(ListedForm::Names()));
  const ListedForm form(visit.target);
  RETURN_IF_ERROR(site_.AskState().status());
  ASSIGN_OR_RETURN(const std::vector<FormError> errors,
                   form.Check(site_, language_.catalogue));
  if (!errors.empty()) return InvalidForm(errors);
  ASSIGN_OR_RETURN(const v1::CheckInclusionResponse answer,
                   site_.node().CheckInclusion(form.Request(site_)));
  HttpResponse response = SpreadsheetNamed(
      "listed.csv",
      "authority,council,status,since,entry,title,assured_date,listed_until,"
      "recognised_by,differences,harvested\r\n");
  for (const v1::AuthorityInclusion& inclusion : answer.inclusions()) {
    const std::string begin = absl::StrCat(
        LogOf(inclusion.authority()), ",", SpreadsheetCell(inclusion.title()),
        ",",
        v1::InclusionStatus_Name(inclusion.status())
            .substr(absl::string_view("INCLUSION_STATUS_").size()),
        ",",
        inclusion.has_since()
            ? absl::FormatTime(
                  "%Y-%m-%d",
                  absl::FromUnixSeconds(inclusion.since().seconds()),
                  absl::UTCTimeZone())
            : "");
    const absl::string_view end =
        inclusion.has_harvested() ? ",yes\r\n" : ",no\r\n";
    if (inclusion.evidence().empty()) {
      absl::StrAppend(&response.body, begin, ",,,,,,", end);
    }
    for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
      std::vector<std::string> differences;
      for (const v1::FieldDifference& difference : evidence.differences()) {
        differences.push_back(difference.path());
      }
      absl::StrAppend(
          &response.body, begin, ",", SpreadsheetCell(evidence.entry()), ",",
          SpreadsheetCell(TextOf(evidence.title())), ",",
          SpreadsheetCell(evidence.assured_date()), ",",
          evidence.has_listed_until()
              ? absl::FormatTime(
                    "%Y-%m-%d",
                    absl::FromUnixSeconds(evidence.listed_until().seconds()),
                    absl::UTCTimeZone())
              : "",
          ",",
          v1::RecognitionBasis_Name(evidence.recognition().basis())
              .substr(absl::string_view("RECOGNITION_BASIS_").size()),
          ",", SpreadsheetCell(absl::StrJoin(differences, " ")), end);
    }
  }
  return response;
}

}  // namespace localoffer::gateway::pages
