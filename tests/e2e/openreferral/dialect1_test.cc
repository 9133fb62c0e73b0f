// The dialect of Open Referral UK 1.0.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "tests/e2e/openreferral/api_fixture.h"
#include "tests/e2e/openreferral/records.h"

namespace localoffer::testing {
namespace {

constexpr char kBase1[] = "/openreferral/v1";

// A service with terms: name and taxonomy of each, and the id of all.
v1::Entry WithTerms(
    int number, const std::vector<std::pair<std::string, std::string>>& terms,
    const std::string& id = "") {
  v1::Entry entry = TestEntry(number, absl::StrCat("Service ", number));
  for (const auto& [name, taxonomy] : terms) {
    v1::TaxonomyTerm& has =
        *entry.mutable_service()->add_attributes()->mutable_taxonomy_term();
    if (!id.empty()) has.set_id(id);
    has.set_name(name);
    has.set_taxonomy(taxonomy);
  }
  return entry;
}

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

class Dialect1ArraysTest : public OpenReferralApiTest {
 protected:
  int Total(const std::string& query) {
    const rapidjson::Document page =
        Json(absl::StrCat(kBase1, "/services?", query));
    return page.HasMember("totalElements") ? page["totalElements"].GetInt()
                                           : -1;
  }

  // Of a refusal.
  std::string Refusal(const std::string& query) {
    const Received refused = Get(absl::StrCat(kBase1, "/services?", query));
    EXPECT_EQ(refused.status, 400) << query;
    return refused.body;
  }
};

TEST_F(Dialect1ArraysTest, OfSeveralDaysWithTheirTimesAnyMayBeMet) {
  const Records records(3);
  node_.MustPublish(kBristol, records.EntriesOf(0));
  node_.MustPublish(kLeeds, records.EntriesOf(1));
  struct Asked {
    int day;
    std::string from;
    std::string to;
  };
  const auto expect = [&](const std::string& query,
                          const std::vector<Asked>& asked) {
    const auto expected = records.IdsOf([&](const v1::Service& service) {
      for (const v1::Schedule& schedule : service.schedules()) {
        for (const Asked& each : asked) {
          if (schedule.byday() == kDays[each.day] &&
              schedule.opens_at() < each.to &&
              schedule.closes_at() > each.from) {
            return true;
          }
        }
      }
      return false;
    });
    EXPECT_GT(expected.size(), 0) << query;
    EXPECT_EQ(Total(query), static_cast<int>(expected.size())) << query;
  };
  expect("day=MO&day=SA", {{0, "00:00", "24:00"}, {5, "00:00", "24:00"}});
  // Each has its own.
  expect(
      "day=MO&start_time=09:00&end_time=10:30&"
      "day=TU&start_time=14:00&end_time=18:00",
      {{0, "09:00", "10:30"}, {1, "14:00", "18:00"}});
  expect("day=TU&day=MO&start_time=09:00&start_time=14:00",
         {{1, "09:00", "24:00"}, {0, "14:00", "24:00"}});
  // One for all.
  expect("day=WE&day=FR&start_time=13:00",
         {{2, "13:00", "24:00"}, {4, "13:00", "24:00"}});
  // The same day twice.
  expect(
      "day=TH&day=TH&start_time=08:00&start_time=17:00&"
      "end_time=09:30&end_time=20:00",
      {{3, "08:00", "09:30"}, {3, "17:00", "20:00"}});
}

TEST_F(Dialect1ArraysTest, AnIdThatVocabulariesShareFindsTheTermsOfAll) {
  const std::string id = "40000000-0000-4000-8000-000000000001";
  node_.MustPublish(kBristol, {WithTerms(1, {{"Autism", "needs"}}, id),
                               WithTerms(2, {{"Charity", "kinds"}}, id),
                               WithTerms(3, {{"Charity", "needs"}})});
  node_.MustPublish(kLeeds, {WithTerms(4, {{"Zoo", "places"}}, id)});
  EXPECT_EQ(Total(absl::StrCat("taxonomy_id=", id)), 3);
  EXPECT_EQ(Total(absl::StrCat("need=", id)), 3);
  for (const std::string vocabulary : {"needs", "kinds", "places"}) {
    EXPECT_EQ(
        Total(absl::StrCat("taxonomy_id=", id, "&vocabulary=", vocabulary)), 1);
  }
  EXPECT_EQ(Json(absl::StrCat(kBase,
                              "/services?taxonomy_term_id=", id))["total_items"]
                .GetInt(),
            3);
}

TEST_F(Dialect1ArraysTest, WhatDoesNotBelongTogetherIsRefused) {
  using ::testing::HasSubstr;
  EXPECT_THAT(Refusal("day=MO&day=TU&day=WE&start_time=09:00&start_time=10:00"),
              HasSubstr("2 values: wanted one for each day, or one for all"));
  EXPECT_THAT(Refusal("start_time=09:00&start_time=10:00"),
              HasSubstr("wanted day, too"));
  EXPECT_THAT(Refusal("day=MO&day=noday"), HasSubstr("noday"));
  EXPECT_THAT(
      Refusal("day=MO&day=TU&start_time=09:00&start_time=10:00&end_time=09:30"),
      HasSubstr("wanted a time after start_time"));
  std::string days = "day=MO";
  for (int i = 0; i < 20; ++i) days += "&day=MO";
  EXPECT_THAT(Refusal(days), HasSubstr("21 values: wanted at most 20"));
  EXPECT_THAT(Refusal("taxonomy_id=a&taxonomy_id=b&taxonomy_id=c&"
                      "vocabulary=d&vocabulary=e"),
              HasSubstr("2 values for 3 terms"));
  EXPECT_THAT(Refusal("taxonomy_id=a&taxonomy_type=eligibility"),
              HasSubstr("wanted service"));
}

TEST_F(Dialect1ArraysTest, ATermIsMeantInTheVocabularyBesideIt) {
  const auto with = [](int number, const std::string& term,
                       const std::string& taxonomy) {
    v1::Entry entry = TestEntry(number, absl::StrCat("Service ", number));
    v1::TaxonomyTerm& has =
        *entry.mutable_service()->add_attributes()->mutable_taxonomy_term();
    has.set_name(term);
    has.set_taxonomy(taxonomy);
    return entry;
  };
  // The same word in two vocabularies.
  node_.MustPublish(kBristol,
                    {with(1, "Autism", "needs"), with(2, "Autism", "kinds"),
                     with(3, "Respite", "kinds"), with(4, "Respite", "needs")});
  EXPECT_EQ(Total("taxonomy_id=Autism"), 2);
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=needs"), 1);
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=other"), 0);
  EXPECT_EQ(Total("taxonomy_id=Autism&taxonomy_id=Respite&"
                  "vocabulary=needs&vocabulary=kinds"),
            2);
  // One vocabulary for all, and two for one term.
  EXPECT_EQ(Total("taxonomy_id=Autism&taxonomy_id=Respite&vocabulary=needs"),
            2);
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=needs&vocabulary=kinds"), 2);
  EXPECT_EQ(Total("taxonomy_type=service&taxonomy_id=autism&vocabulary=NEEDS"),
            1);
  const rapidjson::Document vocabularies =
      Json(absl::StrCat(kBase1, "/vocabularies"));
  ASSERT_EQ(vocabularies.Size(), 2);
  EXPECT_STREQ(vocabularies[0].GetString(), "kinds");
  EXPECT_STREQ(vocabularies[1].GetString(), "needs");
  for (const auto& name : vocabularies.GetArray()) {
    EXPECT_EQ(Total(absl::StrCat("vocabulary=", name.GetString())), 2);
  }
  EXPECT_EQ(Json("/openreferral/v1/authorities/E08000035/vocabularies").Size(),
            0);
}

TEST_F(Dialect1ArraysTest, WhatIsBlankIsAsIfAbsentWhereverItStands) {
  node_.MustPublish(
      kBristol,
      {WithTerms(1, {{"Autism", "needs"}}), WithTerms(2, {{"Autism", "kinds"}}),
       WithTerms(3, {{"Respite", "needs"}}),
       WithTerms(4, {{"Autism", "kinds"}, {"Respite", "needs"}}),
       WithTerms(5, {{"Zoo", "places"}})});
  EXPECT_EQ(Total("taxonomy_id=&vocabulary="), 5);
  EXPECT_EQ(Total("taxonomy_id=&taxonomy_id=Autism"), 3);
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=&vocabulary="), 3);
  EXPECT_EQ(Total("vocabulary=&vocabulary=kinds&taxonomy_id="), 2);
  // One beside them, for all.
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=needs"), 1);
  EXPECT_EQ(Total("taxonomy_id=&taxonomy_id=Autism&vocabulary=needs"), 1);
  EXPECT_EQ(Total("taxonomy_id=Autism&vocabulary=&vocabulary=needs"), 1);
  // Each has its own, or none.
  EXPECT_EQ(Total("taxonomy_id=Autism&taxonomy_id=&"
                  "vocabulary=kinds&vocabulary=places"),
            3);
  EXPECT_EQ(Total("taxonomy_id=&taxonomy_id=Autism&"
                  "vocabulary=needs&vocabulary="),
            4);
  EXPECT_EQ(Total("taxonomy_id=Zoo&taxonomy_id=&taxonomy_id=Respite&"
                  "vocabulary=places&vocabulary=&vocabulary=kinds"),
            1);
}

TEST_F(Dialect1ArraysTest, ADayThatIsBlankIsNone) {
  const Records records(3);
  node_.MustPublish(kBristol, records.EntriesOf(0));
  const int monday = Total("day=MO&start_time=13:00");
  ASSERT_GT(monday, 0);
  ASSERT_GT(Total("day=MO"), monday);
  EXPECT_EQ(Total("day=&day=MO&start_time=13:00"), monday);
  EXPECT_EQ(Total("day=MO&start_time=&start_time=13:00"), monday);
  EXPECT_EQ(Total("day=&day=MO&start_time=&start_time=13:00"), monday);
  EXPECT_EQ(Total("day=&start_time="), Total(""));
  EXPECT_THAT(Refusal("day=&day=MO&start_time=09:00&start_time=13:00"),
              ::testing::HasSubstr("wanted day, too"));
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
