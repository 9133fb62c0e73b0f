// The search index against one that looks at every revision.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"

namespace localoffer {
namespace {

constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
const char* const kAuthorities[] = {"E06000001", "E06000002", "E06000003",
                                    "E06000004"};

struct Revision {
  Document document;
  uint64_t end = kNever;
};

std::vector<std::string> Words(const std::string& text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

// Answers by the definitions in the headers, from a list of revisions. Its
// words are those between spaces.
class PlainSearch {
 public:
  void Add(const Document& document) {
    End(document.authority, document.entry_id, document.sequence);
    revisions_.push_back({document});
  }

  void End(const std::string& authority, const std::string& entry_id,
           uint64_t sequence) {
    for (Revision& revision : revisions_) {
      if (revision.document.authority == authority &&
          revision.document.entry_id == entry_id && revision.end == kNever) {
        revision.end = sequence;
      }
    }
  }

  // All hits, in order.
  std::vector<Hit> Search(const SearchQuery& query) const {
    const std::vector<const Document*> alive = Alive(query.instant);
    std::vector<std::string> asked;
    for (const std::string& word : Words(query.text)) {
      if (std::count(asked.begin(), asked.end(), word) == 0) {
        asked.push_back(word);
      }
    }
    std::map<std::string, double> rarities;
    for (const std::string& word : asked) {
      double having = 0;
      for (const Document* document : alive) having += Has(*document, word);
      if (having == 0) continue;
      rarities[word] =
          std::log(1 + (alive.size() - having + 0.5) / (having + 0.5));
    }
    std::vector<Hit> hits;
    for (const Document* document : alive) {
      if (!Passes(query, *document)) continue;
      Hit hit;
      hit.position.authority = document->authority;
      hit.position.entry_id = document->entry_id;
      hit.sequence = document->sequence;
      if (asked.empty()) {
        hit.position.name = document->name;
      } else {
        hit.position.score =
            Score(rarities, asked, *document, hit.matched_words);
        if (hit.matched_words.empty()) continue;
      }
      hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return std::make_tuple(-a.position.score, a.position.name,
                             a.position.authority, a.position.entry_id) <
             std::make_tuple(-b.position.score, b.position.name,
                             b.position.authority, b.position.entry_id);
    });
    return hits;
  }

 private:
  static std::vector<std::string> Texts(const Document& document) {
    return {document.name, document.provider, document.keywords, document.place,
            document.text};
  }

  static bool Has(const Document& document, const std::string& word) {
    const std::vector<std::string> words =
        Words(absl::StrJoin(Texts(document), " "));
    return std::count(words.begin(), words.end(), word) > 0;
  }

  std::vector<const Document*> Alive(const Instant& instant) const {
    std::vector<const Document*> alive;
    for (const Revision& revision : revisions_) {
      const auto found = instant.find(revision.document.authority);
      const uint64_t size = found == instant.end() ? 0 : found->second;
      if (revision.document.sequence < size &&
          (revision.end == kNever || revision.end >= size)) {
        alive.push_back(&revision.document);
      }
    }
    return alive;
  }

  static bool Passes(const SearchQuery& query, const Document& document) {
    const std::set<std::string> authorities(query.authorities.begin(),
                                            query.authorities.end());
    if (!authorities.empty() && authorities.count(document.authority) == 0) {
      return false;
    }
    std::set<int> statuses(query.statuses.begin(), query.statuses.end());
    if (statuses.empty()) statuses = {0, 1, 4};
    if (statuses.count(document.status) == 0) return false;
    if (query.minimum_age.has_value() && document.maximum_age.has_value() &&
        *document.maximum_age < *query.minimum_age) {
      return false;
    }
    return !query.maximum_age.has_value() ||
           !document.minimum_age.has_value() ||
           *document.minimum_age <= *query.maximum_age;
  }

  static double Weight(const Document& document, const std::string& word) {
    const double boosts[] = {8, 3, 4, 3, 1};
    const double penalties[] = {0.4, 0.4, 0.3, 0.3, 0.5};
    const double typical[] = {5, 5, 12, 12, 130};
    const std::vector<std::string> texts = Texts(document);
    double sum = 0;
    for (int field = 0; field < 5; ++field) {
      const std::vector<std::string> words = Words(texts[field]);
      const double count = std::count(words.begin(), words.end(), word);
      sum += boosts[field] * count /
             (1 - penalties[field] +
              penalties[field] * words.size() / typical[field]);
    }
    return std::round(sum / (1.2 + sum) * 65535) / 65535;
  }

  static double Score(const std::map<std::string, double>& rarities,
                      const std::vector<std::string>& asked,
                      const Document& document,
                      std::vector<std::string>& matched) {
    double known = 0;
    double covered = 0;
    double sum = 0;
    for (const std::string& word : asked) {
      const auto rarity = rarities.find(word);
      if (rarity == rarities.end()) continue;
      known += rarity->second;
      if (!Has(document, word)) continue;
      matched.push_back(word);
      covered += rarity->second;
      sum += rarity->second * Weight(document, word);
    }
    if (matched.size() == rarities.size()) return 1 + sum / known;
    return sum / known * covered / known;
  }

  std::vector<Revision> revisions_;
};

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
