#include "storage/index/query_tokens.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReadTokens : public ::testing::Test {
 protected:
  void Add(absl::string_view words, uint32_t count) {
    analyzer_.AnalyzeDocument(words, [&](const DocumentTerm& term) {
      counts_[std::string(term.term)] += count;
      if (!term.is_concept) words_.Add(term.folded, count);
    });
  }

  std::vector<QueryToken> Read(absl::string_view query) {
    const auto count = [this](absl::string_view term) -> size_t {
      const auto found = counts_.find(std::string(term));
      return found == counts_.end() ? 0 : found->second;
    };
    return ReadQueryTokens(query, {count, words_}, analyzer_);
  }

  static std::vector<std::string> Folded(
      const std::vector<QueryToken>& tokens) {
    std::vector<std::string> folded;
    for (const QueryToken& token : tokens) folded.push_back(token.folded);
    return folded;
  }

 private:
  Analyzer analyzer_{Thesaurus::BuiltIn()};
  WordTable words_;
  std::map<std::string, size_t> counts_;
};

TEST_F(ReadTokens, TwoWordsBecomeTheOneThatIsWrittenTogether) {
  const std::vector<QueryToken> tokens = Read("gastro-stomy nurse");
  ASSERT_THAT(Folded(tokens), ElementsAre("gastrostomy", "nurse"));
  EXPECT_EQ(tokens[0].typed, "gastro-stomy");
  EXPECT_GE(tokens[0].phrase_word, kFirstPhraseWord);
  Add("wibblewobble", 3);
  EXPECT_THAT(Folded(Read("wibble wobble")), ElementsAre("wibblewobble"));
}

TEST_F(ReadTokens, WordsThatAreKnownStayApart) {
  Add("zebra", 5);
  Add("crossing", 5);
  Add("zebracrossing", 1);
  EXPECT_THAT(Folded(Read("zebra crossing")), ElementsAre("zebra", "crossing"));
  EXPECT_THAT(Folded(Read("fish. finger")), ElementsAre("fish", "finger"));
}

TEST_F(ReadTokens, OneWordBecomesTheTwoThatAreWrittenApart) {
  Add("rhubarb", 5);
  Add("group", 50);
  const std::vector<QueryToken> tokens = Read("rhubarbgroup in Leeds");
  ASSERT_THAT(Folded(tokens), ElementsAre("rhubarb", "group", "in", "leeds"));
  EXPECT_EQ(tokens[0].typed, "rhubarbgroup");
  EXPECT_EQ(tokens[1].typed, "rhubarbgroup");
  EXPECT_THAT(Folded(Read("rhubarbgroup7")), ElementsAre("rhubarbgroup7"));
  EXPECT_THAT(Folded(Read("rhubarbxqgroup")), ElementsAre("rhubarbxqgroup"));
}

TEST_F(ReadTokens, AnErrorIsMendedBeforeAWordIsSplit) {
  Add("fort", 50);
  Add("nite", 50);
  Add("fortnight", 50);
  const std::vector<QueryToken> tokens = Read("fortnite");
  ASSERT_THAT(Folded(tokens), ElementsAre("fortnite"));
  ASSERT_FALSE(tokens[0].corrections.empty());
  EXPECT_EQ(tokens[0].corrections[0].word, "fortnight");
}

TEST_F(ReadTokens, WhatIsWrittenAsItSoundsIsCorrected) {
  const struct {
    const char* typed;
    const char* meant;
  } kCases[] = {
      {"fizzio", "physio"},
      {"asma", "asthma"},
      {"kemo", "chemo"},
      {"skitzophrenia", "schizophrenia"},
      {"sychologist", "psychologist"},
      {"counceling", "counselling"},
      {"respight", "respite"},
  };
  for (const auto& one : kCases) {
    const std::vector<QueryToken> tokens = Read(one.typed);
    ASSERT_FALSE(tokens[0].corrections.empty()) << one.typed;
    EXPECT_EQ(tokens[0].corrections[0].word, one.meant);
  }
}

TEST_F(ReadTokens, KnownWordsAreLeftAlone) {
  Add("fizzio", 3);
  const std::vector<QueryToken> tokens = Read("fizzio");
  ASSERT_THAT(Folded(tokens), ElementsAre("fizzio"));
  EXPECT_THAT(tokens[0].corrections, IsEmpty());
}

}  // namespace
}  // namespace localoffer
