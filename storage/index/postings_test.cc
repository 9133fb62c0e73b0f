#include "storage/index/postings.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/index/ranking.h"

namespace localoffer {
namespace {

std::vector<Posting> RandomPostings(size_t count, TermNumber terms,
                                    std::mt19937& random) {
  std::vector<Posting> postings;
  for (size_t i = 0; i < count; ++i) {
    postings.push_back({static_cast<TermNumber>(random() % terms),
                        static_cast<DocumentNumber>(i),
                        static_cast<uint16_t>(random())});
  }
  return postings;
}

// Few are sorted in another way than many, and high numbers take more digits.
TEST(SortByTerm, SortsAndLeavesThoseOfATermInOrder) {
  std::mt19937 random(7);
  for (const size_t count : {0, 1, 100, 2047, 2048, 20'000}) {
    for (const TermNumber terms :
         {1u, 50u, 3'000u, 5'000'000u, 4'000'000'000u}) {
      std::vector<Posting> sorted = RandomPostings(count, terms, random);
      std::vector<Posting> expected = sorted;
      std::stable_sort(
          expected.begin(), expected.end(),
          [](const Posting& a, const Posting& b) { return a.term < b.term; });
      SortByTerm(sorted);
      ASSERT_TRUE(std::equal(sorted.begin(), sorted.end(), expected.begin(),
                             expected.end(),
                             [](const auto& a, const auto& b) {
                               return std::tie(a.term, a.document, a.weight) ==
                                      std::tie(b.term, b.document, b.weight);
                             }))
          << count << " postings of " << terms << " terms";
    }
  }
}

TEST(Postings, AreTheSameHoweverTheyAreSpreadOverBatches) {
  constexpr TermNumber kTerms = 40;
  std::mt19937 random(3);
  Postings postings;
  for (TermNumber term = 0; term < kTerms; ++term) {
    ASSERT_EQ(postings.Intern(absl::StrCat("t", term)), term);
  }
  std::map<TermNumber, std::vector<std::pair<DocumentNumber, uint16_t>>>
      expected;
  DocumentNumber document = 0;
  for (const size_t documents : {1, 3, 500, 1, 2'000}) {
    std::vector<Posting> batch;
    for (size_t i = 0; i < documents; ++i, ++document) {
      for (TermNumber term = 0; term < kTerms; ++term) {
        if (random() % 4 != 0) continue;
        const auto weight = static_cast<uint16_t>(random());
        batch.push_back({term, document, weight});
        expected[term].emplace_back(document, weight);
      }
    }
    postings.Add(std::move(batch));
  }
  for (const auto& [term, entries] : expected) {
    const PostingList* const list = postings.Find(absl::StrCat("t", term));
    ASSERT_NE(list, nullptr);
    ASSERT_EQ(list->documents.size(), entries.size());
    ASSERT_EQ(list->weights.size(), entries.size());
    std::vector<DocumentNumber> documents;
    list->documents.ForEach([&](DocumentNumber number, size_t position) {
      EXPECT_EQ(position, documents.size());
      documents.push_back(number);
    });
    size_t telling = 0;
    uint16_t most = 0;
    for (size_t i = 0; i < entries.size(); ++i) {
      EXPECT_EQ(documents[i], entries[i].first);
      EXPECT_EQ(list->weights[i], entries[i].second);
      most = std::max(most, entries[i].second);
      if (entries[i].second < kTelling) continue;
      EXPECT_TRUE(list->telling.Contains(entries[i].first));
      ++telling;
    }
    EXPECT_EQ(list->telling.size(), telling);
    EXPECT_EQ(list->most, most);
  }
}

}  // namespace
}  // namespace localoffer
