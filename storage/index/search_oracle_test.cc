// The search index against one that looks at every revision.
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "storage/index/plain_search.h"
#include "storage/index/search_index.h"

namespace localoffer {
namespace {

using plain_search::PlainSearch;

const char* const kAuthorities[] = {"E06000001", "E06000002", "E06000003",
                                    "E06000004"};

// Random documents, edits and withdrawals, given to both.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) {}

  void Grow(int changes) {
    for (int i = 0; i < changes; ++i) Change();
  }

  Instant RandomInstant() {
    Instant instant;
    for (const char* authority : kAuthorities) {
      const uint64_t size = sizes_[authority];
      switch (Random(4)) {
        case 0:
          break;
        case 1:
          instant[authority] = Random(size + 2);
          break;
        default:
          instant[authority] = size + Random(2);
      }
    }
    return instant;
  }

  Instant Present() const { return Instant(sizes_.begin(), sizes_.end()); }

  SearchQuery RandomQuery(const Instant& instant) {
    SearchQuery query;
    query.instant = instant;
    query.limit = std::numeric_limits<size_t>::max();
    if (Random(5) != 0) query.text = RandomText(1 + Random(4));
    for (int i = Random(3); i > 0; --i) {
      query.authorities.push_back(kAuthorities[Random(4)]);
    }
    for (int i = Random(3); i > 0; --i) {
      query.statuses.push_back(static_cast<v1::ServiceStatus>(Random(5)));
    }
    query.minimum_age = RandomAge();
    query.maximum_age = RandomAge();
    return query;
  }

  const SearchIndex& index() const { return index_; }
  // Taken in authority after authority.
  const SearchIndex& Reordered() {
    for (const char* authority :
         {kAuthorities[2], kAuthorities[0], kAuthorities[3], kAuthorities[1]}) {
      for (const auto& [document, ended] : changes_) {
        if (document.authority != authority) continue;
        ended ? reordered_.End(authority, document.entry_id, document.sequence)
              : reordered_.Add(document);
      }
    }
    return reordered_;
  }
  const PlainSearch& plain() const { return plain_; }

 private:
  uint64_t Random(uint64_t below) { return random_() % below; }

  // Low numbers are common words. None is changed by the stemmer.
  std::string RandomText(int words) {
    std::vector<std::string> text;
    for (int i = 0; i < words; ++i) {
      text.push_back(absl::StrCat("w", Random(1 + Random(30))));
    }
    return absl::StrJoin(text, " ");
  }

  absl::optional<double> RandomAge() {
    if (Random(2) == 0) return absl::nullopt;
    return Random(50) / 2.0;
  }

  void Change() {
    Document document;
    document.authority = kAuthorities[Random(4)];
    // The same ids in all authorities: ties between them.
    document.entry_id = absl::StrCat("e", Random(25));
    uint64_t& size = sizes_[document.authority];
    // Changes of other kinds lie between.
    document.sequence = size + Random(3);
    size = document.sequence + 1;
    const bool ends = Random(5) == 0;
    if (ends) {
      index_.End(document.authority, document.entry_id, document.sequence);
      plain_.End(document.authority, document.entry_id, document.sequence);
    } else {
      document.name = RandomText(1 + Random(3));
      document.provider = RandomText(Random(3));
      document.keywords = RandomText(Random(3));
      document.place = RandomText(Random(3));
      document.text = RandomText(Random(20));
      document.status = static_cast<v1::ServiceStatus>(Random(5));
      document.minimum_age = RandomAge();
      document.maximum_age = RandomAge();
      index_.Add(document);
      plain_.Add(document);
    }
    changes_.emplace_back(document, ends);
  }

  std::mt19937 random_;
  std::map<std::string, uint64_t> sizes_;
  SearchIndex index_;
  SearchIndex reordered_;
  PlainSearch plain_;
  std::vector<std::pair<Document, bool>> changes_;
};

void ExpectSameHits(const std::vector<Hit>& found,
                    const std::vector<Hit>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    SCOPED_TRACE(i);
    ASSERT_EQ(found[i].position.authority, expected[i].position.authority);
    ASSERT_EQ(found[i].position.entry_id, expected[i].position.entry_id);
    ASSERT_EQ(found[i].position.name, expected[i].position.name);
    ASSERT_NEAR(found[i].position.score, expected[i].position.score, 1e-9);
    ASSERT_EQ(found[i].sequence, expected[i].sequence);
    ASSERT_EQ(found[i].matched_words, expected[i].matched_words);
  }
}

