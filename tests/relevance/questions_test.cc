// What counts as an answer.
#include "tests/relevance/questions.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace localoffer::relevance {
namespace {

using Hits = std::vector<Shown>;

HitRate RateOf(const Question& question, const Hits& hits) {
  return Measure({question}, [&](const std::string&) { return hits; });
}

TEST(Measure, OnlyTheFirstFiveHitsAnswer) {
  const Question question = {"a", {"right"}, ""};
  Hits hits(4, {"wrong", ""});
  hits.push_back({"right", ""});
  EXPECT_EQ(RateOf(question, hits).answered, 1);
  hits.insert(hits.begin(), {"wrong", ""});
  const HitRate late = RateOf(question, hits);
  EXPECT_EQ(late.answered, 0);
  EXPECT_EQ(late.asked, 1);
  EXPECT_EQ(late.unanswered.size(), 1);
}

TEST(Measure, WhereAPlaceIsNamedOnlyItsAuthorityAnswers) {
  const Question question = {"a", {"right"}, "E06000023"};
  EXPECT_EQ(RateOf(question, {{"right", "E06000024"}}).answered, 0);
  EXPECT_EQ(RateOf(question, {{"right", "E06000023"}}).answered, 1);
}

TEST(HitRate, OfTwoSetsEveryQuestionCountsAsMuch) {
  HitRate large;
  large.answered = 89;
  large.asked = 90;
  HitRate small;
  small.answered = 1;
  small.asked = 10;
  small.unanswered.resize(9);
  const HitRate both = large + small;
  EXPECT_EQ(both.asked, 100);
  EXPECT_DOUBLE_EQ(both.share(), 0.9);
  EXPECT_EQ(both.unanswered.size(), 9);
  EXPECT_EQ(HitRate().share(), 0);
}

}  // namespace
}  // namespace localoffer::relevance
