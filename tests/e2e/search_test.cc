// Finding entries, from the outside: places, filters, facets, orders, reasons.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

class SearchTest : public ::testing::Test {
 protected:
  // Publishes a service, of which `text` says more, for `authority`.
  void Publish(const std::string& authority, const std::string& name,
               const std::string& text, const std::string& offer = "") {
    v1::Entry entry = TestEntry(++number_, name);
    entry.mutable_service()->MergeFrom(Parse<v1::Service>(text));
    entry.mutable_local_offer()->MergeFrom(Parse<v1::LocalOffer>(offer));
    node_.MustPublish(authority, {entry});
  }

  v1::SearchEntriesResponse Search(const std::string& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status = node_.directory().SearchEntries(
        With("").get(), Parse<v1::SearchEntriesRequest>(request), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  std::vector<std::string> Find(const std::string& request) {
    const v1::SearchEntriesResponse response = Search(request);
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.entry().service().name());
    }
    EXPECT_EQ(response.total_size(), response.hits_size());
    return names;
  }

  std::string Refusal(const std::string& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status = node_.directory().SearchEntries(
        With("").get(), Parse<v1::SearchEntriesRequest>(request), &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    return status.error_message();
  }

  TestNode node_;
  int number_ = 0;
};

TEST_F(SearchTest, OtherWordsForItAndTypingErrorsFindIt) {
  Publish(kLeeds, "Residential respite", "");
  Publish(kBristol, "Wheelchair service", R"(description: "Repairs")");
  Publish(kBristol, "Chess club", "");
  EXPECT_THAT(Find(R"(query: "short breaks")"),
              ElementsAre("Residential respite"));
  const v1::SearchEntriesResponse found = Search(R"(query: "weelchair")");
  ASSERT_EQ(found.hits_size(), 1);
  ASSERT_EQ(found.hits(0).word_matches_size(), 1);
  EXPECT_EQ(found.hits(0).word_matches(0).kind(),
            v1::WORD_MATCH_KIND_CORRECTION);
  EXPECT_EQ(found.hits(0).word_matches(0).matched(0), "wheelchair");
  EXPECT_THAT(found.hits(0).matched_words(), ElementsAre("weelchair"));
}

TEST_F(SearchTest, WhatServesAHomeSaysWhichAreaHoldsIt) {
  Publish(kBristol, "Named", R"(service_areas { name: "Bristol" })");
  Publish(kBristol, "Assumed", "");
  Publish(kLeeds, "National", R"(service_areas { name: "England" })");
  Publish(kLeeds, "Drawn", R"(service_areas {
      extent: "51.4545,-2.5879,5000" extent_type: "circle" })");
  Publish(kLeeds, "Elsewhere", R"(service_areas { name: "Leeds" })");
  const v1::SearchEntriesResponse found = Search(
      R"(filter { serves { point { latitude: 51.4545 longitude: -2.5879 } } })");
  std::map<std::string, v1::ServedArea> areas;
  for (const v1::SearchHit& hit : found.hits()) {
    areas[hit.entry().service().name()] = hit.served_area();
  }
  ASSERT_EQ(areas.size(), 4);
  EXPECT_EQ(areas["Named"].basis(), v1::SERVED_AREA_BASIS_NAMED);
  EXPECT_EQ(areas["Named"].area(), kBristol);
  EXPECT_EQ(areas["Named"].title(), "City of Bristol");
  EXPECT_EQ(areas["Assumed"].basis(), v1::SERVED_AREA_BASIS_ASSUMED);
  EXPECT_EQ(areas["National"].title(), "England");
  EXPECT_EQ(areas["Drawn"].basis(), v1::SERVED_AREA_BASIS_SHAPE);
  EXPECT_EQ(found.serves_place().authority(), kBristol);
  EXPECT_FALSE(found.serves_place().approximate());
}

TEST_F(SearchTest, WhatMayServeAHomeIsFoundAndSaysSo) {
  const auto in = [](const std::string& area) {
    return absl::StrCat("service_areas { name: '", area, "' }");
  };
  Publish("E10000008", "Exeter's", in("Exeter"));
  Publish("E10000008", "All of Devon's", in("Devon"));
  Publish("E10000008", "The outcode's", in("EX1"));
  const v1::SearchEntriesResponse found =
      Search(R"(filter { serves { postcode: "EX1" } })");
  std::map<std::string, v1::ServedAreaBasis> bases;
  for (const v1::SearchHit& hit : found.hits()) {
    bases[hit.entry().service().name()] = hit.served_area().basis();
  }
  // Which district a home in EX1 is in, nobody knows without its postcode.
  EXPECT_EQ(bases["Exeter's"], v1::SERVED_AREA_BASIS_POSSIBLE);
  EXPECT_EQ(bases["All of Devon's"], v1::SERVED_AREA_BASIS_NAMED);
  EXPECT_EQ(bases["The outcode's"], v1::SERVED_AREA_BASIS_NAMED);
}