void ExpectIdentical(const SearchResult& a, const SearchResult& b) {
  ExpectSameHits(a.hits, b.hits);
  EXPECT_EQ(a.total, b.total);
  for (size_t i = 0; i < a.hits.size(); ++i) {
    EXPECT_EQ(a.hits[i].position.score, b.hits[i].position.score);
  }
}

// The hits of all pages, one after the other.
std::vector<Hit> AllPages(const SearchIndex& index, SearchQuery query,
                          size_t page_size, size_t total) {
  query.limit = page_size;
  std::vector<Hit> hits;
  for (;;) {
    const SearchResult page = index.Search(query);
    EXPECT_EQ(page.total, total);
    hits.insert(hits.end(), page.hits.begin(), page.hits.end());
    EXPECT_EQ(page.more, hits.size() < total);
    if (!page.more || page.hits.size() != page_size) return hits;
    query.after = page.hits.back().position;
  }
}

class SearchOracle : public ::testing::TestWithParam<unsigned> {};

TEST_P(SearchOracle, FindsWhatALookAtEveryRevisionFinds) {
  History history(GetParam());
  size_t hits = 0;
  for (int round = 0; round < 12; ++round) {
    history.Grow(40);
    for (int i = 0; i < 20; ++i) {
      const SearchQuery query = history.RandomQuery(
          i % 2 == 0 ? history.RandomInstant() : history.Present());
      SCOPED_TRACE(query.text);
      const SearchResult result = history.index().Search(query);
      EXPECT_EQ(result.total, result.hits.size());
      EXPECT_FALSE(result.more);
      ASSERT_NO_FATAL_FAILURE(
          ExpectSameHits(result.hits, history.plain().Search(query)));
      hits += result.total;
    }
  }
  EXPECT_GT(hits, 1'000);
}

TEST_P(SearchOracle, PagesOfAnySizeGiveEachHitOnceInOrder) {
  History history(GetParam());
  history.Grow(300);
  for (int i = 0; i < 12; ++i) {
    const SearchQuery query = history.RandomQuery(history.RandomInstant());
    const SearchResult all = history.index().Search(query);
    for (const size_t page_size : {1, 2, 16, 1'000}) {
      SCOPED_TRACE(page_size);
      ASSERT_NO_FATAL_FAILURE(ExpectSameHits(
          AllPages(history.index(), query, page_size, all.total), all.hits));
    }
  }
}

TEST_P(SearchOracle, WhatIsPublishedLaterChangesNoAnswer) {
  History history(GetParam());
  history.Grow(150);
  std::vector<SearchQuery> queries;
  std::vector<SearchResult> answers;
  for (int i = 0; i < 20; ++i) {
    queries.push_back(history.RandomQuery(history.Present()));
    answers.push_back(history.index().Search(queries.back()));
  }
  history.Grow(300);
  for (size_t i = 0; i < queries.size(); ++i) {
    ExpectIdentical(history.index().Search(queries[i]), answers[i]);
  }
}

TEST_P(SearchOracle, TheOrderOfAuthoritiesDoesNotShow) {
  History history(GetParam());
  history.Grow(300);
  const SearchIndex& reordered = history.Reordered();
  for (int i = 0; i < 20; ++i) {
    const SearchQuery query = history.RandomQuery(history.RandomInstant());
    ExpectIdentical(reordered.Search(query), history.index().Search(query));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SearchOracle, ::testing::Values(1, 2, 3, 4));

// More documents than are scored at a time, most of them of no match.
TEST(SearchOracleAtSize, StretchesOfDocumentsJoin) {
  SearchIndex index;
  PlainSearch plain;
  for (uint64_t i = 0; i < 3'000; ++i) {
    Document document;
    document.authority = kAuthorities[0];
    document.entry_id = absl::StrCat("e", i);
    document.sequence = i;
    document.name = i % 1'023 == 0 ? "w1 w2" : i % 500 == 0 ? "w2" : "w3";
    index.Add(document);
    plain.Add(document);
  }
  SearchQuery query;
  query.text = "w1 w2";
  query.limit = 100;
  query.instant = {{kAuthorities[0], 3'000}};
  const SearchResult result = index.Search(query);
  EXPECT_EQ(result.total, 8);
  ASSERT_NO_FATAL_FAILURE(ExpectSameHits(result.hits, plain.Search(query)));
}

}  // namespace
}  // namespace localoffer
