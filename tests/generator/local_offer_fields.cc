#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/generator/subject_fields.h"

namespace localoffer::generator {
namespace {

// Some of the values, at least the first, each once.
template <typename Values, typename Add>
void AddSome(const Values& values, int percent, Random& random,
             const Add& add) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (i == 0 || random.Chance(percent)) add(values[i]);
  }
}

void AddPalliativeCare(const Kind& kind, Random& random,
                       v1::LocalOffer* offer) {
  // Equipment and nursing are palliative care only now and then.
  const bool central = kind.palliative.size() > 1;
  if (kind.palliative.empty() || !random.Chance(central ? 75 : 15)) return;
  v1::PalliativeCare& care = *offer->mutable_palliative_care();
  for (int category = 1; category <= 4; ++category) {
    if (!random.Chance(65)) continue;
    care.add_condition_categories(static_cast<v1::ConditionCategory>(category));
  }
  AddSome(kind.palliative, 60, random,
          [&care](v1::PalliativeComponent component) {
            care.add_components(component);
          });
}

void AddMoney(const Kind& kind, Random& random, v1::LocalOffer* offer) {
  if (random.Chance(60)) {
    AddSome(kind.commissioners, 40, random,
            [offer](v1::Commissioner commissioner) {
              offer->add_commissioners(commissioner);
            });
  }
  if (!random.Chance(35)) return;
  if (random.Chance(35)) {
    offer->add_personal_budgets(v1::PERSONAL_BUDGET_NOT_ACCEPTED);
    return;
  }
  constexpr std::array<v1::PersonalBudget, 3> kBudgets = {
      v1::PERSONAL_BUDGET_DIRECT_PAYMENT, v1::PERSONAL_BUDGET_EHC_PLAN,
      v1::PERSONAL_BUDGET_HEALTH};
  AddSome(kBudgets, 30, random, [offer](v1::PersonalBudget budget) {
    offer->add_personal_budgets(budget);
  });
}

void AddDuties(const Kind& kind, Random& random, v1::LocalOffer* offer) {
  if (random.Chance(80)) {
    AddSome(kind.statutory_items, 60, random, [offer](const std::string& item) {
      offer->add_statutory_items(item);
    });
  }
  if (random.Chance(75)) {
    if (random.Chance(90)) {
      offer->add_limbs(v1::LIMB_IN_AREA);
    } else {
      offer->add_limbs(random.Chance(50) ? v1::LIMB_OUT_RESPONSIBLE
                                         : v1::LIMB_OUT_DISABLED);
    }
  }
  if (random.Chance(70)) {
    offer->set_expectation(random.Chance(96)   ? v1::EXPECTATION_AVAILABLE
                           : random.Chance(60) ? v1::EXPECTATION_PLANNED
                                               : v1::EXPECTATION_ENDING);
  }
}

void AddAccess(const Subject& subject, Random& random, v1::LocalOffer* offer) {
  const Kind& kind = subject.kind;
  if (random.Chance(50)) {
    const bool school = kind.id == "special-school" ||
                        kind.id == "supported-internship" ||
                        kind.id == "resourced-provision";
    offer->set_ehc_plan(random.Chance(school ? 90 : 8)
                            ? v1::EHC_PLAN_NEEDED
                            : v1::EHC_PLAN_NOT_NEEDED);
  }
  if (random.Chance(60)) offer->set_tier(random.Pick(kind.tiers));
  if (random.Chance(70)) {
    AddSome(kind.settings, 50, random,
            [offer](v1::Setting setting) { offer->add_settings(setting); });
  }
  if (random.Chance(40)) offer->set_no_diagnosis_needed(random.Chance(75));
  if (kind.round_the_clock != v1::ROUND_THE_CLOCK_UNSPECIFIED &&
      random.Chance(60)) {
    offer->set_round_the_clock(kind.round_the_clock);
  }
}

void AddTransition(const Subject& subject, Random& random,
                   v1::LocalOffer* offer) {
  const bool central = subject.kind.id == "transition-team";
  if (subject.oldest < 16 || !random.Chance(central ? 85 : 15)) return;
  v1::Transition& transition = *offer->mutable_transition();
  transition.set_supported(central || random.Chance(85));
  if (!transition.supported()) return;
  const int from = random.Between(13, 16);
  transition.set_from_age(from);
  transition.set_to_age(random.Between(18, 25));
  if (random.Chance(40)) {
    transition.set_next_service(random.Chance(50) ? "The adult community team"
                                                  : "Adult social care");
  }
}

void AddRedress(const Subject& subject, const Prose& prose, Random& random,
                v1::LocalOffer* offer) {
  if (!random.Chance(25)) return;
  v1::Redress& redress = *offer->mutable_redress();
  redress.set_complaints(prose.Sentence(subject, "complaints", random));
  if (random.Chance(60)) {
    redress.set_complaints_url(
        absl::StrCat("https://", subject.provider.domain, "/complaints"));
  }
  if (random.Chance(25)) {
    redress.set_mediation("Ask for the disagreement resolution service.");
    redress.set_mediation_url("https://mediation.example.org");
  }
  if (random.Chance(15)) {
    redress.set_appeal(
        "Decisions on EHC plans can be appealed to the First-tier Tribunal.");
  }
}

}  // namespace

void AddLocalOffer(const Subject& subject, const Prose& prose, Random& random,
                   v1::LocalOffer* local_offer) {
  if (random.Chance(10)) return;
  AddDuties(subject.kind, random, local_offer);
  AddMoney(subject.kind, random, local_offer);
  AddAccess(subject, random, local_offer);
  AddPalliativeCare(subject.kind, random, local_offer);
  AddTransition(subject, random, local_offer);
  AddRedress(subject, prose, random, local_offer);
}

}  // namespace localoffer::generator
