#include "storage/index/search_index.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kBristol[] = "E06000023";
constexpr char kDevon[] = "E10000008";

Document Named(const std::string& entry_id, uint64_t sequence,
               const std::string& name, const std::string& text = "") {
  Document document;
  document.authority = kBristol;
  document.entry_id = entry_id;
  document.sequence = sequence;
  document.name = name;
  document.text = text;
  document.values = {{Property::kAuthority, kBristol, "", {}}};
  return document;
}

SearchQuery Query(const std::string& text, uint64_t bristol = 1'000) {
  SearchQuery query;
  query.text = text;
  query.instant = {{kBristol, bristol}, {kDevon, 1'000}};
  return query;
}

std::vector<std::string> Entries(const SearchResult& result) {
  std::vector<std::string> entries;
  for (const Hit& hit : result.hits) entries.push_back(hit.position.entry_id);
  return entries;
}

std::vector<std::string> Find(const SearchIndex& index,
                              const SearchQuery& query) {
  return Entries(index.Search(query));
}

TEST(SearchIndex, FindsNothingWhenEmpty) {
  const SearchResult result = SearchIndex().Search(Query(""));
  EXPECT_THAT(result.hits, IsEmpty());
  EXPECT_EQ(result.total, 0);
  EXPECT_FALSE(result.more);
  EXPECT_THAT(SearchIndex().Search(Query("words")).hits, IsEmpty());
}

std::string FillerWords(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) absl::StrAppend(&text, "filler ");
  return text;
}

TEST(SearchIndex, FindsWordsInAnyFormAndTellsWhichMatched) {
  SearchIndex index;
  index.Add(Named("a", 5, "Children's Café", "A swimming club"));
  const SearchResult result =
      index.Search(Query("Swims for CHILDREN at the cafe, unknown"));
  ASSERT_EQ(result.hits.size(), 1);
  EXPECT_EQ(result.hits[0].sequence, 5);
  EXPECT_EQ(result.hits[0].position.authority, kBristol);
  EXPECT_EQ(result.hits[0].position.name, "");
  EXPECT_GT(result.hits[0].position.rank, 0);
  std::vector<std::string> words;
  for (const GroupMatch& match : result.hits[0].matches) {
    words.insert(words.end(), match.words.begin(), match.words.end());
  }
  EXPECT_THAT(words, ElementsAre("Swims", "CHILDREN", "cafe"));
}

TEST(SearchIndex, ARevisionIsAliveFromItsChangeToTheNext) {
  SearchIndex index;
  index.Add(Named("a", 2, "Alpha"));
  index.Add(Named("a", 4, "Beta"));
  index.End(kBristol, "a", 6);
  for (const uint64_t size : {0, 1, 2, 3, 4, 5, 6, 7, 8}) {
    SCOPED_TRACE(size);
    const bool alpha = size >= 3 && size <= 4;
    const bool beta = size >= 5 && size <= 6;
    EXPECT_EQ(index.Search(Query("alpha", size)).total, alpha ? 1 : 0);
    EXPECT_EQ(index.Search(Query("beta", size)).total, beta ? 1 : 0);
    EXPECT_EQ(index.Search(Query("", size)).total, alpha || beta ? 1 : 0);
  }
}

TEST(SearchIndex, AnEntryCanComeBack) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  index.End(kBristol, "a", 1);
  index.Add(Named("a", 2, "Alpha"));
  EXPECT_EQ(index.Search(Query("alpha", 1)).total, 1);
  EXPECT_EQ(index.Search(Query("alpha", 2)).total, 0);
  EXPECT_EQ(index.Search(Query("alpha", 3)).total, 1);
}

TEST(SearchIndex, AnAuthorityThatIsNotInTheInstantHasNothing) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  SearchQuery query = Query("");
  query.instant = {{kDevon, 9}};
  EXPECT_EQ(index.Search(query).total, 0);
}

TEST(SearchIndex, EndingWhatIsNotAliveChangesNothing) {
  SearchIndex index;
  index.End(kBristol, "a", 0);
  index.Add(Named("a", 1, "Alpha"));
  index.End(kBristol, "b", 2);
  index.End(kDevon, "a", 3);
  EXPECT_THAT(Find(index, Query("alpha")), ElementsAre("a"));
  EXPECT_THAT(Find(index, Query("")), ElementsAre("a"));
}

