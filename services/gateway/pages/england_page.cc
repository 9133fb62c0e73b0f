#include "services/gateway/pages/england_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/coverage/subject.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/council_names.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

using v1::AuthorityCoverage;
using v1::CheckCoverageResponse;
using v1::CoverageStatus;

constexpr size_t kReasonBytes = 200;
constexpr int kMostElsewhere = 8;

// In the order in which they are counted, with what shows them.
struct Shown {
  CoverageStatus status;
  // Of messages: `coverage.…` and `coverage.….meaning`.
  absl::string_view key;
  absl::string_view map_class;
  absl::string_view tag_class;
};
constexpr std::array kStatuses = {
    Shown{v1::COVERAGE_STATUS_CONFIRMED, "coverage.confirmed", "lo-map-listed",
          "govuk-tag--green"},
    Shown{v1::COVERAGE_STATUS_ONE_SIDED, "coverage.one_sided",
          "lo-map-one-sided", "govuk-tag--turquoise"},
    Shown{v1::COVERAGE_STATUS_NIL_DECLARED, "coverage.nil", "lo-map-nil",
          "govuk-tag--purple"},
    Shown{v1::COVERAGE_STATUS_STALE, "coverage.stale", "lo-map-stale",
          "govuk-tag--yellow"},
    Shown{v1::COVERAGE_STATUS_MISSING, "coverage.missing", "lo-map-never",
          "govuk-tag--red"},
    Shown{v1::COVERAGE_STATUS_NO_DATA, "coverage.no_data", "lo-map-none",
          "govuk-tag--grey"}};

const Shown& ShownAs(CoverageStatus status) {
  for (const Shown& shown : kStatuses) {
    if (shown.status == status) return shown;
  }
  return kStatuses.back();
}

// `472,400`.
std::string Thousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

// How much of what was asked has the status.
const v1::CoverageShare& ShareOf(const CheckCoverageResponse& all,
                                 CoverageStatus status) {
  return all.shares(status - 1);
}

std::string PercentOf(const v1::CoverageShare& share) {
  const double percent = 100 * share.population_share();
  // Some is not none, and nearly all not all.
  if (percent > 0 && percent < 0.5) return "<1%";
  if (percent < 100 && percent >= 99.5) return ">99%";
  return absl::StrFormat("%d%%", std::lround(percent));
}

// What a council has to do something about comes first, and last what nothing
// is known of; within these by the name that people look for.
std::vector<const AuthorityCoverage*> GapsFirst(
    const CheckCoverageResponse& all) {
  constexpr std::array kOrder = {
      v1::COVERAGE_STATUS_MISSING,   v1::COVERAGE_STATUS_NIL_DECLARED,
      v1::COVERAGE_STATUS_STALE,     v1::COVERAGE_STATUS_ONE_SIDED,
      v1::COVERAGE_STATUS_CONFIRMED, v1::COVERAGE_STATUS_NO_DATA};
  std::vector<const AuthorityCoverage*> ordered;
  for (const AuthorityCoverage& council : all.coverages()) {
    ordered.push_back(&council);
  }
  const auto key = [&](const AuthorityCoverage* council) {
    return std::make_pair(
        std::find(kOrder.begin(), kOrder.end(), council->status()),
        SortingName(council->title()));
  };
  std::stable_sort(
      ordered.begin(), ordered.end(),
      [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return ordered;
}

void AddOption(const std::string& section, absl::string_view value,
               absl::string_view text, bool selected,
               ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& option = *values.AddSectionDictionary(section);
  option.SetValue("VALUE", std::string(value));
  option.SetValue("TEXT", std::string(text));
  if (selected) option.ShowSection("SELECTED");
}

}  // namespace

absl::Status EnglandPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow(EnglandForm::Names()));
  const EnglandForm form(visit.target);
  draft.title = std::string(words().Of("england.title"));
  ShowForms(form, draft);
  const std::vector<FormError> errors = form.Check(words());
  if (!errors.empty()) {
    draft.values.SetValue("HEADING", draft.title);
    ShowErrors(errors, draft, language());
    return absl::OkStatus();
  }
  if (form.asks()) {
    draft.title =
        words().With("england.title.of", {{"what", form.Title(wording())}});
  }
  if (form.asks()) {
    ctemplate::TemplateDictionary& heading =
        *draft.values.AddSectionDictionary("HEADING_OF");
    heading.SetValue("WHAT", form.Title(wording()));
    // The items are in English.
    if (language().code != "en" && !form.item().empty()) {
      heading.ShowSection("OTHER_LANG");
    }
  } else {
    draft.values.SetValue("HEADING", draft.title);
  }
  return form.asks() ? ShowAnswer(form, draft) : ShowOverview(draft);
}

