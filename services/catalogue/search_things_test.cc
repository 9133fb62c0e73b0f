// Finding entries by the organizations they name and the terms they use.
#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/catalogue/testing_services.h"

namespace localoffer::catalogue {
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

class SearchThingsTest : public ::testing::Test {
 protected:
  ~SearchThingsTest() override {
    if (!go_on_.HasBeenNotified()) go_on_.Notify();
  }

  // From now on no entry is read for the catalogue.
  void HoldCatalogue() { held_ = true; }

  void Publish(const std::string& authority, int number,
               const std::string& name, const std::string& text) {
    v1::Service service = storage::TestService(number, name);
    service.MergeFrom(Parse<v1::Service>(text));
    services_.store().Publish(authority, service);
  }

  grpc::Status Ask(const std::string& request,
                   v1::SearchEntriesResponse& response) {
    grpc::ClientContext context;
    return services_.directory().SearchEntries(
        &context, Parse<v1::SearchEntriesRequest>(request), &response);
  }

  v1::SearchEntriesResponse Search(const std::string& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status = Ask(request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  std::vector<std::string> Find(const std::string& request) {
    const v1::SearchEntriesResponse response = Search(request);
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.entry().service().name());
    }
    return names;
  }

  static std::string Of(const std::string& organization) {
    return absl::StrCat("organization { id: '", organization, "' name: '",
                        organization, "' } ");
  }
  static std::string Having(const std::string& term,
                            const std::string& taxonomy) {
    return absl::StrCat("attributes { taxonomy_term { id: 'id-", term,
                        "' name: '", term, "' taxonomy: '", taxonomy, "' } } ");
  }

  CatalogueOptions HeldAtWill() {
    CatalogueOptions options;
    options.before_entry = [this] {
      if (held_) go_on_.WaitForNotification();
    };
    return options;
  }

