// In which order a search finds things.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/index/testing_documents.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;

std::string FillerWords(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) absl::StrAppend(&text, "filler ");
  return text;
}

TEST(SearchRanking, EntriesWithAllWordsComeFirst) {
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

TEST(SearchRanking, AWordThatNobodyHasPutsNobodyBack) {
  SearchIndex index;
  index.Add(Named("a", 0, "Autism"));
  EXPECT_EQ(index.Search(Query("autism nowhere")).hits[0].position.rank,
            index.Search(Query("autism")).hits[0].position.rank);
}

TEST(SearchRanking, AllWordsInPassingStandBehindMostOfThemInTheName) {
  SearchIndex index;
  index.Add(Named("all", 0, "Council",
                  absl::StrCat("hospice ward nights ", FillerWords(2'000))));
  index.Add(Named("most", 1, "Hospice ward"));
  for (int i = 0; i < 20; ++i) {
    index.Add(Named(absl::StrCat("x", i), 2 + i, "Nights"));
  }
  EXPECT_THAT(Find(index, Query("hospice ward nights"))[0], "most");
}

TEST(SearchRanking, RarerWordsWeighMore) {
  SearchIndex index;
  index.Add(Named("rare", 0, "Hospice service"));
  index.Add(Named("common", 1, "Support service"));
  for (int i = 0; i < 10; ++i) {
    index.Add(Named(absl::StrCat("x", i), 2 + i, "Support"));
  }
  EXPECT_EQ(Find(index, Query("hospice support"))[0], "rare");
}

TEST(SearchRanking, TheNameWeighsMoreThanTheText) {
  SearchIndex index;
  index.Add(Named("text", 0, "Club", "hospice hospice hospice hospice"));
  index.Add(Named("name", 1, "Hospice", "club"));
  EXPECT_THAT(Find(index, Query("hospice")), ElementsAre("name", "text"));
}

TEST(SearchRanking, WhatIsCalledLikeTheFirstStandsBehindOthersAsGood) {
  SearchIndex index;
  for (int i = 0; i < 6; ++i) {
    index.Add(Named(absl::StrCat("branch", i), i,
                    absl::StrCat("Hospice Society Town", i)));
  }
  index.Add(Named("other", 6, "Another long name of a hospice"));
  for (int i = 0; i < 20; ++i) {
    index.Add(Named(absl::StrCat("x", i), 7 + i, "Unrelated words"));
  }
  SearchQuery query = Query("hospice");
  const std::vector<std::string> all = Find(index, query);
  EXPECT_THAT(all, ElementsAre("branch0", "other", "branch1", "branch2",
                               "branch3", "branch4", "branch5"));
  // On whatever pages they are.
  for (const size_t size : {1, 2, 3}) {
    std::vector<std::string> paged;
    query.limit = size;
    query.after.reset();
    for (bool more = true; more;) {
      const SearchResult page = index.Search(query);
      for (const Hit& hit : page.hits) paged.push_back(hit.position.entry_id);
      query.after = page.hits.back().position;
      more = page.more;
    }
    EXPECT_EQ(paged, all);
  }
}

TEST(SearchRanking, WhatIsFarWorseStandsBehindAllOfOneName) {
  SearchIndex index;
  for (int i = 0; i < 6; ++i) {
    index.Add(Named(absl::StrCat("branch", i), i,
                    absl::StrCat("Hospice Society Town", i)));
  }
  index.Add(Named("other", 6, "Other", "hospice"));
  EXPECT_EQ(Find(index, Query("hospice")).back(), "other");
}

TEST(SearchRanking, WithoutWordsSortsByFoldedName) {
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

TEST(SearchRanking, OnlyTheFirstWordsOfATextCount) {
  SearchIndex index;
  std::string text;
  for (int i = 0; i < 20'000; ++i) absl::StrAppend(&text, "filler ");
  index.Add(Named("a", 0, "Alpha", absl::StrCat(text, "beyond")));
  index.Add(Named("b", 1, "Alpha", absl::StrCat("within ", text)));
  EXPECT_EQ(index.Search(Query("beyond")).total, 0);
  EXPECT_EQ(index.Search(Query("within")).total, 1);
}

}  // namespace
}  // namespace localoffer
