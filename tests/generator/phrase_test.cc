#include "tests/generator/phrase.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/generator/data.h"
#include "tests/generator/sections.h"

namespace localoffer::generator {
namespace {

using ::testing::UnorderedElementsAre;

std::set<std::string> All(absl::string_view text) {
  std::set<std::string> phrases;
  Random random(1);
  for (int i = 0; i < 500; ++i) {
    phrases.insert(Phrase(text, random, [](absl::string_view slot) {
      return std::string(slot);
    }));
  }
  return phrases;
}

TEST(Phrase, WritesEveryChoiceAndOnlyThose) {
  EXPECT_THAT(All("{a|b} c{ d|}"),
              UnorderedElementsAre("a c", "a c d", "b c", "b c d"));
}

TEST(Phrase, ChoicesMayHoldChoices) {
  EXPECT_THAT(All("{x {1|2}|y}"), UnorderedElementsAre("x 1", "x 2", "y"));
}

TEST(Phrase, FillsSlotsAndMindsTheArticle) {
  EXPECT_THAT(All("A <town>, a <inn>."),
              UnorderedElementsAre("A town, an inn."));
}

// Every template is closed and knows its slots: no brace or bracket is left.
TEST(Phrase, LeavesNothingOfATemplateBehind) {
  for (const absl::string_view file : {kTextsTxt, kCommonTxt}) {
    for (const auto& [section, lines] : ReadLines(file)) {
      for (const Line& line : lines) {
        EXPECT_NE(absl::string_view("tocp").find(line.voice),
                  absl::string_view::npos)
            << section;
        Random random(5);
        for (int i = 0; i < 20; ++i) {
          const std::string phrase =
              Phrase(line.text, random,
                     [](absl::string_view) { return std::string("word"); });
          EXPECT_EQ(phrase.find_first_of("{}<>|"), phrase.npos) << phrase;
          EXPECT_EQ(phrase.find("  "), phrase.npos) << phrase;
        }
      }
    }
  }
}

}  // namespace
}  // namespace localoffer::generator
