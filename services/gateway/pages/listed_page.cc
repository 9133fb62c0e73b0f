#include "services/gateway/pages/listed_page.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/spreadsheet_cell.h"
#include "storage/directory/editions.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kReasonBytes = 200;
constexpr int kMostEvidence = 5;
constexpr int kMostLookAlikes = 3;

// In the order in which they are counted, with what shows them.
struct Shown {
  v1::InclusionStatus status;
  absl::string_view map_class;
  absl::string_view tag_class;
};
constexpr std::array kStatuses = {
    Shown{v1::INCLUSION_STATUS_LISTED, "lo-map-listed", "govuk-tag--green"},
    Shown{v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE, "lo-map-stale",
          "govuk-tag--yellow"},
    Shown{v1::INCLUSION_STATUS_WITHDRAWN, "lo-map-withdrawn",
          "govuk-tag--orange"},
    Shown{v1::INCLUSION_STATUS_NIL_DECLARED, "lo-map-nil", "govuk-tag--purple"},
    Shown{v1::INCLUSION_STATUS_NEVER_LISTED, "lo-map-never", "govuk-tag--red"},
    Shown{v1::INCLUSION_STATUS_NO_DATA, "lo-map-none", "govuk-tag--grey"}};

const Shown& ShownAs(v1::InclusionStatus status) {
  for (const Shown& shown : kStatuses) {
    if (shown.status == status) return shown;
  }
  return kStatuses.back();
}

bool IsListed(v1::InclusionStatus status) {
  return status == v1::INCLUSION_STATUS_LISTED ||
         status == v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE;
}

// What a provider has to do something about comes first, then where it is
// listed, and last what nothing is known of; within these by name.
std::vector<const v1::AuthorityInclusion*> GapsFirst(
    const v1::CheckInclusionResponse& response) {
  constexpr std::array kOrder = {v1::INCLUSION_STATUS_NEVER_LISTED,
                                 v1::INCLUSION_STATUS_WITHDRAWN,
                                 v1::INCLUSION_STATUS_NIL_DECLARED,
                                 v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE,
                                 v1::INCLUSION_STATUS_LISTED,
                                 v1::INCLUSION_STATUS_NO_DATA};
  std::vector<const v1::AuthorityInclusion*> ordered;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    ordered.push_back(&inclusion);
  }
  const auto key = [&](const v1::AuthorityInclusion* inclusion) {
    return std::make_tuple(
        std::find(kOrder.begin(), kOrder.end(), inclusion->status()),
        absl::string_view(inclusion->title()));
  };
  std::stable_sort(
      ordered.begin(), ordered.end(),
      [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return ordered;
}

// The log that the answer is of.
std::string LogAnswering(const v1::AuthorityInclusion& inclusion) {
  return LogOf(inclusion.has_harvested() ? inclusion.harvested().log()
                                         : inclusion.authority());
}

std::string ProofPath(const v1::AuthorityInclusion& inclusion,
                      absl::string_view provider) {
  const std::string authority = LogAnswering(inclusion);
  return absl::StrCat(
      "/proofs/", IsListed(inclusion.status()) ? "listed" : "absent",
      QueryOf({{"authority", authority},
               {"provider",
                provider.substr(absl::string_view("providers/").size())}}));
}

}  // namespace

absl::Status ListedPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow(ListedForm::Names()));
  const ListedForm form(visit.target);
  draft.title = std::string(words().Of("listed.title"));
  ShowForm(form, draft);
  if (!form.asks()) return absl::OkStatus();
  const std::vector<FormError> errors = form.Check(site().store(), words());
  ShowErrors(errors, draft, language());
  return errors.empty() ? ShowAnswer(form, draft) : absl::OkStatus();
}

void ListedPage::ShowForm(const ListedForm& form, Draft& draft) const {
  draft.values.SetValue("ACTION", PathTo("/listed#results"));
  for (const absl::string_view name : ListedForm::Names()) {
    draft.values.SetValue(absl::AsciiStrToUpper(name), form.Of(name));
  }
}