  std::atomic<bool> held_ = false;
  absl::Notification go_on_;
  TestingServices services_{HeldAtWill()};
};

TEST_F(SearchThingsTest, OfOneKindAnyIsMetAndOfSeveralAll) {
  Publish(kBristol, 1, "Autism club", Of("o1") + Having("Autism", "Needs"));
  Publish(kBristol, 2, "Charity", Of("o2") + Having("Autism", "Kinds"));
  Publish(kLeeds, 3, "Respite", Of("o1") + Having("Respite", "Needs"));
  Publish(kLeeds, 4, "Nothing", "");
  EXPECT_THAT(Find("filter { organizations: 'organizations/O1' }"),
              ElementsAre("Autism club", "Respite"));
  EXPECT_THAT(Find("filter { organizations: 'organizations/o1' "
                   "organizations: 'organizations/o2' }"),
              ElementsAre("Autism club", "Charity", "Respite"));
  EXPECT_THAT(Find("filter { organizations: 'organizations/none' }"),
              IsEmpty());
  const std::string autism = "any_of { term: 'taxonomyTerms/autism' } ";
  EXPECT_THAT(Find("filter { term_conditions { " + autism + " } }"),
              ElementsAre("Autism club", "Charity"));
  EXPECT_THAT(Find("filter { term_conditions { " + autism +
                   "any_of { term: 'taxonomyTerms/id-respite' } } }"),
              ElementsAre("Autism club", "Charity", "Respite"));
  EXPECT_THAT(Find("filter { term_conditions { " + autism +
                   "} term_conditions { any_of { taxonomy: "
                   "'taxonomies/needs' } } }"),
              ElementsAre("Autism club"));
  EXPECT_THAT(Find("filter { term_conditions { any_of { "
                   "term: 'taxonomyTerms/Autism' taxonomy: 'taxonomies/Kinds' "
                   "} any_of { term: 'taxonomyTerms/Respite' taxonomy: "
                   "'taxonomies/Needs' } } }"),
              ElementsAre("Charity", "Respite"));
  EXPECT_THAT(Find("filter { organizations: 'organizations/o1' "
                   "term_conditions { any_of { taxonomy: 'taxonomies/Needs' } "
                   "} authorities: 'authorities/E08000035' }"),
              ElementsAre("Respite"));
}

TEST_F(SearchThingsTest, AnEarlierInstantHasWhatEntriesSaidThen) {
  Publish(kBristol, 1, "One", Of("o1"));
  Publish(kBristol, 2, "Two", Of("o2"));
  const std::string first =
      Search("filter { organizations: 'organizations/o1' }").revision();
  services_.store().clock().Advance(absl::Hours(1));
  const absl::Time then = services_.store().clock().now();
  services_.store().clock().Advance(absl::Hours(1));
  Publish(kBristol, 1, "One", Of("o2"));
  Publish(kBristol, 3, "Three", Of("o1"));
  const std::string o1 = "filter { organizations: 'organizations/o1' } ";
  EXPECT_THAT(Find(o1), ElementsAre("Three"));
  EXPECT_THAT(Find(absl::StrCat(o1, "revision: '", first, "'")),
              ElementsAre("One"));
  EXPECT_THAT(Find(absl::StrCat(o1, "read_time { seconds: ",
                                absl::ToUnixSeconds(then), " }")),
              ElementsAre("One"));
  EXPECT_NE(Search(o1).revision(), first);
  EXPECT_EQ(Search(absl::StrCat(o1, "revision: '", first, "'")).revision(),
            first);
}

TEST_F(SearchThingsTest, WhatWasBegunGoesOnWhileTheCatalogueIsRemade) {
  const std::string places =
      "service_at_locations { id: 'a' } "
      "service_at_locations { id: 'b' } ";
  Publish(kBristol, 1, "One", Of("o1") + places);
  Publish(kBristol, 2, "Two", Of("o1") + places);
  const std::string o1 =
      "filter { organizations: 'organizations/o1' } page_size: 1 ";
  const v1::SearchEntriesResponse first = Search(o1);
  const auto list = [&](const std::string& request) {
    grpc::ClientContext context;
    v1::ListServiceAtLocationsResponse response;
    const grpc::Status status = services_.catalogue().ListServiceAtLocations(
        &context, Parse<v1::ListServiceAtLocationsRequest>(request), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  const v1::ListServiceAtLocationsResponse first_places = list(o1);
  HoldCatalogue();
  Publish(kBristol, 3, "Three", Of("o1"));
  EXPECT_THAT(
      Find(absl::StrCat(o1, "page_token: '", first.next_page_token(), "'")),
      ElementsAre("Two"));
  EXPECT_THAT(Find(absl::StrCat(o1, "revision: '", first.revision(), "'")),
              ElementsAre("One"));
  EXPECT_EQ(list(absl::StrCat(o1, "page_token: '",
                              first_places.next_page_token(), "'"))
                .service_at_locations_size(),
            1);
}

TEST_F(SearchThingsTest, FacetsCountWhatIsLeft) {
  Publish(kBristol, 1, "One", Of("o1") + Having("Autism", "Needs"));
  Publish(kLeeds, 2, "Two", Of("o1"));
  Publish(kLeeds, 3, "Three", Of("o2"));
  const v1::SearchEntriesResponse found = Search(
      "filter { organizations: 'organizations/o1' } "
      "facets: FACET_AUTHORITY");
  ASSERT_EQ(found.facets(0).values_size(), 2);
  EXPECT_EQ(found.facets(0).values(0).count(), 1);
  EXPECT_EQ(found.facets(0).values(1).count(), 1);
}

TEST_F(SearchThingsTest, EverythingThatIsWrongIsSaidAtOnce) {
  v1::SearchEntriesResponse response;
  const grpc::Status status = Ask(R"(
    page_size: -1 skip: -1
    filter { organizations: "o1" organizations: "organizations/"
             term_conditions { any_of { taxonomy: "Needs" } any_of {} }
             term_conditions {}
             changed_since { nanos: -1 }
             open_at { day: DAY_OF_WEEK_MONDAY }
             open_at { day: DAY_OF_WEEK_MONDAY time: "14:00"
                       end_time: "14:00" }
             open_at { day: DAY_OF_WEEK_MONDAY end_time: "24:01" } })",
                                  response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field :
       {"page_size", "skip", "filter.organizations[0]",
        "filter.organizations[1]",
        "filter.term_conditions[0].any_of[0].taxonomy",
        "filter.term_conditions[0].any_of[1]",
        "filter.term_conditions[1].any_of", "filter.changed_since",
        "filter.open_at[1].end_time", "filter.open_at[2].end_time"}) {
    EXPECT_THAT(status.error_message(), HasSubstr(field));
  }
  EXPECT_THAT(status.error_message(), Not(HasSubstr("open_at[0]")));
  std::string many = "filter { ";
  for (int i = 0; i < 11; ++i) {
    many += "term_conditions { ";
    for (int j = 0; j < 10; ++j) many += "any_of { term: 'taxonomyTerms/a' } ";
    many += "} ";
  }
  const std::string refusal = Ask(many + "}", response).error_message();
  EXPECT_THAT(refusal, HasSubstr("filter.term_conditions: wanted at most 10, "
                                 "not 11"));
  EXPECT_THAT(refusal, HasSubstr("filter.term_conditions: wanted at most 100 "
                                 "TermQueries, not 110"));
}

TEST_F(SearchThingsTest, WhatIsAskedHasItsLimits) {
  v1::SearchEntriesResponse response;
  const auto repeat = [](int times, const std::string& text) {
    std::string filter = "filter { ";
    for (int i = 0; i < times; ++i) filter += text;
    return filter + "}";
  };
  const std::string condition =
      "term_conditions { any_of { term: 'taxonomyTerms/a' } } ";
  EXPECT_TRUE(Ask(repeat(10, condition), response).ok());
  EXPECT_THAT(Ask(repeat(11, condition), response).error_message(),
              HasSubstr("filter.term_conditions: wanted at most 10, not 11"));
  const std::string monday = "open_at { day: DAY_OF_WEEK_MONDAY } ";
  EXPECT_TRUE(Ask(repeat(20, monday), response).ok());
  EXPECT_THAT(Ask(repeat(21, monday), response).error_message(),
              HasSubstr("filter.open_at: wanted at most 20, not 21"));
  const auto named = [](size_t bytes) {
    return absl::StrCat("filter { organizations: 'organizations/",
                        std::string(bytes, 'o'), "' }");
  };
  EXPECT_TRUE(Ask(named(500), response).ok());
  EXPECT_THAT(Ask(named(501), response).error_message(),
              HasSubstr("filter.organizations[0]: wanted an id or name of at "
                        "most 500 bytes"));
}

TEST_F(SearchThingsTest, ADateIsOfTheYears1To9999) {
  v1::SearchEntriesResponse response;
  for (const char* date : {"0001-01-01", "9999-12-31"}) {
    const grpc::Status status =
        Ask(absl::StrCat("filter { assured_since: '", date,
                         "' open_at { date: '", date, "' } }"),
            response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  // The first is the lowest number of a day.
  for (const std::string date : {"-5877641-06-23", "-0001-01-01", "0000-12-31",
                                 "10000-01-01", "5881581-01-01"}) {
    const std::string refusal =
        Ask(absl::StrCat("filter { assured_since: '", date,
                         "' open_at { date: '", date, "' } }"),
            response)
            .error_message();
    for (const char* field : {"assured_since", "open_at[0].date"}) {
      EXPECT_THAT(refusal,
                  HasSubstr(absl::StrCat("filter.", field, ": \"", date,
                                         "\": wanted YYYY-MM-DD")));
    }
  }
}

TEST_F(SearchThingsTest, AStretchOfADayIsOpenAtAnyMinuteOfIt) {
  const auto open = [](const std::string& day, const std::string& from,
                       const std::string& to) {
    return absl::StrCat("schedules { freq: SCHEDULE_FREQUENCY_WEEKLY byday: '",
                        day, "' opens_at: '", from, "' closes_at: '", to,
                        "' } ");
  };
  Publish(kBristol, 1, "Afternoons", open("SA", "13:00", "16:00"));
  Publish(kBristol, 2, "Mornings", open("MO", "08:00", "12:00"));
  Publish(kBristol, 3, "Never", "");
  const std::string saturday = "open_at { day: DAY_OF_WEEK_SATURDAY ";
  const auto find = [&](const std::string& times) {
    return Find("filter { " + saturday + times + " } }");
  };
  EXPECT_THAT(find("time: '12:00' end_time: '13:00'"), IsEmpty());
  EXPECT_THAT(find("time: '12:00' end_time: '13:01'"),
              ElementsAre("Afternoons"));
  EXPECT_THAT(find("time: '15:59' end_time: '24:00'"),
              ElementsAre("Afternoons"));
  EXPECT_THAT(find("end_time: '13:00'"), IsEmpty());
  EXPECT_THAT(find("end_time: '18:00'"), ElementsAre("Afternoons"));
  EXPECT_THAT(find("time: '16:00' end_time: '24:00'"), IsEmpty());
  EXPECT_THAT(Find("filter { " + saturday +
                   "} open_at { day: DAY_OF_WEEK_MONDAY time: '09:00' } }"),
              ElementsAre("Afternoons", "Mornings"));
}

TEST_F(SearchThingsTest, ChangedSinceIsFromThatMomentOn) {
  Publish(kBristol, 1, "Old", "");
  services_.store().clock().Advance(absl::Hours(1));
  Publish(kLeeds, 2, "New", "");
  services_.store().clock().Advance(absl::Hours(1));
  const v1::SearchEntriesResponse all = Search("");
  ASSERT_EQ(all.hits_size(), 2);
  const auto since = [&](const std::string& name, int later_nanos) {
    for (const v1::SearchHit& hit : all.hits()) {
      if (hit.entry().service().name() != name) continue;
      const auto& time = hit.entry().update_time();
      return Find(
          absl::StrCat("filter { changed_since { seconds: ", time.seconds(),
                       " nanos: ", time.nanos() + later_nanos, " } }"));
    }
    return std::vector<std::string>{"none"};
  };
  EXPECT_THAT(since("Old", 0), ElementsAre("New", "Old"));
  EXPECT_THAT(since("Old", 1), ElementsAre("New"));
  EXPECT_THAT(since("New", 0), ElementsAre("New"));
  EXPECT_THAT(since("New", 1), IsEmpty());
  EXPECT_THAT(Find("filter { changed_since { seconds: 4102444800 } }"),
              IsEmpty());
}

TEST_F(SearchThingsTest, HitsArePassedOverFromWhereThePageBegins) {
  for (int number = 1; number <= 9; ++number) {
    Publish(kBristol, number, absl::StrCat("Club ", number), "");
  }
  const v1::SearchEntriesResponse first = Search("page_size: 2 skip: 3");
  EXPECT_EQ(first.total_size(), 9);
  ASSERT_EQ(first.hits_size(), 2);
  EXPECT_EQ(first.hits(0).entry().service().name(), "Club 4");
  const std::string next =
      absl::StrCat("page_size: 2 page_token: '", first.next_page_token(), "' ");
  EXPECT_THAT(Find(next), ElementsAre("Club 6", "Club 7"));
  EXPECT_THAT(Find(next + "skip: 2"), ElementsAre("Club 8", "Club 9"));
  const v1::SearchEntriesResponse beyond = Search("skip: 2147483647");
  EXPECT_EQ(beyond.total_size(), 9);
  EXPECT_EQ(beyond.hits_size(), 0);
  EXPECT_EQ(beyond.next_page_token(), "");
}

}  // namespace
}  // namespace localoffer::catalogue
