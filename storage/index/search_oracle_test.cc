// The search index against one that looks at every revision.
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
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
  explicit History(unsigned seed)
      : random_(seed),
        index_(Thesaurus::BuiltIn()),
        reordered_(Thesaurus::BuiltIn()),
        plain_(Thesaurus::BuiltIn()) {}

  void Grow(int changes) {
    AddStrangers(Random(3) * 700);
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
    if (Random(3) == 0) query.text += " " + TypingError();
    if (Random(6) == 0) query.text += " respite";
    for (const Property property :
         {Property::kAuthority, Property::kLanguage, Property::kTaxonomyTerm}) {
      if (Random(4) != 0) continue;
      query.values.push_back({property, {RandomValue(property)}});
      if (Random(2) == 0) {
        query.values.back().values.push_back(RandomValue(property));
      } else if (Random(4) == 0) {
        query.values.back().values.clear();
      }
    }
    if (Random(3) == 0) {
      query.facets = {Property::kLanguage, Property::kAuthority,
                      Property::kTaxonomyTerm, Property::kStatus};
    }
    RandomConditions(query);
    for (int i = Random(3); i > 0; --i) {
      query.statuses.push_back(static_cast<v1::ServiceStatus>(Random(5)));
    }
    query.minimum_age = RandomAge();
    query.maximum_age = RandomAge();
    return query;
  }

  // What both have to answer to a query.
  SearchResult Expected(const SearchQuery& query) {
    std::vector<QueryGroup> groups;
    if (!query.text.empty()) {
      Analyzer analyzer(Thesaurus::BuiltIn());
      WordTable words;
      plain_.AddWordsTo(words);
      const auto count = [&](absl::string_view term) {
        return plain_.CountAt(*query.instant, term);
      };
      groups = ReadQuery(query.text, Vocabulary{count, words}, analyzer);
    }
    return plain_.Search(query, query.text.empty() ? nullptr : &groups);
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

 private:
  uint64_t Random(uint64_t below) { return random_() % below; }

  // Documents of an authority of which no instant has anything: what is alive
  // is in few lines of a set, with others between.
  void AddStrangers(uint64_t count) {
    std::vector<IndexChange> changes;
    for (uint64_t i = 0; i < count; ++i) {
      Document document;
      document.authority = "E06000009";
      document.sequence = strangers_++;
      document.entry_id = absl::StrCat(document.sequence);
      changes.push_back(index_.Read(std::move(document)));
    }
    index_.Apply(changes);
  }

  // Low numbers are common words. None is changed by the stemmer, and each is
  // one typing error away from the others.
  static std::string Word(uint64_t number) {
    std::string word = "zub..k";
    word[3] = static_cast<char>('a' + number % 6);
    word[4] = static_cast<char>('a' + number / 6);
    return word;
  }

  std::string RandomText(int words) {
    std::vector<std::string> text;
    for (int i = 0; i < words; ++i) {
      text.push_back(Word(Random(1 + Random(30))));
    }
    return absl::StrJoin(text, " ");
  }

  // No document has it.
  std::string TypingError() {
    std::string word = Word(Random(30));
    word.back() = 'x';
    return word;
  }

  // In several spellings.
  std::string RandomName() {
    return absl::StrCat(Random(3) == 0 ? "V" : "v", Random(3) == 0 ? " " : "",
                        Random(4));
  }

  std::string RandomValue(Property property) {
    if (property == Property::kAuthority) return kAuthorities[Random(4)];
    if (property == Property::kTaxonomyTerm && Random(4) == 0) {
      return absl::StrCat("10", Random(4));
    }
    return RandomName();
  }

  // The first two names have one code, the third two, the last none.
  std::string CodeOf(const std::string& name) {
    switch (name.back()) {
      case '2':
        return absl::StrCat("10", 2 + Random(2));
      case '3':
        return name;
      default:
        return absl::StrCat("10", name.substr(name.size() - 1));
    }
  }

  geography::Point RandomPoint() {
    return {51 + Random(1000) / 500.0, -3 + Random(1000) / 500.0};
  }

  // Some changes of some logs, whatever they made.
  Revisions RandomRevisions() {
    Revisions revisions;
    for (const auto& [authority, size] : sizes_) {
      if (Random(4) == 0) continue;
      std::vector<uint64_t>& sequences = revisions[authority];
      for (uint64_t sequence = 0; sequence < size; ++sequence) {
        if (Random(2) == 0) sequences.push_back(sequence);
      }
    }
    return revisions;
  }

  DayNumber RandomDay() { return static_cast<DayNumber>(Random(40)); }

  void RandomConditions(SearchQuery& query) {
    if (Random(4) == 0) {
      query.serves =
          ServesCondition{RandomPoint(), {absl::StrCat("a", Random(5)), "a9"}};
      if (Random(2) == 0) query.serves->possible_areas = {"a10", "a11"};
    }
    query.order = static_cast<SearchOrder>(Random(5));
    if (Random(4) == 0 || query.order == SearchOrder::kDistance) {
      query.near = NearCondition{RandomPoint(), 1.0 + Random(150'000)};
    }
    for (int times = Random(6) == 0 ? 1 + Random(3) : 0; times > 0; --times) {
      const auto begin = static_cast<uint16_t>(Random(kMinutesOfDay - 61));
      const auto end = static_cast<uint16_t>(begin + 1 + Random(60));
      query.open_at.push_back(
          {RandomDay(), begin, end, /*is_every_week=*/Random(2) == 0});
    }
    if (Random(6) == 0) query.assured_since = Random(40);
    if (Random(6) == 0) query.changed_since = RandomInstant();
    if (Random(6) == 0) query.among = RandomRevisions();
  }

  void RandomProperties(Document& document) {
    document.values.push_back(
        {Property::kAuthority, document.authority, "", {}});
    if (const int status = Random(5); status > 0) {
      document.values.push_back(
          {Property::kStatus,
           v1::ServiceStatus_Name(static_cast<v1::ServiceStatus>(status)),
           "",
           {}});
    }
    for (const Property property :
         {Property::kLanguage, Property::kTaxonomyTerm}) {
      for (int i = Random(3); i > 0; --i) {
        PropertyValue value = {property, RandomValue(property), "", {}};
        if (property == Property::kTaxonomyTerm) {
          value.title = RandomName();
          value.value = Random(2) == 0 ? CodeOf(value.title) : value.title;
        }
        if (absl::c_linear_search(document.values, value)) break;  // each once
        document.values.push_back(value);
      }
    }
    document.values.push_back(
        {Random(3) == 0 ? Property::kAssumedArea : Property::kArea,
         absl::StrCat("a", Random(12)),
         "",
         {}});
    for (int i = Random(3); i > 0; --i) {
      document.locations.push_back(RandomPoint());
    }
    if (Random(4) == 0) {
      document.shapes.push_back(
          *geography::Shape::Circle(RandomPoint(), 1'000.0 + Random(80'000)));
    }
    if (Random(2) == 0) {
      OpeningTime& time = document.opening_hours.emplace_back();
      time.begin = static_cast<uint16_t>(Random(kMinutesOfWeek));
      time.end = static_cast<uint16_t>(time.begin + 1 + Random(600));
      if (Random(3) == 0) time.first_day = RandomDay();
      if (Random(3) == 0) time.last_day = RandomDay();
      if (Random(3) == 0) {
        time.interval = 2;
        time.anchor = WeekdayOf(0) - time.begin / kMinutesOfDay;
      }
    }
    document.assured_day = Random(40);
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
      if (Random(8) == 0) document.text += " short breaks";
      RandomProperties(document);
      document.minimum_age = RandomAge();
      document.maximum_age = RandomAge();
      index_.Add(document);
      plain_.Add(document);
    }
    changes_.emplace_back(document, ends);
  }

  std::mt19937 random_;
  std::map<std::string, uint64_t> sizes_;
  uint64_t strangers_ = 0;
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
    ASSERT_NEAR(found[i].position.rank, expected[i].position.rank, 1e-4);
    ASSERT_NEAR(found[i].score, expected[i].score, 1e-9);
    ASSERT_EQ(found[i].sequence, expected[i].sequence);
    ASSERT_EQ(found[i].distance_meters.has_value(),
              expected[i].distance_meters.has_value());
  }
}

