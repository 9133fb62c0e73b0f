#include "tests/generator/kinds.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/statutory_items.h"
#include "tests/generator/data.h"
#include "tests/generator/sections.h"

namespace localoffer::generator {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::Not;

// Questions of tests/relevance name kinds by these.
constexpr absl::string_view kIds[] = {"childrens-hospice",
                                      "hospice-at-home",
                                      "overnight-short-breaks",
                                      "day-short-breaks",
                                      "holiday-club",
                                      "after-school-club",
                                      "youth-club",
                                      "bereavement-support",
                                      "sibling-support",
                                      "parent-carer-support",
                                      "community-nursing",
                                      "night-nursing",
                                      "end-of-life-care",
                                      "symptom-management",
                                      "wheelchair-service",
                                      "wheelchair-repair",
                                      "equipment-loan",
                                      "home-adaptations",
                                      "continence-service",
                                      "hearing-support",
                                      "vision-support",
                                      "speech-therapy",
                                      "occupational-therapy",
                                      "physiotherapy",
                                      "dietetics",
                                      "mental-health",
                                      "autism-assessment",
                                      "adhd-support",
                                      "epilepsy-nurse",
                                      "diabetes-nurse",
                                      "educational-psychology",
                                      "sendiass",
                                      "mediation",
                                      "ehc-assessment",
                                      "special-school",
                                      "resourced-provision",
                                      "portage",
                                      "childcare-funded",
                                      "school-transport",
                                      "travel-training",
                                      "direct-payments",
                                      "benefits-advice",
                                      "supported-internship",
                                      "transition-team",
                                      "supported-living",
                                      "sensory-play",
                                      "swimming",
                                      "toy-library",
                                      "parenting-course",
                                      "family-counselling",
                                      "music-therapy",
                                      "hydrotherapy",
                                      "family-link-fostering",
                                      "emergency-helpline",
                                      "sign-language",
                                      "blue-badge",
                                      "carers-assessment"};

TEST(Kinds, AreTheAgreedOnes) {
  std::vector<std::string> ids;
  for (const Kind& kind : Kinds()) ids.push_back(kind.id);
  EXPECT_THAT(ids, ::testing::ElementsAreArray(kIds));
}

TEST(Kinds, HaveValuesThatTheModelKnows) {
  for (const Kind& kind : Kinds()) {
    SCOPED_TRACE(kind.id);
    EXPECT_FALSE(kind.sentence.empty());
    EXPECT_GT(kind.weight, 0);
    EXPECT_EQ(kind.sectors.find_first_not_of("cnvhsb"), std::string::npos);
    EXPECT_LT(kind.youngest + 3, kind.oldest - 1);
    for (const std::string& item : kind.statutory_items) {
      EXPECT_NE(entry::FindStatutoryItem(item), nullptr) << item;
    }
    EXPECT_THAT(kind.statutory_items, Not(IsEmpty()));
    EXPECT_THAT(kind.settings, Not(IsEmpty()));
    EXPECT_THAT(kind.settings, Each(Ne(v1::SETTING_UNSPECIFIED)));
    EXPECT_THAT(kind.tiers, Not(IsEmpty()));
    EXPECT_THAT(kind.tiers, Each(Ne(v1::TIER_UNSPECIFIED)));
    EXPECT_THAT(kind.commissioners, Not(IsEmpty()));
    EXPECT_THAT(kind.commissioners, Each(Ne(v1::COMMISSIONER_UNSPECIFIED)));
    EXPECT_THAT(kind.palliative,
                Each(Ne(v1::PALLIATIVE_COMPONENT_UNSPECIFIED)));
    EXPECT_NE(kind.open_eligibility.find(':'), std::string::npos);
  }
}

TEST(Kinds, EachHasTitlesAndSentencesInEveryVoice) {
  const Lines texts = ReadLines(kTextsTxt);
  for (const Kind& kind : Kinds()) {
    const auto found = texts.find(kind.id);
    ASSERT_NE(found, texts.end()) << kind.id;
    std::string voices;
    for (const Line& line : found->second) voices.push_back(line.voice);
    EXPECT_GE(std::count(voices.begin(), voices.end(), 't'), 4) << kind.id;
    EXPECT_GE(voices.size(), 8) << kind.id;
    for (const char voice : {'o', 'c', 'p'}) {
      EXPECT_NE(voices.find(voice), std::string::npos) << kind.id << voice;
    }
  }
}

TEST(KindDraw, GivesEachKindOnceBeforeAnyTwice) {
  const std::vector<Kind> kinds = Kinds();
  KindDraw draw(kinds, /*with_hospices=*/true, Random(4));
  std::set<size_t> drawn;
  for (size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_TRUE(drawn.insert(draw.Next()).second);
  }
  EXPECT_LT(draw.Next(), kinds.size());
}

TEST(KindDraw, LeavesHospicesOut) {
  const std::vector<Kind> kinds = Kinds();
  KindDraw draw(kinds, /*with_hospices=*/false, Random(4));
  for (int i = 0; i < 5000; ++i) {
    EXPECT_FALSE(IsOfHospices(kinds[draw.Next()]));
  }
}

TEST(KindDraw, DrawsCommonKindsMoreOften) {
  const std::vector<Kind> kinds = Kinds();
  KindDraw draw(kinds, /*with_hospices=*/true, Random(4));
  std::vector<int> drawn(kinds.size());
  int total = 0;
  for (const Kind& kind : kinds) total += kind.weight;
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) ++drawn[draw.Next()];
  for (size_t i = 0; i < kinds.size(); ++i) {
    const double expected = 1.0 * kDraws * kinds[i].weight / total;
    EXPECT_NEAR(drawn[i], expected, 0.15 * expected + 20) << kinds[i].id;
  }
}

}  // namespace
}  // namespace localoffer::generator