TEST_F(SearchTest, AnAnswerFromAnOutcodeSaysThatItIsApproximate) {
  Publish(kBristol, "Club", "");
  const v1::SearchEntriesResponse found =
      Search(R"(filter { serves { postcode: "bs1" } })");
  EXPECT_TRUE(found.serves_place().approximate());
  EXPECT_EQ(found.serves_place().outcode(), "BS1");
  EXPECT_EQ(found.hits_size(), 1);
}

TEST_F(SearchTest, NearIsWithinTheDistanceAndNearestFirst) {
  const auto at = [](double latitude) {
    return absl::StrCat("service_at_locations { location { latitude: ",
                        latitude, " longitude: -1.5 } }");
  };
  Publish(kLeeds, "Far", at(54.2));
  Publish(kLeeds, "Nearest", at(53.81));
  Publish(kLeeds, "Near", at(53.85));
  Publish(kLeeds, "Nowhere", "");
  const char kNear[] = R"(
    filter { near { place { point { latitude: 53.8 longitude: -1.5 } }
                    radius_meters: 10000 } } )";
  EXPECT_THAT(Find(absl::StrCat(kNear, "order: SEARCH_ORDER_DISTANCE")),
              ElementsAre("Nearest", "Near"));
  const v1::SearchEntriesResponse found =
      Search(absl::StrCat(kNear, "order: SEARCH_ORDER_DISTANCE"));
  EXPECT_NEAR(found.hits(0).distance_meters(), 1'112, 5);
}

TEST_F(SearchTest, EveryFilterLetsThroughWhatMeetsIt) {
  Publish(kBristol, "Hospice",
          R"(minimum_age: 0 maximum_age: 18 assured_date: "2026-05-01"
             languages { code: "cy" name: "Welsh" }
             attributes { taxonomy_term { code: "101" name: "Respite" } }
             cost_options { amount: 0 }
             schedules { freq: SCHEDULE_FREQUENCY_WEEKLY byday: "SA"
                         opens_at: "10:00" closes_at: "16:00" }
             organization { name: "Example" organization_identifiers {
               identifier_scheme: "GB-CHC" identifier: "9900001" } })",
          R"(statutory_items: "LO-C9" limbs: LIMB_IN_AREA
             tier: TIER_SPECIALIST settings: SETTING_HOSPICE
             ehc_plan: EHC_PLAN_NOT_NEEDED
             personal_budgets: PERSONAL_BUDGET_DIRECT_PAYMENT
             round_the_clock: ROUND_THE_CLOCK_RESIDENTIAL
             palliative_care { components: PALLIATIVE_COMPONENT_SHORT_BREAKS
                               condition_categories: CONDITION_CATEGORY_3 })");
  Publish(kLeeds, "Club", R"(cost_options { amount: 5 } minimum_age: 19
                             assured_date: "2020-01-01")",
          "tier: TIER_UNIVERSAL");
  for (const char* filter :
       {R"(authorities: "authorities/E06000023")",
        R"(providers: "providers/GB-CHC-9900001")",
        R"(taxonomy_terms: "respite")",
        R"(taxonomy_terms: "101")",
        R"(statutory_items: "LO-C9")",
        "limbs: LIMB_IN_AREA",
        "condition_categories: CONDITION_CATEGORY_3",
        "palliative_components: PALLIATIVE_COMPONENT_SHORT_BREAKS",
        "tiers: TIER_SPECIALIST",
        "settings: SETTING_HOSPICE",
        "round_the_clock: ROUND_THE_CLOCK_RESIDENTIAL",
        "ehc_plans: EHC_PLAN_NOT_NEEDED",
        "personal_budgets: PERSONAL_BUDGET_DIRECT_PAYMENT",
        R"(languages: "CY")",
        R"(languages: "welsh")",
        "free_of_charge: true",
        "open_at { day: DAY_OF_WEEK_SATURDAY }",
        R"(open_at { day: DAY_OF_WEEK_SATURDAY time: "15:59" })",
        R"(assured_since: "2026-01-01")",
        "maximum_age: 18"}) {
    SCOPED_TRACE(filter);
    EXPECT_THAT(Find(absl::StrCat("filter { ", filter, " }")),
                ElementsAre("Hospice"));
  }
  for (const char* filter :
       {R"(statutory_items: "LO-C10")", "tiers: TIER_TARGETED",
        R"(open_at { day: DAY_OF_WEEK_SATURDAY time: "16:00" })",
        "open_at { day: DAY_OF_WEEK_SUNDAY }",
        R"(assured_since: "2026-06-01")"}) {
    SCOPED_TRACE(filter);
    EXPECT_THAT(Find(absl::StrCat("filter { ", filter, " }")), IsEmpty());
  }
  EXPECT_THAT(Find("filter { tiers: TIER_SPECIALIST tiers: TIER_UNIVERSAL }"),
              ElementsAre("Club", "Hospice"));
  EXPECT_THAT(Find("order: SEARCH_ORDER_FRESHNESS"),
              ElementsAre("Hospice", "Club"));
}

