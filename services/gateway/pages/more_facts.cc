#include "services/gateway/pages/more_facts.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {
namespace {

using Lines = std::vector<std::string>;

bool IsWebAddress(absl::string_view text) {
  return absl::StartsWithIgnoreCase(text, "https://") ||
         absl::StartsWithIgnoreCase(text, "http://");
}

void Add(absl::string_view key, const Lines& lines, const Catalogue& words,
         ctemplate::TemplateDictionary& values) {
  if (lines.empty()) return;
  ctemplate::TemplateDictionary& fact = *values.AddSectionDictionary("FACT");
  fact.SetValue("LABEL", std::string(words.Of(key)));
  for (const std::string& line : lines) SetText(fact, "LINE", line);
}

// The texts of a repeated enum.
template <typename Values, typename NameOf>
Lines Texts(const Values& values, NameOf name_of, const Wording& wording) {
  Lines lines;
  for (const int value : values) {
    std::string text = wording.Value(name_of(value));
    if (!text.empty()) lines.push_back(std::move(text));
  }
  return lines;
}

Lines Languages(const v1::Service& service) {
  Lines lines;
  for (const v1::Language& language : service.languages()) {
    std::string text =
        TextOf(language.name().empty() ? language.code() : language.name());
    if (!text.empty()) lines.push_back(std::move(text));
  }
  for (std::string& line : ParagraphsOf(service.interpretation_services())) {
    lines.push_back(std::move(line));
  }
  return lines;
}

Lines Areas(const v1::Service& service) {
  Lines lines;
  for (const v1::ServiceArea& area : service.service_areas()) {
    for (const std::string& said :
         {area.name(), area.service_area(), area.description()}) {
      std::string text = TextOf(said);
      if (text.empty()) continue;
      lines.push_back(std::move(text));
      break;
    }
  }
  return lines;
}

Lines Access(const v1::Service& service) {
  Lines lines;
  for (const v1::ServiceAtLocation& place : service.service_at_locations()) {
    for (const v1::Accessibility& access : place.location().accessibility()) {
      for (const std::string& said :
           {access.description(), access.accessibility(), access.details()}) {
        std::string text = TextOf(said);
        if (!text.empty()) lines.push_back(std::move(text));
      }
    }
    std::string travel = TextOf(place.location().transportation());
    if (!travel.empty()) lines.push_back(std::move(travel));
  }
  return lines;
}

Lines TransitionLines(const v1::Transition& transition,
                      const Catalogue& words) {
  Lines lines;
  if (transition.supported()) {
    lines.emplace_back(words.Of("more.transition.supported"));
  }
  if (transition.has_from_age() && transition.has_to_age()) {
    lines.push_back(words.With("ages.between",
                               {{"from", absl::StrCat(transition.from_age())},
                                {"to", absl::StrCat(transition.to_age())}}));
  }
  std::string next = TextOf(transition.next_service());
  if (!next.empty()) lines.push_back(std::move(next));
  return lines;
}

Lines Documents(const v1::Service& service) {
  Lines lines;
  for (const v1::RequiredDocument& document : service.required_documents()) {
    std::string text = TextOf(document.document());
    if (!text.empty()) lines.push_back(std::move(text));
  }
  return lines;
}

Lines Items(const v1::LocalOffer& offer) {
  Lines lines;
  for (const std::string& id : offer.statutory_items()) {
    const entry::StatutoryItem* item = entry::FindStatutoryItem(id);
    lines.push_back(
        item == nullptr ? id : absl::StrCat(id, ": ", item->requirement));
  }
  return lines;
}

}  // namespace

void ShowMoreFacts(const v1::Entry& entry, const Language& language,
                   ctemplate::TemplateDictionary& values) {
  const v1::Service& service = entry.service();
  const v1::LocalOffer& offer = entry.local_offer();
  const Catalogue& words = language.catalogue;
  const Wording& wording = language.wording;
  const auto add = [&](absl::string_view key, const Lines& lines) {
    Add(key, lines, words, values);
  };
  const Lines tier = {wording.Value(v1::Tier_Name(offer.tier()))};
  if (!tier.front().empty()) add("more.tier", tier);
  add("more.limbs",
      Texts(
          offer.limbs(),
          [](int value) { return v1::Limb_Name(static_cast<v1::Limb>(value)); },
          wording));
  add("more.area", Areas(service));
  add("more.wait", ParagraphsOf(service.wait_time()));
  add("more.documents", Documents(service));
  add("more.languages", Languages(service));
  add("more.access", Access(service));
  add("more.palliative", Texts(
                             offer.palliative_care().components(),
                             [](int value) {
                               return v1::PalliativeComponent_Name(
                                   static_cast<v1::PalliativeComponent>(value));
                             },
                             wording));
  add("more.conditions", Texts(
                             offer.palliative_care().condition_categories(),
                             [](int value) {
                               return v1::ConditionCategory_Name(
                                   static_cast<v1::ConditionCategory>(value));
                             },
                             wording));
  add("more.transition", TransitionLines(offer.transition(), words));
  add("more.commissioners",
      Texts(
          offer.commissioners(),
          [](int value) {
            return v1::Commissioner_Name(static_cast<v1::Commissioner>(value));
          },
          wording));
  add("more.accreditations", ParagraphsOf(service.accreditations()));
  add("more.provider", ParagraphsOf(service.organization().description()));
  add("more.items", Items(offer));
}

void ShowRedress(const v1::Entry& entry, absl::string_view council,
                 const Language& language,
                 ctemplate::TemplateDictionary& values) {
  const v1::Redress& redress = entry.local_offer().redress();
  ctemplate::TemplateDictionary& shown =
      *values.AddSectionDictionary("REDRESS");
  bool said = false;
  const auto add = [&](absl::string_view key, const std::string& text,
                       const std::string& url) {
    const Lines lines = ParagraphsOf(text);
    if (lines.empty() && !IsWebAddress(url)) return;
    said = true;
    ctemplate::TemplateDictionary& fact = *shown.AddSectionDictionary("FACT");
    fact.SetValue("LABEL", std::string(language.catalogue.Of(key)));
    for (const std::string& line : lines) SetText(fact, "LINE", line);
    if (IsWebAddress(url)) SetText(fact, "WEB", url);
  };
  add("redress.complaints", redress.complaints(), redress.complaints_url());
  add("redress.mediation", redress.mediation(), redress.mediation_url());
  add("redress.appeal", redress.appeal(), "");
  if (!said) {
    SetText(shown, "UNSAID",
            language.catalogue.With("redress.unsaid", {{"council", council}}));
  }
}

}  // namespace localoffer::gateway::pages