void EnglandPage::ShowForms(const EnglandForm& form, Draft& draft) const {
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("ACTION", PathTo("/england#results"));
  for (const v1::PalliativeComponent component : PalliativeComponents()) {
    const std::string id = ComponentId(component);
    AddOption("COMPONENT", id,
              wording().Value(v1::PalliativeComponent_Name(component)),
              form.component() == id, values);
  }
  const entry::StatutoryItem* const asked =
      entry::StatutoryItemFromText(form.item());
  for (const entry::StatutoryItem& item : entry::StatutoryItems()) {
    if (!coverage::CanBeAsked(item)) continue;
    AddOption(item.duty == entry::Duty::kMust ? "MUST" : "SHOULD", item.id,
              absl::StrCat(item.id, " ", item.requirement), &item == asked,
              values);
  }
  if (language().code != "en") values.ShowSection("ITEMS_OTHER_LANG");
}

absl::Status EnglandPage::ShowOverview(Draft& draft) const {
  ctemplate::TemplateDictionary& overview =
      *draft.values.AddSectionDictionary("OVERVIEW");
  overview.SetValue("CSV_HREF", PathTo("/england.csv"));
  for (const Shown& shown : kStatuses) {
    ctemplate::TemplateDictionary& line =
        *overview.AddSectionDictionary("STATUS");
    line.SetValue("CLASS", std::string(shown.tag_class));
    line.SetValue("TEXT", std::string(words().Of(shown.key)));
    line.SetValue("MEANING",
                  std::string(words().Of(absl::StrCat(shown.key, ".meaning"))));
  }
  v1::CheckCoverageRequest request;
  for (const v1::PalliativeComponent component : PalliativeComponents()) {
    request.set_palliative_component(component);
    ASSIGN_OR_RETURN(const CheckCoverageResponse all,
                     site().node().CheckCoverage(request));
    // The others are about what the first was.
    request.set_revision(all.revision());
    *request.mutable_judge_time() = all.judge_time();
    ctemplate::TemplateDictionary& row = *overview.AddSectionDictionary("ROW");
    row.SetValue(
        "HREF", absl::StrCat(PathTo("/england"),
                             QueryOf({{"component", ComponentId(component)}})));
    row.SetValue("TEXT",
                 wording().Value(v1::PalliativeComponent_Name(component)));
    for (const Shown& shown : kStatuses) {
      ctemplate::TemplateDictionary& cell = *row.AddSectionDictionary("CELL");
      cell.SetValue("STATUS", std::string(words().Of(shown.key)));
      const v1::CoverageShare& share = ShareOf(all, shown.status);
      cell.SetValue("COUNCILS", absl::StrCat(share.authority_count()));
      cell.SetValue("SHARE", PercentOf(share));
    }
  }
  return absl::OkStatus();
}

absl::Status EnglandPage::ShowAnswer(const EnglandForm& form,
                                     Draft& draft) const {
  ASSIGN_OR_RETURN(const CheckCoverageResponse all,
                   site().node().CheckCoverage(form.Request()));
  ctemplate::TemplateDictionary& answer =
      *draft.values.AddSectionDictionary("ANSWER");
  const v1::CoverageShare& confirmed =
      ShareOf(all, v1::COVERAGE_STATUS_CONFIRMED);
  answer.SetValue(
      "SUMMARY",
      words().With("england.summary",
                   {{"confirmed", absl::StrCat(confirmed.authority_count())},
                    {"all", absl::StrCat(all.coverages_size())},
                    {"share", PercentOf(confirmed)}}));
  for (const Shown& shown : kStatuses) {
    const v1::CoverageShare& share = ShareOf(all, shown.status);
    ctemplate::TemplateDictionary& line = *answer.AddSectionDictionary("COUNT");
    line.SetValue("CLASS", std::string(shown.tag_class));
    line.SetValue("STATUS", std::string(words().Of(shown.key)));
    line.SetValue("MEANING",
                  std::string(words().Of(absl::StrCat(shown.key, ".meaning"))));
    line.SetValue("NUMBER", absl::StrCat(share.authority_count()));
    line.SetValue("SHARE", PercentOf(share));
  }
  answer.SetValue("CSV_HREF",
                  absl::StrCat(PathTo("/england.csv"), form.Query()));
  answer.SetValue("ALL_HREF", PathTo("/england"));
  ShowMap(all, answer);
  for (const AuthorityCoverage* const council : GapsFirst(all)) {
    ShowRow(*council, form, answer);
  }
  return absl::OkStatus();
}

