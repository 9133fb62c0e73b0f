#include "services/catalogue/public_ids.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/service_id.h"

namespace localoffer::catalogue {
namespace {

using ::testing::ElementsAre;

constexpr char kUuid[] = "c0ffee00-0000-4000-8000-000000000001";
constexpr char kUpperUuid[] = "C0FFEE00-0000-4000-8000-000000000001";

std::string Derived(const std::string& key) {
  return openreferral::EntryIdFromSource("term", key);
}

std::vector<std::string> Ids(const std::vector<IdClaim>& claims) {
  return PublicIds("term", claims);
}

TEST(PublicIdsTest, OneThatNoOtherClaimsIsKept) {
  EXPECT_THAT(Ids({{"autism", "a"}, {"zoo", ""}}),
              ElementsAre("a", Derived("zoo")));
}

TEST(PublicIdsTest, OneThatTwoClaimIsNeithers) {
  EXPECT_THAT(Ids({{"autism", "a"}, {"zoo", "A"}}),
              ElementsAre(Derived("autism"), Derived("zoo")));
}

TEST(PublicIdsTest, WhatHasANameComesBeforeWhatHasNone) {
  const std::vector<std::string> ids =
      Ids({{kUuid, kUuid, false}, {"needs", kUuid, true}});
  EXPECT_EQ(ids[1], kUuid);
  EXPECT_NE(ids[0], kUuid);
}

TEST(PublicIdsTest, WhatHasOnlyItsIdKeepsIt) {
  EXPECT_THAT(Ids({{"x", "x", false}, {kUpperUuid, kUpperUuid, false}}),
              ElementsAre("x", kUpperUuid));
}

TEST(PublicIdsTest, NobodyTakesAnIdThatIsDerivedForAnother) {
  const std::string derived = Derived("autism");
  const std::vector<std::string> ids =
      Ids({{"zoo", derived, true}, {"autism", "", true}});
  EXPECT_THAT(ids, ElementsAre(Derived("zoo"), derived));
}

// All claims of a few keys and ids, in any order.
TEST(PublicIdsTest, EachIsAnothersNeverAndTheSameInAnyOrder) {
  std::mt19937 random(7);
  const std::vector<std::string> agreed = {
      "", "a", "A", "b", kUuid, kUpperUuid, Derived("k1"), Derived(kUuid)};
  const std::vector<std::string> keys = {"k1", "k2",  "k3",
                                         "a",  kUuid, kUpperUuid};
  for (int round = 0; round < 2000; ++round) {
    std::vector<IdClaim> claims;
    for (const std::string& key : keys) {
      if (random() % 3 == 0) continue;
      const bool is_named = random() % 3 != 0;
      const std::string& id = agreed[random() % agreed.size()];
      claims.push_back({key, is_named ? id : key, is_named});
    }
    const std::vector<std::string> ids = Ids(claims);
    std::map<std::string, std::string> of_keys;
    std::set<std::string> once;
    for (size_t i = 0; i < claims.size(); ++i) {
      of_keys[claims[i].key] = ids[i];
      EXPECT_TRUE(once.insert(absl::AsciiStrToLower(ids[i])).second) << ids[i];
    }
    std::shuffle(claims.begin(), claims.end(), random);
    const std::vector<std::string> shuffled = Ids(claims);
    for (size_t i = 0; i < claims.size(); ++i) {
      EXPECT_EQ(shuffled[i], of_keys[claims[i].key]);
    }
  }
}

}  // namespace
}  // namespace localoffer::catalogue
