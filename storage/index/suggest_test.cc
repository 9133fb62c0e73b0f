#include "storage/index/suggest.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/analyzer.h"

namespace localoffer {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SuggestTest : public ::testing::Test {
 protected:
  SuggestTest() : analyzer_(Thesaurus::BuiltIn()) {
    Add("Short breaks and respite", 9);
    Add("Speech and language therapy", 7);
    Add("Speedway club", 3);
    phrases_.Add("Speech Bubbles drama", PhraseKind::kProvider);
    phrases_.Add("Special equipment", PhraseKind::kTaxonomyTerm, 4);
  }

  void Add(absl::string_view text, uint32_t count) {
    analyzer_.AnalyzeDocument(text, [&](const DocumentTerm& term) {
      counts_[std::string(term.term)] += count;
      if (!term.is_concept) words_.Add(term.folded, count);
    });
  }

  std::vector<Suggestion> Suggested(absl::string_view typed, size_t limit = 10,
                                    uint32_t min_count = 1) {
    const auto count = [this](absl::string_view term) -> size_t {
      const auto found = counts_.find(std::string(term));
      return found == counts_.end() ? 0 : found->second;
    };
    const auto word_count = [&](absl::string_view word) {
      size_t most = 0;
      analyzer_.Analyze(word, [&](absl::string_view term, absl::string_view) {
        most = std::max(most, count(term));
      });
      return most;
    };
    const auto phrase_count = [this](absl::string_view phrase, PhraseKind) {
      return gone_ == phrase ? size_t{0} : size_t{1};
    };
    return Suggest(typed,
                   {count, word_count, phrase_count, words_, phrases_,
                    Thesaurus::BuiltIn()},
                   limit, min_count);
  }

  std::vector<std::string> Texts(absl::string_view typed, size_t limit = 10) {
    std::vector<std::string> texts;
    for (const Suggestion& one : Suggested(typed, limit)) {
      texts.push_back(one.text);
    }
    return texts;
  }

  Analyzer analyzer_;
  WordTable words_;
  PhraseTable phrases_;
  std::map<std::string, size_t> counts_;
  // A phrase that no document has any more.
  std::string gone_;
};

TEST_F(SuggestTest, CompletesFromAllSources) {
  const std::vector<Suggestion> suggestions = Suggested("spee");
  const auto has = [](absl::string_view text, SuggestionKind kind) {
    return Contains(
        AllOf(Field(&Suggestion::text, text), Field(&Suggestion::kind, kind)));
  };
  EXPECT_THAT(suggestions,
              has("speech and language therapy", SuggestionKind::kConcept));
  EXPECT_THAT(suggestions, has("speedway", SuggestionKind::kWord));
  EXPECT_THAT(suggestions,
              has("Speech Bubbles drama", SuggestionKind::kProvider));
  EXPECT_THAT(Suggested("equip"),
              has("Special equipment", SuggestionKind::kTaxonomyTerm));
}

TEST_F(SuggestTest, KeepsTheWordsBefore) {
  EXPECT_THAT(Texts("Bristol speech and lan", 1),
              ElementsAre("Bristol speech and language therapy"));
  EXPECT_THAT(Texts("Bristol, speedw"), ElementsAre("Bristol, speedway"));
  EXPECT_THAT(Texts("short "), Contains("short breaks"));
}

TEST_F(SuggestTest, SuggestsNoConceptThatNoDocumentHas) {
  EXPECT_THAT(Texts("hospic"), IsEmpty());
  Add("A hospice", 1);
  EXPECT_THAT(Texts("hospic"), Contains("hospice"));
}

TEST_F(SuggestTest, SuggestsNothingThatIsGone) {
  gone_ = "Special equipment";
  EXPECT_THAT(Texts("special equip"), IsEmpty());
  counts_.clear();
  EXPECT_THAT(Texts("speedw"), IsEmpty());
}

TEST_F(SuggestTest, CorrectsAWordThatNothingBeginsWith) {
  EXPECT_THAT(Texts("spedway"), ElementsAre("speedway"));
}

TEST_F(SuggestTest, SuggestsEachTextOnceAndNoMoreThanAskedFor) {
  EXPECT_THAT(Texts("s", 3), SizeIs(3));
  EXPECT_THAT(Texts("s", 0), IsEmpty());
  EXPECT_THAT(Texts(""), IsEmpty());
  EXPECT_THAT(Texts("?"), IsEmpty());
  EXPECT_THAT(Texts(std::string(501, 's')), IsEmpty());
  std::vector<std::string> texts = Texts("s", 50);
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
}

TEST_F(SuggestTest, LeavesOutWordsThatFewDocumentsHave) {
  EXPECT_THAT(Suggested("speedw", 5, /*min_count=*/4), IsEmpty());
}

}  // namespace
}  // namespace localoffer