void EnglandPage::ShowMap(const CheckCoverageResponse& all,
                          ctemplate::TemplateDictionary& answer) const {
  AreaMap::Looks looks;
  for (const AuthorityCoverage& council : all.coverages()) {
    const Shown& shown = ShownAs(council.status());
    looks[LogOf(council.authority())] = {
        std::string(shown.map_class),
        absl::StrCat(council.title(), ": ", words().Of(shown.key))};
  }
  site().map().Draw(looks, answer);
  for (const Shown& shown : kStatuses) {
    ctemplate::TemplateDictionary& line =
        *answer.AddSectionDictionary("LEGEND");
    line.SetValue("CLASS", std::string(shown.map_class));
    line.SetValue("TEXT", std::string(words().Of(shown.key)));
  }
}

void EnglandPage::ShowRow(const AuthorityCoverage& council,
                          const EnglandForm& form,
                          ctemplate::TemplateDictionary& answer) const {
  ctemplate::TemplateDictionary& row = *answer.AddSectionDictionary("ROW");
  const Shown& shown = ShownAs(council.status());
  row.SetValue("COUNCIL", council.title());
  row.SetValue("COUNCIL_HREF", PathTo(absl::StrCat("/", council.authority())));
  row.SetValue("STATUS", std::string(words().Of(shown.key)));
  row.SetValue("CLASS", std::string(shown.tag_class));
  const int64_t people = council.population();
  row.SetValue("PEOPLE", people > 0 ? Thousands(people) : "–");
  ShowEvidence(council, form, row);
}

void EnglandPage::ShowEvidence(const AuthorityCoverage& council,
                               const EnglandForm& form,
                               ctemplate::TemplateDictionary& row) const {
  if (council.evidence_count() > 0) {
    ctemplate::TemplateDictionary& evidence =
        *row.AddSectionDictionary("EVIDENCE");
    evidence.SetValue(
        "HREF",
        absl::StrCat(PathTo("/"), form.FindQuery(LogOf(council.authority()))));
    evidence.SetValue("TEXT", words().Count("council.item.entries",
                                            council.evidence_count()));
    const absl::string_view key =
        council.in_date_count() == 0      ? "england.evidence.stale"
        : council.identified_count() == 0 ? "england.evidence.unregistered"
                                          : "england.evidence";
    evidence.SetValue(
        "NOTE",
        words().With(
            key, {{"in_date", absl::StrCat(council.in_date_count())},
                  {"registered", absl::StrCat(council.identified_count())}}));
  }
  if (council.has_harvested()) {
    SetText(row, "NOTE", words().Of("listed.harvested"));
  }
  if (council.has_nil_declaration()) {
    const v1::NilDeclaration& nil = council.nil_declaration();
    SetText(row, "NOTE",
            words().With("listed.nil",
                         {{"item", nil.statutory_item()},
                          {"date", wording().Date(nil.declare_time())},
                          {"reason", TextOf(nil.reason(), kReasonBytes)}}));
  }
  if (council.listed_elsewhere_size() > 0) ShowElsewhere(council, form, row);
}

void EnglandPage::ShowElsewhere(const AuthorityCoverage& council,
                                const EnglandForm& form,
                                ctemplate::TemplateDictionary& row) const {
  ctemplate::TemplateDictionary& elsewhere =
      *row.AddSectionDictionary("ELSEWHERE");
  const int all = council.listed_elsewhere_size();
  const int told = std::min(all, kMostElsewhere);
  for (int i = 0; i < told; ++i) {
    const std::string& other = council.listed_elsewhere(i);
    ctemplate::TemplateDictionary& link =
        *elsewhere.AddSectionDictionary("OTHER");
    link.SetValue("HREF",
                  absl::StrCat(PathTo("/"), form.FindQuery(LogOf(other))));
    link.SetValue("TEXT", site().CouncilTitle(LogOf(other)));
    if (i + 1 < told) link.ShowSection("COMMA");
  }
  if (told < all) {
    SetText(elsewhere, "MORE", words().Count("england.more", all - told));
  }
}

}  // namespace localoffer::gateway::pages
