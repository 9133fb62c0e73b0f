#include "services/catalogue/at_location_reader.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/errors.pb.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/testing_store.h"
#include "services/directory/page_token.h"
#include "services/rpc/error.h"

namespace localoffer::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;

constexpr int kEntries = 90;

class AtLocationReaderTest : public ::testing::Test {
 protected:
  AtLocationReaderTest() {
    for (int number = 0; number < kEntries; ++number) {
      services_.push_back(TestingStore::AnyService(number, random_));
      if (number % 7 == 0) {
        services_.back().set_status(v1::SERVICE_STATUS_DEFUNCT);
      }
      store_.Publish(number % 3 == 0 ? kLeeds : kBristol, services_.back());
    }
  }

  // Of all services that run, where `meets` of the place.
  template <typename Meets>
  std::vector<std::string> Expected(const Meets& meets) {
    std::vector<std::string> names;
    for (const v1::Service& service : services_) {
      if (service.status() == v1::SERVICE_STATUS_DEFUNCT) continue;
      for (int i = 0; i < service.service_at_locations_size(); ++i) {
        const v1::ServiceAtLocation at = AtLocationOf(service, i);
        if (!meets(at)) continue;
        names.push_back(absl::StrCat("serviceAtLocations/", at.id()));
      }
    }
    return names;
  }

  template <typename Between>
  std::vector<std::string> Walk(v1::ListServiceAtLocationsRequest request,
                                const Between& between) {
    std::vector<std::string> names;
    while (true) {
      const auto page = reader_.List(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return names;
      for (const auto& each : page->service_at_locations()) {
        names.push_back(each.name());
      }
      if (page->next_page_token().empty()) return names;
      EXPECT_NE(page->next_page_token(), request.page_token());
      request.set_page_token(page->next_page_token());
      between();
    }
  }

  TestingStore store_;
  std::mt19937_64 random_{12};
  std::vector<v1::Service> services_;
  const AtLocationReader reader_{*store_, store_.clock().clock()};
};

TEST_F(AtLocationReaderTest, PagesOfAnySizeHaveEachOnceInOneOrder) {
  const auto any = [](const v1::ServiceAtLocation& /*at*/) { return true; };
  const std::vector<std::string> all = Walk({}, [] {});
  EXPECT_THAT(all, UnorderedElementsAreArray(Expected(any)));
  for (const char* query : {"", "club", "club 3"}) {
    v1::ListServiceAtLocationsRequest request;
    request.set_query(query);
    const std::vector<std::string> at_once = Walk(request, [] {});
    EXPECT_FALSE(at_once.empty());
    for (const int size : {1, 2, 16, 5000}) {
      request.set_page_size(size);
      EXPECT_EQ(Walk(request, [] {}), at_once) << query << " " << size;
    }
  }
}

TEST_F(AtLocationReaderTest, AFirstPageMayPassOverSomeAndSayHowManyThereAre) {
  Catalogue catalogue{*store_};
  std::vector<v1::ListServiceAtLocationsRequest> questions(5);
  questions[1].set_order(v1::SEARCH_ORDER_ENTRY);
  questions[2].set_query("club 3");
  questions[3].mutable_filter()->add_authorities("authorities/E08000035");
  auto& near = *questions[4].mutable_filter()->mutable_near();
  near.mutable_place()->mutable_point()->set_latitude(51.43);
  near.mutable_place()->mutable_point()->set_longitude(-2.6);
  near.set_radius_meters(3000);
  for (v1::ListServiceAtLocationsRequest& request : questions) {
    const std::vector<std::string> all = Walk(request, [] {});
    const int many = static_cast<int>(all.size());
    ASSERT_GT(many, 5) << request.DebugString();
    for (const int skip : {0, 1, 2, 3, many / 2, many - 1, many, 1'000'000}) {
      request.set_page_size(4);
      request.set_skip(skip);
      request.set_show_total_size(true);
      const auto contents = *catalogue.Latest();
      const auto page = reader_.List(request, contents.get());
      ASSERT_TRUE(page.ok()) << page.status();
      EXPECT_EQ(page->total_size(), many);
      std::vector<std::string> names;
      for (const auto& each : page->service_at_locations()) {
        names.push_back(each.name());
      }
      v1::ListServiceAtLocationsRequest rest = request;
      rest.clear_skip();
      rest.clear_show_total_size();
      rest.set_page_token(page->next_page_token());
      if (!rest.page_token().empty()) {
        const std::vector<std::string> behind = Walk(rest, [] {});
        names.insert(names.end(), behind.begin(), behind.end());
      }
      EXPECT_EQ(names, std::vector<std::string>(
                           all.begin() + std::min(skip, many), all.end()))
          << skip << " " << request.DebugString();
      request.clear_skip();
      request.clear_show_total_size();
    }
  }
}

TEST_F(AtLocationReaderTest, OnlyAFirstPageIsCounted) {
  v1::ListServiceAtLocationsRequest request;
  request.set_page_size(2);
  request.set_page_token(reader_.List(request)->next_page_token());
  request.set_skip(1);
  request.set_show_total_size(true);
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(reader_.Check(request), info, bad_request);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "skip");
  EXPECT_EQ(bad_request.field_violations(1).field(), "show_total_size");
  request.clear_page_token();
  EXPECT_TRUE(reader_.Check(request).ok());
  EXPECT_TRUE(AtLocationReader::NeedsCatalogue(request));
  request.clear_skip();
  request.clear_show_total_size();
  EXPECT_FALSE(AtLocationReader::NeedsCatalogue(request));
}

