#include "storage/index/analyzer.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

std::vector<std::pair<std::string, std::string>> TermsAndWords(
    absl::string_view text) {
  std::vector<std::pair<std::string, std::string>> result;
  Analyzer().Analyze(text, [&](absl::string_view term, absl::string_view word) {
    result.emplace_back(term, word);
  });
  return result;
}

std::vector<std::string> Terms(absl::string_view text) {
  std::vector<std::string> result;
  for (auto& [term, word] : TermsAndWords(text)) result.push_back(term);
  return result;
}

std::vector<std::string> QueryTerms(absl::string_view text) {
  std::vector<std::string> result;
  for (QueryTerm& term : Analyzer().AnalyzeQuery(text)) {
    result.push_back(term.term);
  }
  return result;
}

TEST(Analyzer, EachTermComesWithItsWord) {
  EXPECT_THAT(TermsAndWords("Short-Breaks, 24/7!"),
              ElementsAre(Pair("short", "Short"), Pair("break", "Breaks"),
                          Pair("24", "24"), Pair("7", "7")));
}

TEST(Analyzer, PluralsAndOtherFormsShareATerm) {
  EXPECT_THAT(Terms("wheelchair wheelchairs"),
              ElementsAre("wheelchair", "wheelchair"));
  EXPECT_THAT(Terms("swim swims swimming"),
              ElementsAre("swim", "swim", "swim"));
  EXPECT_THAT(Terms("therapy therapies"), ElementsAre("therapi", "therapi"));
}

TEST(Analyzer, CaseAndAccentsAreFolded) {
  EXPECT_THAT(Terms("CAFÉ café cafe\u0301 cafe"),
              ElementsAre("cafe", "cafe", "cafe", "cafe"));
  EXPECT_THAT(Terms("Straße ＳＥＮＤ ﬁt İ"),
              ElementsAre("strass", "send", "fit", "i"));
}

TEST(Analyzer, WelshLettersAreFolded) {
  EXPECT_THAT(Terms("Dŵr Tŷ ŴY"), ElementsAre("dwr", "ty", "wy"));
}

TEST(Analyzer, ApostrophesWithinWordsAreRemoved) {
  EXPECT_THAT(
      Terms("children's children’s children‘s childrenʼs children"),
      ElementsAre("children", "children", "children", "children", "children"));
  EXPECT_THAT(Terms("O'Brien parents' 'drop in' don’t '"),
              ElementsAre("obrien", "parent", "drop", "in", "dont"));
}

TEST(Analyzer, AnAmpersandBetweenSingleLettersJoinsThem) {
  EXPECT_THAT(Terms("A&E"), ElementsAre("a&e"));
  EXPECT_THAT(Terms("A&E, (Q&A)"), ElementsAre("a&e", "q&a"));
  EXPECT_THAT(Terms("AT&T A&EE AA&E A& &E A &E"),
              ElementsAre("at", "t", "a", "ee", "aa", "e", "a", "e", "a", "e"));
}

TEST(Analyzer, EmojiAreNoWords) {
  EXPECT_THAT(
      Terms("🙂 ❤️ 👨‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿"),
      IsEmpty());
  EXPECT_THAT(Terms("play🎈group 1️⃣"),
              ElementsAre("play", "group", "1"));
}

TEST(Analyzer, InvisibleCharactersWithinWordsAreDropped) {
  EXPECT_THAT(Terms("wheel\u00ADchair"), ElementsAre("wheelchair"));
  EXPECT_THAT(Terms("wheel\u200Bchair"), ElementsAre("wheel", "chair"));
}

TEST(Analyzer, CharactersThatFoldToSeveralWordsGiveSeveral) {
  EXPECT_THAT(TermsAndWords("½ m²"),
              ElementsAre(Pair("1", "½"), Pair("2", "½"), Pair("m2", "m²")));
}

TEST(Analyzer, OtherScriptsAreWordsToo) {
  EXPECT_THAT(Terms("Помощь ΣΊΣΥΦΟΣ"), ElementsAre("помощь", "σισυφοσ"));
  EXPECT_THAT(Terms("学校 support"), ElementsAre("学", "校", "support"));
}

TEST(Analyzer, BytesThatAreNotUtf8SeparateWords) {
  EXPECT_THAT(Terms("play\xFFgroup \xC3"), ElementsAre("play", "group"));
  EXPECT_THAT(Terms("caf\xC3"), ElementsAre("caf"));
  EXPECT_THAT(Terms("\xED\xA0\x80z \xF8\x88\x80\x80\x80y"),
              ElementsAre("z", "y"));
}

TEST(Analyzer, LongWordsAreCutBetweenCharacters) {
  EXPECT_THAT(Terms(std::string(1'000'000, 'x')),
              ElementsAre(std::string(64, 'x')));
  std::string word = "x";
  for (int i = 0; i < 100; ++i) word += "ж";
  ASSERT_THAT(Terms(word), SizeIs(1));
  EXPECT_EQ(Terms(word)[0], word.substr(0, 63));
  std::string accents = "e";
  for (int i = 0; i < 100'000; ++i) accents += "\u0301";
  EXPECT_THAT(Terms(accents), ElementsAre("e"));
}

TEST(Analyzer, EveryTermIsUtf8OfABoundedSizeWhateverTheBytes) {
  std::mt19937 random(2);
  const std::string bytes =
      "aZ9' &\xC3\xA9\xE2\x80\x99\xEF\xB7\xBA\xCC\x81\xF0\x9F";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t size = random() % 100; size > 0; --size) {
      text.push_back(bytes[random() % bytes.size()]);
    }
    for (const auto& [term, word] : TermsAndWords(text)) {
      ASSERT_FALSE(term.empty());
      ASSERT_LE(term.size(), Analyzer::kMaxTermSize);
      ASSERT_EQ(FoldText(term).find("\uFFFD"), std::string::npos) << text;
      ASSERT_EQ(FoldText(word).find("\uFFFD"), std::string::npos) << text;
    }
  }
}

TEST(AnalyzeQuery, EachTermComesOnceWithAllItsWords) {
  const std::vector<QueryTerm> terms =
      Analyzer().AnalyzeQuery("Breaks break short breaks Breaks");
  ASSERT_THAT(terms, SizeIs(2));
  EXPECT_EQ(terms[0].term, "break");
  EXPECT_THAT(terms[0].words, ElementsAre("Breaks", "break", "breaks"));
  EXPECT_EQ(terms[1].term, "short");
}

TEST(AnalyzeQuery, CommonWordsCountOnlyAmongThemselves) {
  EXPECT_THAT(QueryTerms("support for the children"),
              ElementsAre("support", "children"));
  EXPECT_THAT(QueryTerms("What is The"), ElementsAre("what", "is", "the"));
  EXPECT_THAT(QueryTerms("A&E"), ElementsAre("a&e"));
}

TEST(AnalyzeQuery, TakesASetNumberOfTerms) {
  std::string text;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&text, "word", i, " ");
  EXPECT_THAT(QueryTerms(text), SizeIs(Analyzer::kMaxQueryTerms));
}

TEST(FoldText, KeepsSpacesAndPunctuation) {
  EXPECT_EQ(FoldText("Ŵ Café (No. 1)"), "w cafe (no. 1)");
  EXPECT_EQ(FoldText(""), "");
  EXPECT_EQ(FoldText("a\xFF"), "a\uFFFD");
}

}  // namespace
}  // namespace localoffer
