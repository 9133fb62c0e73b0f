// The dialect of Open Referral UK 1.0.
#include "gmock/gmock.h"
#include "tests/e2e/openreferral/api_fixture.h"

namespace localoffer::testing {
namespace {

constexpr char kBase1[] = "/openreferral/v1";

class Dialect1Test : public OpenReferralApiTest {
 protected:
  Dialect1Test() {
    v1::Entry entry = TestEntry(1, "Short breaks", "9900001");
    v1::TaxonomyTerm& term =
        *entry.mutable_service()->add_attributes()->mutable_taxonomy_term();
    term.set_id("30000000-0000-4000-8000-000000000001");
    term.set_name("Respite");
    term.set_taxonomy("needs");
    entry.mutable_service()->set_minimum_age(5);
    node_.MustPublish(kBristol, {entry, TestEntry(2, "Art club")});
  }
};

TEST_F(Dialect1Test, AListHasTheEnvelopeAndWholeServices) {
  const rapidjson::Document page =
      Json(absl::StrCat(kBase1, "/services?text=respite&per_page=1"));
  EXPECT_EQ(page["totalElements"].GetInt(), 1);
  EXPECT_EQ(page["totalPages"].GetInt(), 1);
  EXPECT_EQ(page["number"].GetInt(), 1);
  EXPECT_TRUE(page["first"].GetBool());
  EXPECT_TRUE(page["last"].GetBool());
  const auto& service = page["content"][0];
  EXPECT_STREQ(service["name"].GetString(), "Short breaks");
  EXPECT_STREQ(service["service_taxonomys"][0]["taxonomy"]["name"].GetString(),
               "Respite");
  EXPECT_EQ(service["eligibilitys"][0]["minimum_age"].GetInt(), 5);
}

TEST_F(Dialect1Test, ParametersHaveTheirNamesOf1) {
  const auto total = [this](const std::string& query) {
    return Json(absl::StrCat(kBase1, "/services?", query))["totalElements"]
        .GetInt();
  };
  EXPECT_EQ(total(""), 2);
  EXPECT_EQ(total("taxonomy_id=30000000-0000-4000-8000-000000000001"), 1);
  EXPECT_EQ(total("vocabulary=needs"), 1);
  EXPECT_EQ(total("vocabulary=other"), 0);
  EXPECT_EQ(total("maximum_age=4"), 1);
  EXPECT_EQ(total("postcode=BS1&proximity=1000"), 0);
  EXPECT_EQ(total("coverage=BS1"), 2);
  const Received refused = Get(absl::StrCat(kBase1, "/services?search=x"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, ::testing::HasSubstr("taken here: text"));
}

TEST_F(Dialect1Test, OfAnArrayAnyValueMayBeMet) {
  v1::Entry entry = TestEntry(3, "Befriending");
  const auto add = [&](int number, const std::string& name,
                       const std::string& taxonomy) {
    v1::TaxonomyTerm& term =
        *entry.mutable_service()->add_attributes()->mutable_taxonomy_term();
    term.set_id(absl::StrCat("30000000-0000-4000-8000-00000000000", number));
    term.set_name(name);
    term.set_taxonomy(taxonomy);
  };
  add(2, "Loneliness", "needs");
  add(3, "Carers", "circumstances");
  node_.MustPublish(kBristol, {entry});
  const auto total = [this](const std::string& query) {
    return Json(absl::StrCat(kBase1, "/services?", query))["totalElements"]
        .GetInt();
  };
  const std::string first = "30000000-0000-4000-8000-000000000001";
  const std::string second = "30000000-0000-4000-8000-000000000002";
  EXPECT_EQ(total(absl::StrCat("taxonomy_id=", first)), 1);
  EXPECT_EQ(total(absl::StrCat("taxonomy_id=", first, "&taxonomy_id=", second)),
            2);
  EXPECT_EQ(total(absl::StrCat("taxonomy_id=", first, "&taxonomy_id=", second,
                               "&vocabulary=needs&vocabulary=needs")),
            2);
  EXPECT_EQ(total("vocabulary=circumstances&vocabulary=other"), 1);
  EXPECT_EQ(total("vocabulary=circumstances&vocabulary=needs"), 2);
  // By id, name in any case, or what nobody has.
  EXPECT_EQ(total(absl::StrCat("need=", first, "&need=loneliness")), 2);
  EXPECT_EQ(total("need=LONELINESS&circumstance=carers"), 1);
  EXPECT_EQ(total("need=respite&circumstance=carers"), 0);
  EXPECT_EQ(total("need=nothing"), 0);
  EXPECT_EQ(total("need=nothing&need=respite"), 1);
  EXPECT_EQ(total("service_type=respite&service_type=carers"), 2);
  // Lists have whole services: there is nothing left to include.
  EXPECT_EQ(total("include=service_at_locations&include=fundings"), 3);
}

TEST_F(Dialect1Test, OfAnArrayThereAreTwentyValuesAtMost) {
  for (const char* parameter :
       {"taxonomy_id", "vocabulary", "need", "circumstance", "service_type"}) {
    std::string query = absl::StrCat(parameter, "=none");
    for (int i = 1; i < 20; ++i)
      absl::StrAppend(&query, "&", parameter, "=", i);
    // One that was there counts once.
    absl::StrAppend(&query, "&", parameter, "=1");
    const std::string target = absl::StrCat(kBase1, "/services?", query);
    EXPECT_EQ(Get(target).status, 200) << target;
    const Received refused = Get(absl::StrCat(target, "&", parameter, "=20"));
    EXPECT_EQ(refused.status, 400) << parameter;
    EXPECT_THAT(refused.body, ::testing::HasSubstr(absl::StrCat(
                                  "\"parameter\":\"", parameter, "\"")));
    EXPECT_THAT(refused.body, ::testing::HasSubstr("wanted at most 20"));
  }
}

TEST_F(Dialect1Test, WhatIsNoArrayIsThereOnce) {
  const Received refused =
      Get(absl::StrCat(kBase1, "/services?text=a&text=b&page=1&page=2"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, ::testing::HasSubstr("\"parameter\":\"text\""));
  EXPECT_THAT(refused.body, ::testing::HasSubstr("\"parameter\":\"page\""));
  EXPECT_EQ(Get(absl::StrCat(kBase1, "/taxonomies?text=a&text=b")).status, 400);
  EXPECT_EQ(
      Get("/openreferral/v3/services?taxonomy_term_id=a&taxonomy_term_id=b")
          .status,
      400);
}

TEST_F(Dialect1Test, OneServiceItsTermAndItsOrganizationAreFound) {
  const rapidjson::Document service = Json(
      absl::StrCat(kBase1, "/services/", storage::TestService(1, "").id()));
  EXPECT_STREQ(service["name"].GetString(), "Short breaks");
  const rapidjson::Document organization = Json(absl::StrCat(
      kBase1, "/organizations/", service["organization"]["id"].GetString()));
  EXPECT_STREQ(organization["services"][0]["id"].GetString(),
               storage::TestService(1, "").id().c_str());
  const rapidjson::Document terms =
      Json(absl::StrCat(kBase1, "/taxonomies?vocabulary=needs&root_only=true"));
  EXPECT_EQ(terms["totalElements"].GetInt(), 1);
  EXPECT_STREQ(terms["content"][0]["vocabulary"].GetString(), "needs");
  EXPECT_EQ(Get(absl::StrCat(kBase1, "/taxonomies/",
                             terms["content"][0]["id"].GetString()))
                .status,
            200);
  Withdraw(kBristol, 1);
  EXPECT_EQ(
      Get(absl::StrCat(kBase1, "/services/", storage::TestService(1, "").id()))
          .status,
      410);
}

}  // namespace
}  // namespace localoffer::testing