TEST_F(AtLocationReaderTest, AllPagesAreOfTheMomentOfTheFirst) {
  v1::ListServiceAtLocationsRequest request;
  request.set_page_size(7);
  const std::vector<std::string> before = Walk(request, [] {});
  size_t moved = 0;
  const auto move = [&] {
    const int number = static_cast<int>(moved++) * 3 + 1;
    if (number >= kEntries) return;
    v1::Service changed = services_[number];
    changed.set_name(moved % 2 == 0 ? "AAA" : "ZZZ");
    changed.clear_service_at_locations();
    store_.Publish(kBristol, changed);
    store_.Publish(kBristol, TestingStore::AnyService(1000 + number, random_));
  };
  EXPECT_EQ(Walk(request, move), before);
  EXPECT_GT(moved, 5u);
  EXPECT_NE(Walk(request, [] {}), before);
}

TEST_F(AtLocationReaderTest, WhatIsOpenIsJudgedByTheDayOfTheFirstPage) {
  for (int number = 500; number < 504; ++number) {
    v1::Service service = TestingStore::AnyService(number, random_);
    service.clear_service_at_locations();
    service.add_service_at_locations()->mutable_location()->set_latitude(51);
    v1::Schedule& schedule = *service.add_schedules();
    schedule.set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
    schedule.set_byday("MO");
    schedule.set_opens_at("09:00");
    schedule.set_closes_at("10:00");
    schedule.set_valid_to(absl::FormatTime(
        "%Y-%m-%d", store_.clock().now() + absl::Hours(24 * 14),
        absl::UTCTimeZone()));
    store_.Publish(kBristol, service);
  }
  v1::ListServiceAtLocationsRequest request;
  request.mutable_filter()->add_open_at()->set_day(v1::DAY_OF_WEEK_MONDAY);
  request.set_page_size(1);
  // The schedules end between the pages.
  EXPECT_EQ(Walk(request, [&] { store_.clock().Advance(absl::Hours(24 * 9)); })
                .size(),
            4u);
  EXPECT_TRUE(Walk(request, [] {}).empty());
}

TEST_F(AtLocationReaderTest, OnlyWhatIsNearIsShownAndHowNear) {
  const geography::Point here{51.45, -2.6};
  v1::ListServiceAtLocationsRequest request;
  v1::NearFilter& near = *request.mutable_filter()->mutable_near();
  near.mutable_place()->mutable_point()->set_latitude(here.latitude);
  near.mutable_place()->mutable_point()->set_longitude(here.longitude);
  near.set_radius_meters(2000);
  const auto meters = [&](const v1::ServiceAtLocation& at) {
    return geography::DistanceMeters(
        {at.location().latitude(), at.location().longitude()}, here);
  };
  const auto page = reader_.List(request);
  ASSERT_TRUE(page.ok()) << page.status();
  std::vector<std::string> names;
  for (const auto& each : page->service_at_locations()) {
    names.push_back(each.name());
    EXPECT_NEAR(each.distance_meters(), meters(each.service_at_location()), 1);
  }
  const std::vector<std::string> expected = Expected(
      [&](const v1::ServiceAtLocation& at) { return meters(at) <= 2000; });
  ASSERT_GT(expected.size(), 10u);
  EXPECT_THAT(names, UnorderedElementsAreArray(expected));
  request.set_page_size(3);
  EXPECT_EQ(Walk(request, [] {}), names);
}

TEST_F(AtLocationReaderTest, AnEntryIsShownWithoutItsLocations) {
  v1::ListServiceAtLocationsRequest request;
  request.set_view(v1::CATALOGUE_VIEW_FULL);
  const auto full = reader_.List(request);
  ASSERT_TRUE(full.ok()) << full.status();
  for (const auto& each : full->service_at_locations()) {
    EXPECT_EQ(each.entry().service().service_at_locations_size(), 0);
    EXPECT_EQ(each.service_at_location().service_id(),
              each.entry().service().id());
    EXPECT_FALSE(each.entry().name().empty());
  }
  // Of an organization BASIC has the name and no telephone.
  request.clear_view();
  const auto basic = reader_.List(request);
  ASSERT_TRUE(basic.ok()) << basic.status();
  for (const auto& each : basic->service_at_locations()) {
    EXPECT_EQ(each.entry().service().organization().phones_size(), 0);
  }
}

TEST_F(AtLocationReaderTest, EverythingThatIsWrongIsSaidAtOnce) {
  v1::ListServiceAtLocationsRequest request;
  request.set_query(std::string(501, 'x'));
  request.set_order(v1::SEARCH_ORDER_DISTANCE);
  request.set_page_size(-1);
  request.set_page_token("x");
  request.set_view(static_cast<v1::CatalogueView>(7));
  const absl::Status status = reader_.List(request).status();
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(status, info, bad_request);
  std::vector<std::string> fields;
  for (const auto& each : bad_request.field_violations()) {
    fields.push_back(each.field());
  }
  EXPECT_THAT(fields,
              ElementsAre("query", "order", "page_size", "page_token", "view"));
}

TEST_F(AtLocationReaderTest, AMadeUpTokenDoesNoHarm) {
  v1::ListServiceAtLocationsRequest request;
  for (const int64_t place :
       {int64_t{-1}, int64_t{-1} << 62, int64_t{1} << 32, int64_t{1} << 62}) {
    storage::v1::PageToken token;
    token.set_request_hash(directory::RequestHash(request));
    token.set_revision(store_->logs().Latest().ToRevision());
    token.set_sequence(place);
    v1::ListServiceAtLocationsRequest forged = request;
    forged.set_page_token(directory::EncodePageToken(token));
    EXPECT_TRUE(reader_.List(forged).ok()) << place;
  }
}

}  // namespace
}  // namespace localoffer::catalogue