TEST(SearchIndex, TakingInALogAgainChangesNothing) {
  SearchIndex index;
  for (int round = 0; round < 2; ++round) {
    index.Add(Named("a", 0, "Alpha"));
    index.Add(Named("a", 1, "Beta"));
    index.End(kBristol, "a", 2);
    index.Add(Named("b", 3, "Gamma"));
  }
  EXPECT_EQ(index.Search(Query("", 1)).total, 1);
  EXPECT_EQ(index.Search(Query("alpha", 1)).total, 1);
  EXPECT_THAT(Find(index, Query("")), ElementsAre("b"));
}

TEST(SearchIndex, EntriesWithAllWordsComeFirst) {
  SearchIndex index;
  index.Add(Named("one", 0, "Autism Autism Autism"));
  index.Add(Named("both", 1, "Other",
                  absl::StrCat("autism ", std::string(300, ' '), " swimming")));
  for (int i = 0; i < 20; ++i) {
    index.Add(Named(absl::StrCat("x", i), 2 + i, "Unrelated words"));
  }
  EXPECT_THAT(Find(index, Query("autism swimming")),
              ElementsAre("both", "one"));
}

TEST(SearchIndex, AWordThatNobodyHasPutsNobodyBack) {
  SearchIndex index;
  index.Add(Named("a", 0, "Autism"));
  EXPECT_EQ(index.Search(Query("autism nowhere")).hits[0].position.rank,
            index.Search(Query("autism")).hits[0].position.rank);
}