void ExpectSameFacets(const SearchResult& found, const SearchResult& expected) {
  ASSERT_EQ(found.facets.size(), expected.facets.size());
  for (size_t facet = 0; facet < found.facets.size(); ++facet) {
    SCOPED_TRACE(facet);
    ASSERT_EQ(found.facets[facet].size(), expected.facets[facet].size());
    for (size_t i = 0; i < found.facets[facet].size(); ++i) {
      EXPECT_EQ(found.facets[facet][i].value, expected.facets[facet][i].value);
      EXPECT_EQ(found.facets[facet][i].title, expected.facets[facet][i].title);
      EXPECT_EQ(found.facets[facet][i].count, expected.facets[facet][i].count);
    }
  }
}

void ExpectIdentical(const SearchResult& a, const SearchResult& b) {
  ExpectSameHits(a.hits, b.hits);
  ExpectSameFacets(a, b);
  EXPECT_EQ(a.total, b.total);
  for (size_t i = 0; i < a.hits.size(); ++i) {
    EXPECT_EQ(a.hits[i].position.rank, b.hits[i].position.rank);
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

// The same, each page asked for by how many hits stand before it.
std::vector<Hit> AllNumberedPages(const SearchIndex& index, SearchQuery query,
                                  size_t page_size, size_t total) {
  query.limit = page_size;
  std::vector<Hit> hits;
  do {
    query.skip = hits.size();
    const SearchResult page = index.Search(query);
    EXPECT_EQ(page.total, total);
    hits.insert(hits.end(), page.hits.begin(), page.hits.end());
    EXPECT_EQ(page.more, hits.size() < total);
  } while (hits.size() < total && hits.size() > query.skip);
  query.skip = total + page_size;
  EXPECT_TRUE(index.Search(query).hits.empty());
  return hits;
}

class SearchOracle : public ::testing::TestWithParam<unsigned> {};

TEST_P(SearchOracle, FindsWhatALookAtEveryRevisionFinds) {
  History history(GetParam());
  size_t hits = 0;
  for (int round = 0; round < 12; ++round) {
    history.Grow(40);
    for (int i = 0; i < 60; ++i) {
      const SearchQuery query = history.RandomQuery(
          i % 2 == 0 ? history.RandomInstant() : history.Present());
      SCOPED_TRACE(query.text);
      const SearchResult result = history.index().Search(query);
      EXPECT_EQ(result.total, result.hits.size());
      EXPECT_FALSE(result.more);
      const SearchResult expected = history.Expected(query);
      ASSERT_NO_FATAL_FAILURE(ExpectSameHits(result.hits, expected.hits));
      ASSERT_NO_FATAL_FAILURE(ExpectSameFacets(result, expected));
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
      ASSERT_NO_FATAL_FAILURE(ExpectSameHits(
          AllNumberedPages(history.index(), query, page_size, all.total),
          all.hits));
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
  PlainSearch plain(Thesaurus::BuiltIn());
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
  query.instant = Instant{{kAuthorities[0], 3'000}};
  const SearchResult result = index.Search(query);
  EXPECT_EQ(result.total, 8);
  std::vector<QueryGroup> groups;
  for (const char* word : {"w1", "w2"}) {
    groups.push_back({{{word, 1, AlternativeKind::kWord, word}}, {word}, 1});
  }
  ASSERT_NO_FATAL_FAILURE(
      ExpectSameHits(result.hits, plain.Search(query, &groups).hits));
}

}  // namespace
}  // namespace localoffer
