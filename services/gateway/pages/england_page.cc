#include "services/gateway/pages/england_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

using coverage::AuthorityCoverage;
using coverage::CoverageStatus;

constexpr size_t kReasonBytes = 200;
constexpr size_t kMostElsewhere = 8;

// In the order in which they are counted, with what shows them.
struct Shown {
  CoverageStatus status;
  // Of messages: `coverage.…` and `coverage.….meaning`.
  absl::string_view key;
  absl::string_view map_class;
  absl::string_view tag_class;
};
constexpr std::array kStatuses = {
    Shown{CoverageStatus::kConfirmed, "coverage.confirmed", "lo-map-listed",
          "govuk-tag--green"},
    Shown{CoverageStatus::kOneSided, "coverage.one_sided", "lo-map-one-sided",
          "govuk-tag--turquoise"},
    Shown{CoverageStatus::kNilDeclared, "coverage.nil", "lo-map-nil",
          "govuk-tag--purple"},
    Shown{CoverageStatus::kStale, "coverage.stale", "lo-map-stale",
          "govuk-tag--yellow"},
    Shown{CoverageStatus::kMissing, "coverage.missing", "lo-map-never",
          "govuk-tag--red"},
    Shown{CoverageStatus::kNoData, "coverage.no_data", "lo-map-none",
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
  draft.values.SetValue("HEADING", draft.title);
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

EnglandPage::Counts EnglandPage::CountsOf(const Coverage& all) const {
  Counts counts;
  double people = 0;
  for (const AuthorityCoverage& council : all) {
    const auto here =
        static_cast<double>(site().PopulationOf(council.authority));
    Count& count = counts[council.status];
    ++count.councils;
    count.share += here;
    people += here;
  }
  for (auto& [status, count] : counts) {
    if (people > 0) count.share /= people;
  }
  return counts;
}

std::string EnglandPage::ShareOf(const Count& count) const {
  const double percent = 100 * count.share;
  // Some is not none, and nearly all not all.
  if (percent > 0 && percent < 0.5) return "<1%";
  if (percent < 100 && percent >= 99.5) return ">99%";
  return absl::StrFormat("%d%%", std::lround(percent));
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
  const storage::Instant instant = site().store().logs().Latest();
  for (const v1::PalliativeComponent component : PalliativeComponents()) {
    ASSIGN_OR_RETURN(
        const Coverage all,
        coverage::CoverageOf(site().store(), coverage::Subject(component),
                             instant, site().now()));
    Counts counts = CountsOf(all);
    ctemplate::TemplateDictionary& row = *overview.AddSectionDictionary("ROW");
    row.SetValue(
        "HREF", absl::StrCat(PathTo("/england"),
                             QueryOf({{"component", ComponentId(component)}})));
    row.SetValue("TEXT",
                 wording().Value(v1::PalliativeComponent_Name(component)));
    for (const Shown& shown : kStatuses) {
      ctemplate::TemplateDictionary& cell = *row.AddSectionDictionary("CELL");
      cell.SetValue("STATUS", std::string(words().Of(shown.key)));
      cell.SetValue("COUNCILS", absl::StrCat(counts[shown.status].councils));
      cell.SetValue("SHARE", ShareOf(counts[shown.status]));
    }
  }
  return absl::OkStatus();
}

absl::Status EnglandPage::ShowAnswer(const EnglandForm& form,
                                     Draft& draft) const {
  ASSIGN_OR_RETURN(
      const Coverage all,
      coverage::CoverageOf(site().store(), form.Subject(),
                           site().store().logs().Latest(), site().now()));
  ctemplate::TemplateDictionary& answer =
      *draft.values.AddSectionDictionary("ANSWER");
  Counts counts = CountsOf(all);
  const Count& confirmed = counts[CoverageStatus::kConfirmed];
  answer.SetValue("SUMMARY",
                  words().With("england.summary",
                               {{"confirmed", absl::StrCat(confirmed.councils)},
                                {"all", absl::StrCat(all.size())},
                                {"share", ShareOf(confirmed)}}));
  for (const Shown& shown : kStatuses) {
    const Count& count = counts[shown.status];
    ctemplate::TemplateDictionary& line = *answer.AddSectionDictionary("COUNT");
    line.SetValue("CLASS", std::string(shown.tag_class));
    line.SetValue("STATUS", std::string(words().Of(shown.key)));
    line.SetValue("MEANING",
                  std::string(words().Of(absl::StrCat(shown.key, ".meaning"))));
    line.SetValue("NUMBER", absl::StrCat(count.councils));
    line.SetValue("SHARE", ShareOf(count));
  }
  answer.SetValue("CSV_HREF",
                  absl::StrCat(PathTo("/england.csv"), form.Query()));
  answer.SetValue("ALL_HREF", PathTo("/england"));
  ShowMap(all, answer);
  // As people look for them.
  std::map<std::string, const AuthorityCoverage*> by_title;
  for (const AuthorityCoverage& council : all) {
    by_title.emplace(
        absl::StrCat(TitleOf(council.authority), council.authority), &council);
  }
  for (const auto& [title, council] : by_title) ShowRow(*council, form, answer);
  return absl::OkStatus();
}

void EnglandPage::ShowMap(const Coverage& all,
                          ctemplate::TemplateDictionary& answer) const {
  AreaMap::Looks looks;
  for (const AuthorityCoverage& council : all) {
    const Shown& shown = ShownAs(council.status);
    looks[council.authority] = {
        std::string(shown.map_class),
        absl::StrCat(TitleOf(council.authority), ": ", words().Of(shown.key))};
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
  const Shown& shown = ShownAs(council.status);
  row.SetValue("COUNCIL", TitleOf(council.authority));
  row.SetValue("COUNCIL_HREF",
               PathTo(absl::StrCat("/authorities/", council.authority)));
  row.SetValue("STATUS", std::string(words().Of(shown.key)));
  row.SetValue("CLASS", std::string(shown.tag_class));
  const int64_t people = site().PopulationOf(council.authority);
  row.SetValue("PEOPLE", people > 0 ? Thousands(people) : "–");
  ShowEvidence(council, form, row);
}

void EnglandPage::ShowEvidence(const AuthorityCoverage& council,
                               const EnglandForm& form,
                               ctemplate::TemplateDictionary& row) const {
  if (council.entries > 0) {
    ctemplate::TemplateDictionary& evidence =
        *row.AddSectionDictionary("EVIDENCE");
    evidence.SetValue(
        "HREF", absl::StrCat(PathTo("/"), form.FindQuery(council.authority)));
    evidence.SetValue("TEXT",
                      words().Count("council.item.entries",
                                    static_cast<int64_t>(council.entries)));
    const absl::string_view key =
        council.in_date == 0      ? "england.evidence.stale"
        : council.registered == 0 ? "england.evidence.unregistered"
                                  : "england.evidence";
    evidence.SetValue(
        "NOTE",
        words().With(key, {{"in_date", absl::StrCat(council.in_date)},
                           {"registered", absl::StrCat(council.registered)}}));
  }
  if (council.is_harvested()) {
    SetText(row, "NOTE", words().Of("listed.harvested"));
  }
  if (council.nil) {
    SetText(
        row, "NOTE",
        words().With("listed.nil",
                     {{"item", council.nil_item},
                      {"date", wording().Date(council.nil->time)},
                      {"reason", TextOf(council.nil->reason, kReasonBytes)}}));
  }
  if (council.listed_elsewhere.empty()) return;
  ctemplate::TemplateDictionary& elsewhere =
      *row.AddSectionDictionary("ELSEWHERE");
  const size_t told = std::min(council.listed_elsewhere.size(), kMostElsewhere);
  for (size_t i = 0; i < told; ++i) {
    const std::string& other = council.listed_elsewhere[i];
    ctemplate::TemplateDictionary& link =
        *elsewhere.AddSectionDictionary("OTHER");
    link.SetValue("HREF", absl::StrCat(PathTo("/"), form.FindQuery(other)));
    link.SetValue("TEXT", TitleOf(other));
    if (i + 1 < told) link.ShowSection("COMMA");
  }
  if (told < council.listed_elsewhere.size()) {
    SetText(elsewhere, "MORE",
            words().Count(
                "england.more",
                static_cast<int64_t>(council.listed_elsewhere.size() - told)));
  }
}

std::string EnglandPage::TitleOf(const std::string& council) const {
  const auto record = site().store().authorities().Find(council);
  return record ? record->title() : council;
}

}  // namespace localoffer::gateway::pages
