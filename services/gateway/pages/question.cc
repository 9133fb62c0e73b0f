#include "services/gateway/pages/question.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/pages/asked.h"

namespace localoffer::gateway::pages {
namespace {

constexpr std::array<absl::string_view, 5> kWhere = {"home", "5", "10", "25",
                                                     "50"};
constexpr std::array<absl::string_view, 3> kChoices = {"free", "day_and_night",
                                                       "no_plan"};
// What comes by a link, and is kept when the form is sent.
constexpr std::array<absl::string_view, 6> kKept = {
    "council", "item", "term", "provider", "component", "ages"};

// What is chosen below the fields.
constexpr std::array<absl::string_view, 5> kChosen = {
    "where", "setting", "free", "day_and_night", "no_plan"};

constexpr absl::string_view kSetting = "SETTING_";

void AddOption(absl::string_view section, absl::string_view value,
               absl::string_view text, bool selected,
               ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& option =
      *values.AddSectionDictionary(std::string(section));
  option.SetValue("VALUE", std::string(value));
  option.SetValue("TEXT", std::string(text));
  if (selected) option.ShowSection("SELECTED");
}

void ShowSettings(const FindForm& form,
                  const v1::SearchEntriesResponse& answers,
                  const Language& language,
                  ctemplate::TemplateDictionary& filters) {
  const std::string chosen = SettingIn(form);
  std::vector<std::pair<std::string, std::string>> options;
  bool counted = chosen.empty();
  for (const v1::FacetCounts& facet : answers.facets()) {
    for (const v1::FacetValue& value : facet.values()) {
      const absl::string_view name = value.value();
      if (!absl::StartsWith(name, kSetting)) continue;
      counted = counted || name == chosen;
      options.emplace_back(
          name, language.catalogue.With(
                    "filter.count", {{"text", language.wording.Value(name)},
                                     {"count", absl::StrCat(value.count())}}));
    }
  }
  // It is at work even where no answer has it.
  if (!counted) options.emplace_back(chosen, language.wording.Value(chosen));
  // A choice of one is none.
  if (options.empty()) return;
  ctemplate::TemplateDictionary& chooser =
      *filters.AddSectionDictionary("SETTINGS");
  AddOption("SETTING", "", language.catalogue.Of("filter.setting.any"),
            chosen.empty(), chooser);
  for (const auto& [name, text] : options) {
    AddOption("SETTING", name.substr(kSetting.size()), text, name == chosen,
              chooser);
  }
}

}  // namespace

void ShowQuestion(const FindForm& form, const std::string& action,
                  ctemplate::TemplateDictionary& values) {
  values.SetValue("ACTION", action);
  values.ShowSection("HEADED_QUESTION");
  values.SetValue("NEED", form.Of("need"));
  values.SetValue("POSTCODE", form.Of("postcode"));
  values.SetValue("AGE", form.Of("age"));
  for (const absl::string_view name : kKept) {
    if (!form.Of(name).empty()) Keep(name, form.Of(name), values);
  }
}

void ShowFilters(const FindForm& form, const v1::SearchEntriesResponse& answers,
                 const Language& language,
                 ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& filters =
      *values.AddSectionDictionary("FILTERS");
  for (const absl::string_view where : kWhere) {
    AddOption("WHERE", where,
              language.catalogue.Of(absl::StrCat("filter.where.", where)),
              form.Of("where") == where, filters);
  }
  const std::optional<double> miles = form.Miles();
  if (miles && std::find(kWhere.begin(), kWhere.end(), form.Of("where")) ==
                   kWhere.end()) {
    AddOption("WHERE", form.Of("where"), WithinMiles(form, language.catalogue),
              true, filters);
  }
  ShowSettings(form, answers, language, filters);
  for (const absl::string_view choice : kChoices) {
    ctemplate::TemplateDictionary& shown =
        *filters.AddSectionDictionary("CHOICE");
    shown.SetValue("NAME", std::string(choice));
    shown.SetValue(
        "TEXT",
        std::string(language.catalogue.Of(absl::StrCat("filter.", choice))));
    if (!form.Of(choice).empty()) shown.ShowSection("SELECTED");
  }
}

bool HasFilters(const FindForm& form) {
  return std::any_of(
      kChosen.begin(), kChosen.end(),
      [&](absl::string_view name) { return !form.Of(name).empty(); });
}

bool ComesByLink(absl::string_view name) {
  return std::find(kKept.begin(), kKept.end(), name) != kKept.end();
}

void Keep(absl::string_view name, const std::string& value,
          ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& kept = *values.AddSectionDictionary("KEPT");
  kept.SetValue("NAME", std::string(name));
  kept.SetValue("VALUE", value);
}

}  // namespace localoffer::gateway::pages
