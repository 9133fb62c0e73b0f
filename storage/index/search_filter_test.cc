// What the conditions of a search leave out, and what it counts.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/index/testing_documents.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(SearchFilter, StatusesThatAreNoUseAreLeftOutUnlessAskedFor) {
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

TEST(SearchFilter, AgesOverlapAtTheirEnds) {
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

TEST(SearchFilter, UnknownAuthoritiesHaveNoEntries) {
  SearchIndex index;
  index.Add(Named("a", 0, "Alpha"));
  SearchQuery query = Query("");
  query.values = {{Property::kAuthority, {"E99999999"}}};
  EXPECT_THAT(Find(index, query), IsEmpty());
  query.values = {{Property::kAuthority, {"E99999999", kBristol}}};
  EXPECT_THAT(Find(index, query), ElementsAre("a"));
}

TEST(SearchFilter, TellsWhyAPlaceIsServed) {
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

TEST(SearchFilter, CountsWhatChoosingAnotherValueWouldShow) {
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

TEST(SearchFilter, CountsAllAuthoritiesButNotAllOfWhatPeopleWrite) {
  constexpr size_t kMany = 210;
  SearchIndex index;
  Instant instant;
  for (size_t i = 0; i < kMany; ++i) {
    Document document = Named("a", 0, "Alpha");
    document.authority = absl::StrCat("E", 10'000 + i);
    document.values = {
        {Property::kAuthority, document.authority, "", {}},
        {Property::kProvider, absl::StrCat("GB-CHC-", i), "", {}}};
    instant[document.authority] = 1;
    index.Add(document);
  }
  SearchQuery query = Query("");
  query.instant = std::move(instant);
  query.facets = {Property::kAuthority, Property::kProvider};
  query.limit = 0;
  const SearchResult result = index.Search(query);
  EXPECT_EQ(result.facets[0].size(), kMany);
  EXPECT_EQ(result.facets[1].size(), 200);
}

}  // namespace
}  // namespace localoffer
