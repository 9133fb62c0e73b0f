#include "storage/index/search_index.h"

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/testing_documents.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(SearchIndex, FindsNothingWhenEmpty) {
  const SearchResult result = SearchIndex().Search(Query(""));
  EXPECT_THAT(result.hits, IsEmpty());
  EXPECT_EQ(result.total, 0);
  EXPECT_FALSE(result.more);
  EXPECT_THAT(SearchIndex().Search(Query("words")).hits, IsEmpty());
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

TEST(SearchIndex, TellsOfWhatMatchedWhatTheDocumentHas) {
  SearchIndex index;
  index.Add(Named("a", 1, "Stammering"));
  index.Add(Named("b", 2, "Day of speeches"));
  const SearchResult result = index.Search(Query("speech therapy"));
  ASSERT_EQ(result.hits.size(), 2);
  // What it is about, by another name than its own; no word of it is told.
  ASSERT_EQ(result.hits[0].position.entry_id, "a");
  ASSERT_EQ(result.hits[0].matches.size(), 1);
  EXPECT_EQ(result.hits[0].matches[0].kind, AlternativeKind::kConcept);
  EXPECT_THAT(result.hits[0].matches[0].wordings,
              ElementsAre("speech and language therapy"));
  // Of a phrase the words that are there, and not the others.
  ASSERT_EQ(result.hits[1].matches.size(), 1);
  EXPECT_EQ(result.hits[1].matches[0].kind, AlternativeKind::kWord);
  EXPECT_THAT(result.hits[1].matches[0].wordings, ElementsAre("speech"));
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

TEST(SearchIndex, EveryChangeShowsAtTheInstantsThatSeeIt) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  EXPECT_THAT(Find(index, Query("alpha")), ElementsAre("a"));
  index.Add(Named("b", 1, "Alpha"));
  EXPECT_THAT(Find(index, Query("alpha")), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(Find(index, Query("alpha", 1)), ElementsAre("a"));
  index.End(kBristol, "a", 2);
  EXPECT_THAT(Find(index, Query("alpha")), ElementsAre("b"));
  EXPECT_TRUE(index.Erase(kBristol, 1));
  EXPECT_THAT(Find(index, Query("alpha")), IsEmpty());
  EXPECT_THAT(Find(index, Query("alpha", 2)), ElementsAre("a"));
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
  query.instant = Instant{{kDevon, 9}};
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

TEST(SearchIndex, TextWithoutAWordFindsNothing) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  EXPECT_EQ(index.Search(Query("🙂 ?!")).total, 0);
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

// However many changes are restored at once, and whichever come first.
TEST(SearchIndex, IsTheSameOnceRestored) {
  const std::string england = "E92000001";
  SearchIndex index;
  std::vector<IndexUpdate> updates;
  for (int i = 0; i < 40; ++i) {
    Document document =
        Named(absl::StrCat(i % 30), i, absl::StrCat("Name", i % 5, " respite"),
              absl::StrCat("text", i % 7));
    document.values.push_back(
        {Property::kTaxonomyTerm, absl::StrCat(i % 4), "Term", {}});
    if (i % 3 == 1) {
      document.values.push_back({Property::kArea, england, "", {}});
    }
    document.locations.push_back({51.0 + i * 0.01, -2.5});
    document.shapes.push_back(*geography::Shape::Circle({51.5, -2.5}, 9'000));
    updates.push_back(*index.Add(document));
  }
  updates.push_back(*index.End(kBristol, "7", 40));
  for (const size_t at_once : {1, 7, 100}) {
    SearchIndex restored;
    for (const IndexUpdate& update : updates) {
      for (const IndexName& name : update.names) {
        ASSERT_TRUE(restored.Restore(name).ok());
      }
    }
    const auto first = restored.NumberOf(Property::kArea, england);
    ASSERT_TRUE(first.has_value());
    std::vector<IndexRecord> records;
    for (const IndexUpdate& update : updates) {
      auto record =
          DecodeRecord(update.record.authority, update.record.sequence,
                       EncodeRecord(update.record));
      ASSERT_TRUE(record.ok()) << record.status();
      records.push_back(*std::move(record));
      if (records.size() < at_once && &update != &updates.back()) continue;
      IndexRecordBatch batch = BatchOf(std::exchange(records, {}), first);
      if (at_once == 100) {
        for (size_t i = 0; i < 13; ++i) {
          EXPECT_EQ(batch.records[i].sequence % 3, 1);
        }
      }
      ASSERT_TRUE(restored.Restore(std::move(batch)).ok());
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
        query.near.reset();
        query.serves = ServesCondition{{53.8, -1.5}, {england}};
        EXPECT_EQ(Entries(index.Search(query)), Entries(restored.Search(query)))
            << text;
      }
    }
    EXPECT_EQ(index.Suggest("nam", 5).size(),
              restored.Suggest("nam", 5).size());
  }
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