TEST_F(SearchTest, WhatHasEndedOrIsNotEveryWeekIsNotSaidToBeOpen) {
  // The node's clock stands at 1 September 2026, a Tuesday.
  const auto publish = [this](const std::string& name,
                              const std::string& schedule) {
    Publish(kBristol, name,
            absl::StrCat("schedules { freq: SCHEDULE_FREQUENCY_WEEKLY "
                         "byday: 'SA' opens_at: '10:00' closes_at: '24:00' ",
                         schedule, " }"));
  };
  publish("Always", "");
  publish("Ended", "valid_to: '2026-08-31'");
  publish("Ends soon", "until: '2026-09-12'");
  publish("Fortnightly", "interval: 2 dtstart: '2026-08-29'");
  publish("Later", "valid_from: '2026-10-01'");
  constexpr char kSaturdays[] =
      "filter { open_at { day: DAY_OF_WEEK_SATURDAY time: '23:59' } } ";
  EXPECT_THAT(Find(kSaturdays), ElementsAre("Always", "Ends soon"));
  EXPECT_THAT(Find("filter { open_at { date: '2026-09-05' } }"),
              ElementsAre("Always", "Ends soon"));
  EXPECT_THAT(Find("filter { open_at { date: '2026-09-12' } }"),
              ElementsAre("Always", "Ends soon", "Fortnightly"));
  EXPECT_THAT(Find("filter { open_at { date: '2026-10-03' } }"),
              ElementsAre("Always", "Later"));
  // Judged at the instant of the question, on every page.
  node_.clock().Advance(absl::Hours(1));
  const absl::Time before = node_.clock().now();
  const v1::SearchEntriesResponse first =
      Search(absl::StrCat(kSaturdays, "page_size: 1"));
  node_.clock().Advance(absl::Hours(35 * 24));
  EXPECT_THAT(Find(kSaturdays), ElementsAre("Always", "Later"));
  const v1::SearchEntriesResponse second = Search(absl::StrCat(
      kSaturdays, "page_size: 1 page_token: '", first.next_page_token(), "'"));
  ASSERT_EQ(second.hits_size(), 1);
  EXPECT_EQ(second.hits(0).entry().service().name(), "Ends soon");
  for (const std::string& instant :
       {absl::StrCat("read_time { seconds: ", absl::ToUnixSeconds(before),
                     " }"),
        absl::StrCat("revision: '", first.revision(), "'")}) {
    EXPECT_THAT(Find(absl::StrCat(kSaturdays, instant)),
                ElementsAre("Always", "Ends soon"));
  }
}

TEST_F(SearchTest, AnOpeningTimeIsADayOrADate) {
  EXPECT_THAT(Refusal("filter { open_at { time: '10:00' } }"),
              HasSubstr("filter.open_at[0].day"));
  EXPECT_THAT(Refusal("filter { open_at { date: '1 September' } }"),
              HasSubstr("filter.open_at[0].date"));
  EXPECT_THAT(Refusal("filter { open_at { date: '2026-09-05' "
                      "day: DAY_OF_WEEK_MONDAY } }"),
              HasSubstr("open_at[0].day: wanted the weekday of date"));
}

TEST_F(SearchTest, FacetsCountAllHitsAndWhatElseThereIs) {
  Publish(kBristol, "One", "", "tier: TIER_UNIVERSAL");
  Publish(kBristol, "Two", "", "tier: TIER_SPECIALIST");
  Publish(kLeeds, "Three", "", "tier: TIER_SPECIALIST");
  const v1::SearchEntriesResponse found = Search(
      "page_size: 1 filter { tiers: TIER_SPECIALIST } "
      "facets: FACET_AUTHORITY facets: FACET_TIER");
  ASSERT_EQ(found.facets_size(), 2);
  ASSERT_EQ(found.facets(0).values_size(), 2);
  EXPECT_EQ(found.facets(0).values(0).value(), "authorities/E06000023");
  EXPECT_EQ(found.facets(0).values(0).title(), "City of Bristol");
  EXPECT_EQ(found.facets(0).values(0).count(), 1);
  ASSERT_EQ(found.facets(1).values_size(), 2);
  EXPECT_EQ(found.facets(1).values(0).value(), "TIER_SPECIALIST");
  EXPECT_EQ(found.facets(1).values(0).count(), 2);
  EXPECT_EQ(found.facets(1).values(1).count(), 1);
}