absl::Status ListedPage::ShowAnswer(const ListedForm& form,
                                    Draft& draft) const {
  ASSIGN_OR_RETURN(const v1::CheckInclusionResponse response,
                   site().inclusion().Check(form.Request(site().store())));
  ctemplate::TemplateDictionary& answer =
      *draft.values.AddSectionDictionary("ANSWER");
  ShowCounts(response, answer);
  ShowMap(response, answer);
  const std::string provider = form.Provider();
  for (const v1::AuthorityInclusion* const inclusion : GapsFirst(response)) {
    ShowRow(*inclusion, provider, answer);
  }
  answer.SetValue("CSV_HREF",
                  absl::StrCat(PathTo("/listed.csv"), form.Query()));
  if (!provider.empty()) {
    answer.AddSectionDictionary("BUNDLE")->SetValue(
        "HREF", absl::StrCat("/proofs.zip", form.Query()));
  }
  return absl::OkStatus();
}

void ListedPage::ShowCounts(const v1::CheckInclusionResponse& response,
                            ctemplate::TemplateDictionary& answer) const {
  std::map<v1::InclusionStatus, int> counts;
  int harvested = 0;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    ++counts[inclusion.status()];
    if (inclusion.has_harvested() && IsListed(inclusion.status())) ++harvested;
  }
  const int listed = counts[v1::INCLUSION_STATUS_LISTED] +
                     counts[v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE];
  const std::string all = absl::StrCat(response.inclusions_size());
  answer.SetValue(
      "HEADING",
      harvested == 0
          ? words().With("listed.heading",
                         {{"listed", absl::StrCat(listed)}, {"all", all}})
          : words().With("listed.heading.harvested",
                         {{"listed", absl::StrCat(listed)},
                          {"all", all},
                          {"harvested", absl::StrCat(harvested)}}));
  for (const Shown& shown : kStatuses) {
    if (counts[shown.status] == 0) continue;
    ctemplate::TemplateDictionary& line = *answer.AddSectionDictionary("COUNT");
    line.SetValue("CLASS", std::string(shown.tag_class));
    line.SetValue("STATUS",
                  wording().Value(v1::InclusionStatus_Name(shown.status)));
    line.SetValue("NUMBER", absl::StrCat(counts[shown.status]));
    line.SetValue("MEANING",
                  std::string(words().Of(absl::StrCat(
                      "meaning.", v1::InclusionStatus_Name(shown.status)))));
  }
}

void ListedPage::ShowMap(const v1::CheckInclusionResponse& response,
                         ctemplate::TemplateDictionary& answer) const {
  AreaMap::Looks looks;
  std::map<v1::InclusionStatus, int> counts;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    looks[LogOf(inclusion.authority())] = {
        std::string(ShownAs(inclusion.status()).map_class),
        absl::StrCat(
            inclusion.title(), ": ",
            wording().Value(v1::InclusionStatus_Name(inclusion.status())))};
    ++counts[inclusion.status()];
  }
  site().map().Draw(looks, answer);
  for (const Shown& shown : kStatuses) {
    if (counts[shown.status] == 0) continue;
    ctemplate::TemplateDictionary& line =
        *answer.AddSectionDictionary("LEGEND");
    line.SetValue("CLASS", std::string(shown.map_class));
    line.SetValue("TEXT",
                  wording().Value(v1::InclusionStatus_Name(shown.status)));
  }
}

