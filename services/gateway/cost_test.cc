#include "services/gateway/cost.h"

#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

int Tokens(absl::string_view route, absl::string_view query = "",
           absl::string_view accept = "") {
  const absl::StatusOr<Target> target =
      ParseTarget(std::string("/").append(query.data(), query.size()));
  EXPECT_TRUE(target.ok()) << query;
  return TokensFor(route, *target, accept);
}

TEST(CostTest, WhatAPageOrAListIsCostsOne) {
  for (const char* route :
       {"/", "/cy", "/entries/{authority}/{entry}", "/healthz",
        "/openreferral/v3/services", "/openreferral/v3/services/{id}",
        "/openreferral/v3/openapi.json", "/assets/{fingerprint}/pages.css"}) {
    EXPECT_EQ(Tokens(route), 1) << route;
    EXPECT_EQ(Tokens(route, "?page=3&per_page=100"), 1) << route;
  }
}

TEST(CostTest, WhatTakesLongCostsMoreInEveryLanguage) {
  EXPECT_GT(Tokens("/proofs.zip"), Tokens("/pack"));
  EXPECT_GT(Tokens("/pack"), 1);
  EXPECT_EQ(Tokens("/cy/pack"), Tokens("/pack"));
  EXPECT_EQ(Tokens("/changes"), Tokens("/rpde/services"));
  EXPECT_EQ(Tokens("/authorities/{gss}/changes"), Tokens("/changes"));
  EXPECT_EQ(Tokens("/cy/listed"), Tokens("/listed"));
}

TEST(CostTest, EverythingAtOnceCostsTheMost) {
  const int all = Tokens("/export.ndjson");
  EXPECT_GT(all, Tokens("/proofs.zip"));
  EXPECT_EQ(Tokens("/export/datapackage.zip"), all);
  const char* const list = "/openreferral/v3/services";
  EXPECT_EQ(Tokens(list, "?format=ndjson"), all);
  EXPECT_EQ(Tokens(list, "", "application/x-ndjson"), all);
  EXPECT_EQ(Tokens(list, "?format=json", "application/x-ndjson"), 1);
  EXPECT_EQ(Tokens(list, "?minimal=true"), all);
  EXPECT_EQ(Tokens(list, "?minimal=true&per_page=50"), 1);
  // What is no list is not more for being asked for so.
  EXPECT_EQ(Tokens("/openreferral/v1/vocabularies", "?format=ndjson"), 1);
  EXPECT_EQ(Tokens("/openreferral/v3/services/{id}", "?minimal=1",
                   "application/x-ndjson"),
            1);
  EXPECT_EQ(Tokens("/openreferral/v3", "?minimal=1"), 1);
  // One authority's is less.
  const int one = Tokens("/export.ndjson", "?authority=E06000023");
  EXPECT_LT(one, all);
  EXPECT_GT(one, 1);
  EXPECT_EQ(
      Tokens("/openreferral/v3/authorities/{gss}/services", "?format=ndjson"),
      one);
}

TEST(CostTest, PagesFarDownAListCostMore) {
  const char* const list = "/openreferral/v3/services";
  EXPECT_EQ(Tokens(list, "?page=100&per_page=100"), 1);
  EXPECT_EQ(Tokens(list, "?page=101&per_page=100"), 2);
  EXPECT_EQ(Tokens(list, "?page=200"), 1);
  EXPECT_EQ(Tokens(list, "?page=201"), 2);
  EXPECT_EQ(Tokens(list, "?page=3000&per_page=100"), 30);
  // What is refused, or has nothing in it, costs no more than that.
  EXPECT_EQ(Tokens(list, "?page=1000000000"), 1);
  EXPECT_EQ(Tokens(list, "?page=0"), 1);
  EXPECT_EQ(Tokens(list, "?page=2&per_page=18446744073709551615"), 1);
  EXPECT_EQ(Tokens(list, "?page=x&per_page=y"), 1);
}

}  // namespace
}  // namespace localoffer::gateway
