#include "services/gateway/pages/asked.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "localoffer/v1/entry.pb.h"
#include "services/entry/statutory_items.h"

namespace localoffer::gateway::pages {
namespace {

// What a link asks for: a sentence of the catalogue.
std::string LinkedText(absl::string_view name, const std::string& value,
                       const Language& language, const Site& site) {
  std::string shown = value;
  absl::string_view key = name;
  if (name == "council") {
    shown = site.CouncilTitle(value);
  } else if (name == "item") {
    const entry::StatutoryItem* item = entry::FindStatutoryItem(value);
    if (item != nullptr) shown = item->requirement;
  } else if (name == "component") {
    const std::string component = absl::StrCat("PALLIATIVE_COMPONENT_", value);
    v1::PalliativeComponent known = v1::PALLIATIVE_COMPONENT_UNSPECIFIED;
    if (!v1::PalliativeComponent_Parse(component, &known)) return "";
    shown = language.wording.Value(component);
    key = "term";
  }
  return language.catalogue.With(absl::StrCat("filter.", key), {{key, shown}});
}

std::string TextOfPart(absl::string_view name, const FindForm& form,
                       const Language& language, const Site& site) {
  const Catalogue& words = language.catalogue;
  const std::string& value = form.Of(name);
  if (name == "page" || name == "revision") return "";
  if (name == "need")
    return absl::StrCat(words.Of("find.question"), " ", value);
  if (name == "postcode" || name == "age") {
    return absl::StrCat(words.Of(absl::StrCat("find.", name)), " ", value);
  }
  if (name == "where") return form.Miles() ? WithinMiles(form, words) : "";
  if (name == "setting") {
    const std::string setting = SettingIn(form);
    return setting.empty() ? "" : language.wording.Value(setting);
  }
  // One age counts before several.
  if (name == "ages" &&
      (!form.Of("age").empty() || !form.Request().filter().has_minimum_age())) {
    return "";
  }
  if (name == "free" || name == "day_and_night" || name == "no_plan") {
    return std::string(words.Of(absl::StrCat("filter.", name)));
  }
  return LinkedText(name, value, language, site);
}

}  // namespace

std::vector<AskedPart> AskedIn(const FindForm& form, const Language& language,
                               const Site& site) {
  std::vector<AskedPart> parts;
  for (const absl::string_view name : FindForm::Names()) {
    if (form.Of(name).empty()) continue;
    const std::string text = TextOfPart(name, form, language, site);
    if (text.empty()) continue;
    parts.push_back({name, std::string(absl::StripSuffix(text, "."))});
  }
  return parts;
}

std::string AskedLine(const FindForm& form, const Language& language,
                      const Site& site) {
  return absl::StrJoin(AskedIn(form, language, site), " · ",
                       [](std::string* line, const AskedPart& part) {
                         absl::StrAppend(line, part.text);
                       });
}

std::string SettingIn(const FindForm& form) {
  std::string name = absl::StrCat("SETTING_", form.Of("setting"));
  v1::Setting setting = v1::SETTING_UNSPECIFIED;
  if (!v1::Setting_Parse(name, &setting) ||
      setting == v1::SETTING_UNSPECIFIED) {
    return "";
  }
  return name;
}

std::string WithinMiles(const FindForm& form, const Catalogue& words) {
  const std::string& miles = form.Of("where");
  const std::string key = absl::StrCat("filter.where.", miles);
  return words.Has(key) ? std::string(words.Of(key))
                        : words.With("filter.where.miles", {{"miles", miles}});
}

}  // namespace localoffer::gateway::pages