void ListedPage::ShowRow(const v1::AuthorityInclusion& inclusion,
                         const std::string& provider,
                         ctemplate::TemplateDictionary& answer) const {
  ctemplate::TemplateDictionary& row = *answer.AddSectionDictionary("ROW");
  row.SetValue("COUNCIL", inclusion.title());
  row.SetValue(
      "COUNCIL_HREF",
      PathTo(absl::StrCat("/authorities/", LogOf(inclusion.authority()))));
  row.SetValue("STATUS",
               wording().Value(v1::InclusionStatus_Name(inclusion.status())));
  row.SetValue("CLASS", std::string(ShownAs(inclusion.status()).tag_class));
  row.SetValue("SINCE",
               inclusion.has_since() ? wording().Date(inclusion.since()) : "–");
  if (inclusion.has_since()) row.ShowSection("DATED");
  if (inclusion.has_harvested()) row.ShowSection("HARVESTED");
  int left = kMostEvidence;
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    if (left-- == 0) break;
    ShowEvidence(evidence, row);
  }
  if (inclusion.evidence_count() > kMostEvidence) {
    SetText(row, "MORE",
            words().Count("listed.more",
                          inclusion.evidence_count() - kMostEvidence));
  }
  for (const v1::NilDeclaration& nil : inclusion.nil_declarations()) {
    SetText(row, "NIL",
            words().With("listed.nil",
                         {{"item", nil.statutory_item()},
                          {"date", wording().Date(nil.declare_time())},
                          {"reason", TextOf(nil.reason(), kReasonBytes)}}));
  }
  left = kMostLookAlikes;
  for (const v1::LookAlike& other : inclusion.look_alikes()) {
    if (left-- == 0) break;
    ctemplate::TemplateDictionary& line =
        *row.AddSectionDictionary("LOOK_ALIKE");
    line.SetValue("HREF", PathTo(EntryPath(other.entry())));
    line.SetValue("NAME", TextOf(other.title()));
    line.SetValue(
        "WHY",
        words().With(
            absl::StrCat("listed.", v1::LookAlikeReason_Name(other.reason())),
            {{"providers", absl::StrJoin(other.providers(), ", ")}}));
  }
  if (!provider.empty() && IsProvable(inclusion)) {
    row.AddSectionDictionary("PROOF")->SetValue("HREF",
                                                ProofPath(inclusion, provider));
  }
}

// An absence is proved of an edition.
bool ListedPage::IsProvable(const v1::AuthorityInclusion& inclusion) const {
  if (IsListed(inclusion.status())) return true;
  if (inclusion.status() == v1::INCLUSION_STATUS_NO_DATA) return false;
  const std::string log = LogAnswering(inclusion);
  const auto edition = site().store().editions().Last(
      log, site().store().logs().Latest().SizeOf(log));
  return edition.ok() && edition->has_value();
}

void ListedPage::ShowEvidence(const v1::InclusionEvidence& evidence,
                              ctemplate::TemplateDictionary& row) const {
  ctemplate::TemplateDictionary& line = *row.AddSectionDictionary("EVIDENCE");
  line.SetValue("HREF", PathTo(EntryPath(evidence.entry())));
  line.SetValue("NAME", TextOf(evidence.title()));
  std::vector<std::string> notes;
  if (evidence.has_listed_until()) {
    notes.push_back(words().With(
        "listed.until", {{"date", wording().Date(evidence.listed_until())}}));
  } else if (!evidence.assured_date().empty()) {
    notes.push_back(words().With("listed.assured",
                                 {{"date", wording().Date(absl::string_view(
                                               evidence.assured_date()))}}));
  }
  if (evidence.recognition().basis() != v1::RECOGNITION_BASIS_IDENTIFIER) {
    notes.emplace_back(words().Of("listed.by_details"));
  }
  if (const std::string reason = TextOf(evidence.withdrawal_reason());
      !reason.empty()) {
    notes.push_back(words().With("listed.reason", {{"reason", reason}}));
  }
  line.SetValue("NOTES", absl::StrJoin(notes, "; "));
  for (const v1::FieldDifference& difference : evidence.differences()) {
    ctemplate::TemplateDictionary& shown =
        *line.AddSectionDictionary("DIFFERENCE");
    shown.SetValue("PATH", wording().Field(difference.path()));
    shown.SetValue("LISTED", Wording::Said(difference.before()));
    shown.SetValue("SAID", Wording::Said(difference.after()));
  }
}

absl::StatusOr<HttpResponse> ListedCsv::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow(ListedForm::Names()));
  const ListedForm form(visit.target);
  const std::vector<FormError> errors =
      form.Check(site_.store(), language_.catalogue);
  if (!errors.empty()) return InvalidForm(errors);
  ASSIGN_OR_RETURN(const v1::CheckInclusionResponse answer,
                   site_.inclusion().Check(form.Request(site_.store())));
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