TEST_F(SearchTest, WhatIsSpeltDifferentlyIsCountedOnceAndFoundTogether) {
  const auto about = [](const std::string& term) {
    return absl::StrCat("attributes { taxonomy_term { name: '", term, "' } }");
  };
  Publish(kBristol, "One", about("EHC plan"));
  Publish(kBristol, "Two", about("EHC plan"));
  Publish(kLeeds, "Three", about("EHCP"));
  Publish(kLeeds, "Four", about("ehc-plan") + about("Ehcp"));
  const v1::SearchEntriesResponse found = Search("facets: FACET_TAXONOMY_TERM");
  ASSERT_EQ(found.facets(0).values_size(), 1);
  EXPECT_EQ(found.facets(0).values(0).value(), "EHC plan");
  EXPECT_EQ(found.facets(0).values(0).count(), 4);
  for (const char* term : {"EHCP", "EHC Plan", "Ehc-Plan"}) {
    EXPECT_EQ(
        Find(absl::StrCat("filter { taxonomy_terms: '", term, "' }")).size(),
        4);
  }
}

TEST_F(SearchTest, EverythingThatIsWrongIsSaidAtOnce) {
  const std::string message = Refusal(R"(
    filter { serves { postcode: "nowhere" }
             near { place { point { latitude: 91 } } radius_meters: -1 }
             statutory_items: "LO-X1" tiers: TIER_UNSPECIFIED
             open_at { day: DAY_OF_WEEK_MONDAY time: "25:00" }
             assured_since: "yesterday" providers: "providers/x"
             authorities: "authorities/E06000023"
             authorities: "authorities/E99999999" }
    facets: FACET_TIER facets: FACET_TIER)");
  for (const char* field :
       {"filter.serves", "filter.near.radius_meters", "filter.near.place",
        "filter.statutory_items[0]", "filter.tiers[0]",
        "filter.open_at[0].time", "filter.assured_since", "filter.providers[0]",
        "filter.authorities[1]", "facets"}) {
    EXPECT_THAT(message, HasSubstr(field));
  }
  EXPECT_THAT(message, Not(HasSubstr("filter.authorities[0]")));
  EXPECT_THAT(Refusal("order: SEARCH_ORDER_DISTANCE"),
              HasSubstr("filter.near"));
}

TEST_F(SearchTest, WhatIsTypedIsCompleted) {
  Publish(kBristol, "Hydrotherapy pool", R"(
      attributes { taxonomy_term { name: "Hydro sessions" } })");
  v1::SuggestTermsRequest request;
  request.set_text("warm hydr");
  v1::SuggestTermsResponse response;
  ASSERT_TRUE(
      node_.directory().SuggestTerms(With("").get(), request, &response).ok());
  std::vector<std::string> texts;
  for (const v1::Suggestion& suggestion : response.suggestions()) {
    texts.push_back(suggestion.text());
    EXPECT_THAT(absl::AsciiStrToLower(suggestion.text()),
                HasSubstr("warm hydro"));
  }
  EXPECT_THAT(texts, Not(IsEmpty()));
  request.set_text("");
  EXPECT_EQ(node_.directory()
                .SuggestTerms(With("").get(), request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

// The persisted index is what is read at the next start; words, places and
// values have to be there again.
TEST_F(SearchTest, ARestartChangesNoAnswer) {
  Publish(kBristol, "Residential respite",
          R"(service_areas { extent: "51.4545,-2.5879,5000"
                             extent_type: "circle" })",
          "tier: TIER_SPECIALIST");
  Publish(kLeeds, "Club", "", "tier: TIER_UNIVERSAL");
  const char kRequest[] = R"(
    query: "short braeks" facets: FACET_TIER
    filter { serves { point { latitude: 51.4545 longitude: -2.5879 } } })";
  const std::string before = Search(kRequest).SerializeAsString();
  node_.Restart();
  EXPECT_EQ(Search(kRequest).SerializeAsString(), before);
}

}  // namespace
}  // namespace localoffer::testing
