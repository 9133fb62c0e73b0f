#include "storage/index/keywords.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace localoffer {
namespace {

struct ItemWords {
  absl::string_view item;
  absl::string_view words;
};

// Items that say how the local offer is made (A and H) are left out: they are
// about all of it, not about a service. The items themselves are data; these
// are only words to search by.
constexpr ItemWords kItemWords[] = {
    {"LO-B1", "education school nursery college"},
    {"LO-B1a", "early years nursery preschool"},
    {"LO-B1b", "maintained school"},
    {"LO-B1c", "academy free school"},
    {"LO-B1d", "special school"},
    {"LO-B1e", "college sixth form further education"},
    {"LO-B1f", "specialist college independent special school"},
    {"LO-B1g", "pupil referral unit alternative provision"},
    {"LO-B2", "education school college out of area"},
    {"LO-B3", "mainstream and special education provision"},
    {"LO-B3d", "special educational needs funding"},
    {"LO-B4", "identifying special educational needs"},
    {"LO-B5", "school teaching and learning support"},
    {"LO-B6", "special educational needs information report"},
    {"LO-B7", "sport arts music activities"},
    {"LO-B8", "training apprenticeship traineeship supported internship"},
    {"LO-B9", "higher education university disabled students allowance"},
    {"LO-C1", "medical conditions in school school nursing"},
    {"LO-C2", "health services doctor dentist health visitor"},
    {"LO-C3", "therapy speech and language physiotherapy occupational therapy"},
    {"LO-C4", "mental health CAMHS"},
    {"LO-C5", "wheelchair services"},
    {"LO-C6", "community equipment"},
    {"LO-C7", "children's community nursing"},
    {"LO-C8", "continence services"},
    {"LO-C9", "palliative care hospice"},
    {"LO-C10", "respite short breaks with nursing"},
    {"LO-C11", "complex health needs"},
    {"LO-C12", "emergency care A&E"},
    {"LO-C13", "continuing care"},
    {"LO-C14", "transition to adult health services"},
    {"LO-C16", "specialised services"},
    {"LO-D1", "social care children in need"},
    {"LO-D2", "short breaks respite"},
    {"LO-D3", "transition to adult social care"},
    {"LO-D4", "independent living"},
    {"LO-D5", "childcare"},
    {"LO-D6", "leisure activities clubs"},
    {"LO-E1", "housing accommodation supported living"},
    {"LO-E2", "employment work jobs"},
    {"LO-E3", "participation in the community"},
    {"LO-E4", "money benefits"},
    {"LO-E5", "supported decision making"},
    {"LO-F1", "specialist school transport travel"},
    {"LO-F2", "free or subsidised travel transport"},
    {"LO-F3", "help with travel costs transport"},
    {"LO-F4", "post-16 transport travel"},
    {"LO-G1", "information advice and support SENDIASS"},
    {"LO-G2", "parent carer forum"},
    {"LO-G3", "support group"},
    {"LO-G4", "EHC needs assessment request"},
    {"LO-G5", "assessing special educational needs"},
    {"LO-G8", "complaints"},
    {"LO-G9", "disagreement resolution"},
    {"LO-G10", "mediation"},
    {"LO-G11", "appeal tribunal"},
    {"LO-G12", "personal budget direct payments"},
    {"LO-G13", "accessibility strategy"},
};

// The name of an enum's value as words: "PREFIX_STEP_DOWN" is "step down".
std::string WordsOfName(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

void AddPalliativeCare(const v1::PalliativeCare& care,
                       std::vector<std::string>& words) {
  words.emplace_back("palliative care");
  for (const int component : care.components()) {
    if (component == v1::PALLIATIVE_COMPONENT_UNSPECIFIED ||
        !v1::PalliativeComponent_IsValid(component)) {
      continue;
    }
    const auto value = static_cast<v1::PalliativeComponent>(component);
    words.push_back(WordsOfName(v1::PalliativeComponent_Name(value),
                                "PALLIATIVE_COMPONENT_"));
  }
}

void AddSettings(const v1::LocalOffer& local_offer,
                 std::vector<std::string>& words) {
  for (const int setting : local_offer.settings()) {
    if (setting == v1::SETTING_UNSPECIFIED || !v1::Setting_IsValid(setting)) {
      continue;
    }
    words.push_back(WordsOfName(
        v1::Setting_Name(static_cast<v1::Setting>(setting)), "SETTING_"));
  }
}

void AddPersonalBudgets(const v1::LocalOffer& local_offer,
                        std::vector<std::string>& words) {
  for (const int budget : local_offer.personal_budgets()) {
    if (budget == v1::PERSONAL_BUDGET_EHC_PLAN ||
        budget == v1::PERSONAL_BUDGET_HEALTH) {
      words.emplace_back("personal budget");
    } else if (budget == v1::PERSONAL_BUDGET_DIRECT_PAYMENT) {
      words.emplace_back("direct payment");
    }
  }
}

bool IsRoundTheClock(v1::RoundTheClock value) {
  return value == v1::ROUND_THE_CLOCK_BY_TELEPHONE ||
         value == v1::ROUND_THE_CLOCK_BY_VISIT ||
         value == v1::ROUND_THE_CLOCK_RESIDENTIAL;
}

}  // namespace

absl::string_view WordsOfStatutoryItem(absl::string_view item) {
  for (const ItemWords& known : kItemWords) {
    if (known.item == item) return known.words;
  }
  if (item.empty() || !absl::ascii_islower(item.back())) return {};
  return WordsOfStatutoryItem(item.substr(0, item.size() - 1));
}

std::vector<std::string> WordsOfLocalOffer(const v1::LocalOffer& local_offer) {
  std::vector<std::string> words;
  for (const std::string& item : local_offer.statutory_items()) {
    words.emplace_back(WordsOfStatutoryItem(item));
  }
  if (local_offer.has_palliative_care()) {
    AddPalliativeCare(local_offer.palliative_care(), words);
  }
  AddSettings(local_offer, words);
  AddPersonalBudgets(local_offer, words);
  if (IsRoundTheClock(local_offer.round_the_clock())) {
    words.emplace_back("round the clock 24 hours");
  }
  if (local_offer.transition().supported()) {
    words.emplace_back("transition to adult services");
  }
  // Items share words; once is enough.
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace localoffer