TEST(SearchIndex, AllWordsInPassingStandBehindMostOfThemInTheName) {
  SearchIndex index;
  index.Add(Named("all", 0, "Council",
                  absl::StrCat("hospice ward nights ", FillerWords(2'000))));
  index.Add(Named("most", 1, "Hospice ward"));
  for (int i = 0; i < 20; ++i) {
    index.Add(Named(absl::StrCat("x", i), 2 + i, "Nights"));
  }
  EXPECT_THAT(Find(index, Query("hospice ward nights"))[0], "most");
}

TEST(SearchIndex, RarerWordsWeighMore) {
  SearchIndex index;
  index.Add(Named("rare", 0, "Hospice service"));
  index.Add(Named("common", 1, "Support service"));
  for (int i = 0; i < 10; ++i) {
    index.Add(Named(absl::StrCat("x", i), 2 + i, "Support"));
  }
  EXPECT_EQ(Find(index, Query("hospice support"))[0], "rare");
}

TEST(SearchIndex, TheNameWeighsMoreThanTheText) {
  SearchIndex index;
  index.Add(Named("text", 0, "Club", "hospice hospice hospice hospice"));
  index.Add(Named("name", 1, "Hospice", "club"));
  EXPECT_THAT(Find(index, Query("hospice")), ElementsAre("name", "text"));
}

TEST(SearchIndex, WithoutWordsSortsByFoldedName) {
  SearchIndex index;
  index.Add(Named("4", 0, "zebra"));
  index.Add(Named("3", 1, "Élan"));
  index.Add(Named("2", 2, "apple"));
  index.Add(Named("1", 3, "Elan"));
  Document elsewhere = Named("0", 0, "ELAN");
  elsewhere.authority = kDevon;
  index.Add(elsewhere);
  EXPECT_THAT(Find(index, Query(" \n")), ElementsAre("2", "1", "3", "0", "4"));
}

TEST(SearchIndex, TextWithoutAWordFindsNothing) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  EXPECT_EQ(index.Search(Query("🙂 ?!")).total, 0);
}

TEST(SearchIndex, StatusesThatAreNoUseAreLeftOutUnlessAskedFor) {
  SearchIndex index;
  for (int status = 0; status <= 4; ++status) {
    Document document = Named(absl::StrCat(status), status, "Alpha");
    if (status > 0) {
      document.values.push_back(
          {Property::kStatus,
           v1::ServiceStatus_Name(static_cast<v1::ServiceStatus>(status)),
           "",
           {}});
    }
    index.Add(document);
  }
  SearchQuery query = Query("alpha");
  EXPECT_THAT(Find(index, query), UnorderedElementsAre("0", "1", "4"));
  query.statuses = {v1::SERVICE_STATUS_INACTIVE,
                    v1::SERVICE_STATUS_UNSPECIFIED};
  EXPECT_THAT(Find(index, query), UnorderedElementsAre("0", "2"));
  query.statuses = {static_cast<v1::ServiceStatus>(99)};
  EXPECT_THAT(Find(index, query), IsEmpty());
}

TEST(SearchIndex, AgesOverlapAtTheirEnds) {
  SearchIndex index;
  Document document = Named("a", 0, "Alpha");
  document.minimum_age = 5;
  document.maximum_age = 11;
  index.Add(document);
  index.Add(Named("any", 1, "Beta"));
  const auto find = [&](absl::optional<double> from,
                        absl::optional<double> to) {
    SearchQuery query = Query("");
    query.minimum_age = from;
    query.maximum_age = to;
    return Find(index, query);
  };
  EXPECT_THAT(find(absl::nullopt, absl::nullopt), ElementsAre("a", "any"));
  EXPECT_THAT(find(11, absl::nullopt), ElementsAre("a", "any"));
  EXPECT_THAT(find(11.5, absl::nullopt), ElementsAre("any"));
  EXPECT_THAT(find(absl::nullopt, 5), ElementsAre("a", "any"));
  EXPECT_THAT(find(absl::nullopt, 4.9), ElementsAre("any"));
  EXPECT_THAT(find(6, 7), ElementsAre("a", "any"));
  EXPECT_THAT(find(0, 25), ElementsAre("a", "any"));
}

TEST(SearchIndex, UnknownAuthoritiesHaveNoEntries) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  SearchQuery query = Query("");
  query.values = {{Property::kAuthority, {"E99999999"}}};
  EXPECT_THAT(Find(index, query), IsEmpty());
  query.values = {{Property::kAuthority, {"E99999999", kBristol}}};
  EXPECT_THAT(Find(index, query), ElementsAre("a"));
}

TEST(SearchIndex, ALimitOfNoneGivesTheTotal) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  SearchQuery query = Query("alpha");
  query.limit = 0;
  const SearchResult result = index.Search(query);
  EXPECT_THAT(result.hits, IsEmpty());
  EXPECT_EQ(result.total, 1);
  EXPECT_TRUE(result.more);
}

TEST(SearchIndex, OnlyTheFirstWordsOfATextCount) {
  SearchIndex index;
  std::string text;
  for (int i = 0; i < 20'000; ++i) absl::StrAppend(&text, "filler ");
  index.Add(Named("a", 0, "Alpha", absl::StrCat(text, "beyond")));
  index.Add(Named("b", 1, "Alpha", absl::StrCat("within ", text)));
  EXPECT_EQ(index.Search(Query("beyond")).total, 0);
  EXPECT_EQ(index.Search(Query("within")).total, 1);
}

TEST(SearchIndex, TellsWhyAPlaceIsServed) {
  SearchIndex index;
  Document named = Named("named", 0, "Alpha");
  named.values.push_back({Property::kArea, "E92000001", "", {}});
  named.values.push_back({Property::kArea, kBristol, "", {}});
  index.Add(named);
  Document assumed = Named("assumed", 1, "Beta");
  assumed.values.push_back({Property::kAssumedArea, kBristol, "", {}});
  index.Add(assumed);
  Document drawn = Named("drawn", 2, "Gamma");
  drawn.shapes.push_back(
      *geography::Shape::Circle({51.45, -2.59}, /*radius_meters=*/5'000));
  index.Add(drawn);
  Document other = Named("other", 3, "Delta");
  other.values.push_back({Property::kArea, kDevon, "", {}});
  index.Add(other);
  Document possible = Named("possible", 4, "Epsilon");
  possible.values.push_back({Property::kArea, "outcode:BS1", "", {}});
  index.Add(possible);
  SearchQuery query = Query("");
  query.serves =
      ServesCondition{{51.46, -2.58}, {kBristol, "E92000001"}, {"outcode:BS1"}};
  const SearchResult result = index.Search(query);
  EXPECT_THAT(Entries(result),
              ElementsAre("named", "assumed", "possible", "drawn"));
  EXPECT_EQ(result.hits[0].served_area->basis, ServedArea::Basis::kNamed);
  EXPECT_EQ(result.hits[0].served_area->area, kBristol);
  EXPECT_EQ(result.hits[1].served_area->basis, ServedArea::Basis::kAssumed);
  EXPECT_EQ(result.hits[2].served_area->basis, ServedArea::Basis::kPossible);
  EXPECT_EQ(result.hits[2].served_area->area, "outcode:BS1");
  EXPECT_EQ(result.hits[3].served_area->basis, ServedArea::Basis::kShape);
}

TEST(SearchIndex, CountsWhatChoosingAnotherValueWouldShow) {
  SearchIndex index;
  for (const char* cost : {"free", "free", "paid"}) {
    static int number = 0;
    Document document = Named(absl::StrCat(number), number, "Alpha");
    ++number;
    document.values.push_back({Property::kCost, cost, "", {}});
    index.Add(document);
  }
  SearchQuery query = Query("alpha");
  query.values = {{Property::kCost, {"paid"}}};
  query.facets = {Property::kCost, Property::kAuthority};
  const SearchResult result = index.Search(query);
  EXPECT_EQ(result.total, 1);
  ASSERT_EQ(result.facets.size(), 2);
  ASSERT_EQ(result.facets[0].size(), 2);
  EXPECT_EQ(result.facets[0][0].value, "free");
  EXPECT_EQ(result.facets[0][0].count, 2);
  EXPECT_EQ(result.facets[0][1].count, 1);
  ASSERT_EQ(result.facets[1].size(), 1);
  EXPECT_EQ(result.facets[1][0].count, 1);
}

TEST(SearchIndex, IsTheSameOnceRestored) {
  SearchIndex index;
  std::vector<IndexUpdate> updates;
  for (int i = 0; i < 40; ++i) {
    Document document =
        Named(absl::StrCat(i % 30), i, absl::StrCat("Name", i % 5, " respite"),
              absl::StrCat("text", i % 7));
    document.values.push_back(
        {Property::kTaxonomyTerm, absl::StrCat(i % 4), "Term", {}});
    document.locations.push_back({51.0 + i * 0.01, -2.5});
    document.shapes.push_back(*geography::Shape::Circle({51.5, -2.5}, 9'000));
    updates.push_back(*index.Add(document));
  }
  updates.push_back(*index.End(kBristol, "7", 40));
  SearchIndex restored;
  for (const IndexUpdate& update : updates) {
    for (const IndexName& name : update.names) {
      ASSERT_TRUE(restored.Restore(name).ok());
    }
  }
  for (const IndexUpdate& update : updates) {
    const auto record =
        DecodeRecord(update.record.authority, update.record.sequence,
                     EncodeRecord(update.record));
    ASSERT_TRUE(record.ok()) << record.status();
    ASSERT_TRUE(restored.Restore(BatchOf({*record})).ok());
  }
  restored.FinishRestoring();
  EXPECT_EQ(restored.LogSize(kBristol), 41);
  for (const char* text : {"", "name3 text2", "short breaks", "Nmae4"}) {
    for (const uint64_t size : {5, 35, 41}) {
      SearchQuery query = Query(text, size);
      query.limit = 100;
      query.near = NearCondition{{51.2, -2.5}, 20'000};
      query.facets = {Property::kTaxonomyTerm};
      const SearchResult a = index.Search(query);
      const SearchResult b = restored.Search(query);
      EXPECT_EQ(Entries(a), Entries(b)) << text;
      EXPECT_EQ(a.total, b.total);
      ASSERT_EQ(a.facets[0].size(), b.facets[0].size());
    }
  }
  EXPECT_EQ(index.Suggest("nam", 5).size(), restored.Suggest("nam", 5).size());
}

TEST(SearchIndex, RefusesToBeRestoredFromPieces) {
  SearchIndex index;
  const IndexUpdate update = *index.Add(Named("a", 0, "Alpha beta"));
  ASSERT_GT(update.names.size(), 2);
  SearchIndex restored;
  EXPECT_FALSE(restored.Restore(update.names[1]).ok() &&
               restored.Restore(BatchOf({update.record})).ok());
  SearchIndex nameless;
  EXPECT_FALSE(nameless.Restore(BatchOf({update.record})).ok());
  IndexName unknown = update.names[0];
  unknown.kind = static_cast<NameKind>(7);
  EXPECT_FALSE(nameless.Restore(unknown).ok());
}

// A search at an instant sees whole changes, and the same ones, while a
// writer goes on.
TEST(SearchIndex, SearchesBesideAWriterSeeTheirInstant) {
  constexpr uint64_t kBefore = 200;
  constexpr uint64_t kAfter = 2'000;
  SearchIndex index;
  for (uint64_t i = 0; i < kBefore; ++i) {
    index.Add(Named(absl::StrCat(i), i, absl::StrCat("Alpha name", i % 7)));
  }
  const SearchResult expected = index.Search(Query("alpha name3", kBefore));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      do {
        const SearchResult found = index.Search(Query("alpha name3", kBefore));
        if (found.total != expected.total ||
            Entries(found) != Entries(expected)) {
          ++wrong;
        }
        // Each change ends one revision as it makes the next.
        if (index.Search(Query("", kAfter * 2)).total != kBefore) ++wrong;
      } while (!done);
    });
  }
  for (uint64_t i = kBefore; i < kAfter; ++i) {
    index.Add(Named(absl::StrCat(i % kBefore), i, "Alpha name3 later"));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace localoffer
