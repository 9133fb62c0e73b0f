#include "storage/index/hit_matches.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

// What is told of a document, written down for comparison.
std::string Told(absl::Span<const GroupMatch> matches) {
  std::string told;
  for (const GroupMatch& match : matches) {
    absl::StrAppend(&told, static_cast<int>(match.kind), ":");
    for (const std::string& word : match.words) absl::StrAppend(&told, word);
    for (const absl::string_view wording : match.wordings) {
      absl::StrAppend(&told, ",", wording);
    }
    absl::StrAppend(&told, ";");
  }
  return told;
}

class HitMatchesOracle : public ::testing::TestWithParam<unsigned> {
 protected:
  static constexpr DocumentNumber kDocuments = 400;

  // Of two kinds, and some lists that no document has.
  HitMatchesOracle() : lists_(9) {
    for (size_t i = 0; i < lists_.size(); ++i) {
      const unsigned one_in = 1 + random_() % 5;
      for (DocumentNumber document = 0; document < kDocuments; ++document) {
        if (random_() % one_in == 0) lists_[i].documents.Append(document);
      }
      of_alternatives_.push_back(i % 4 == 3 ? nullptr : &lists_[i]);
    }
    for (size_t group = 0; group < 3; ++group) {
      QueryGroup& made = groups_.emplace_back();
      made.words = {absl::StrCat("word", group)};
      for (size_t i = 0; i < 3; ++i) {
        const std::string term = absl::StrCat("t", group, i);
        made.alternatives.push_back(
            {term, 1.0 - 0.1 * static_cast<double>(i),
             i < 2 ? AlternativeKind::kWord : AlternativeKind::kConcept, term});
      }
    }
  }

  // Of one document, by the lists alone.
  std::string Expected(DocumentNumber document) const {
    std::string told;
    for (size_t group = 0; group < groups_.size(); ++group) {
      const std::vector<QueryAlternative>& alternatives =
          groups_[group].alternatives;
      const QueryAlternative* first = nullptr;
      for (size_t i = 0; i < alternatives.size(); ++i) {
        const PostingList* const list =
            of_alternatives_[group * alternatives.size() + i];
        if (list == nullptr || !list->documents.Contains(document)) continue;
        if (first == nullptr) {
          first = &alternatives[i];
          absl::StrAppend(&told, static_cast<int>(first->kind), ":",
                          groups_[group].words[0]);
        }
        if (alternatives[i].kind == first->kind) {
          absl::StrAppend(&told, ",", alternatives[i].wording);
        }
      }
      if (first != nullptr) absl::StrAppend(&told, ";");
    }
    return told;
  }

  std::mt19937 random_{GetParam()};
  std::vector<PostingList> lists_;
  std::vector<const PostingList*> of_alternatives_;
  std::vector<QueryGroup> groups_;
};

TEST_P(HitMatchesOracle, TellsOfEachWhatItMeetsAndLendsItUntilTheEnd) {
  HitMatches matches(groups_, of_alternatives_);
  std::vector<absl::Span<const GroupMatch>> of_documents;
  for (DocumentNumber document = 0; document < kDocuments; ++document) {
    of_documents.push_back(matches.Of(document));
  }
  SearchResult result;
  result.matches = matches.Take();
  const SearchResult moved = std::move(result);
  EXPECT_LT(moved.matches.size(), kDocuments / 2);
  for (DocumentNumber document = 0; document < kDocuments; ++document) {
    ASSERT_EQ(Told(of_documents[document]), Expected(document)) << document;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, HitMatchesOracle, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace localoffer
