// Every parameter of the Open Referral UK API against a look at every record.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "storage/geography/point.h"
#include "tests/e2e/openreferral/api_fixture.h"
#include "tests/e2e/openreferral/records.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

constexpr const char* kDayNames[] = {"monday", "Tuesday",  "wed",   "TH",
                                     "friday", "saturday", "sunday"};

class ParametersTest : public OpenReferralApiTest {
 protected:
  ParametersTest() {
    node_.MustPublish(kBristol, records_.EntriesOf(0));
    node_.clock().Advance(absl::Hours(1));
    node_.MustPublish(kLeeds, records_.EntriesOf(1));
  }

  template <typename Meets>
  void Expect(const std::string& query, const Meets& meets) {
    const std::vector<std::string> expected = records_.IdsOf(meets);
    EXPECT_THAT(All(absl::StrCat(kBase, "/services?", query)),
                UnorderedElementsAreArray(expected))
        << query;
    const rapidjson::Document page =
        Json(absl::StrCat(kBase, "/services?", query));
    EXPECT_EQ(page["total_items"].GetUint(), expected.size()) << query;
    // The services at locations of the same question.
    size_t at_locations = 0;
    for (const v1::Service& service : records_.services()) {
      if (std::find(expected.begin(), expected.end(), service.id()) !=
          expected.end()) {
        at_locations += service.service_at_locations_size();
      }
    }
    EXPECT_EQ(Json(absl::StrCat(kBase, "/service_at_locations?",
                                query))["total_items"]
                  .GetUint(),
              at_locations)
        << query;
  }

  // What SearchEntries finds.
  std::vector<std::string> Search(const v1::SearchEntriesRequest& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status =
        node_.directory().SearchEntries(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> ids;
    for (const v1::SearchHit& hit : response.hits()) {
      ids.push_back(hit.entry().service().id());
    }
    return ids;
  }

  const Records records_{5};
};

TEST_F(ParametersTest, WithoutParametersEverythingIsListed) {
  Expect("", [](const v1::Service&) { return true; });
}

TEST_F(ParametersTest, AgesAreThoseOfServicesForThem) {
  for (const auto& [least, most] : std::vector<std::pair<int, int>>{
           {0, 2}, {5, 5}, {17, 19}, {24, 30}, {0, 99}}) {
    Expect(
        absl::StrCat("minimum_age=", least, "&maximum_age=", most),
        [least = least, most = most](const v1::Service& service) {
          return (!service.has_minimum_age() ||
                  service.minimum_age() <= most) &&
                 (!service.has_maximum_age() || service.maximum_age() >= least);
        });
  }
  Expect("minimum_age=20", [](const v1::Service& service) {
    return !service.has_maximum_age() || service.maximum_age() >= 20;
  });
  Expect("maximum_age=4", [](const v1::Service& service) {
    return !service.has_minimum_age() || service.minimum_age() <= 4;
  });
}

TEST_F(ParametersTest, AnOrganizationIsAskedForByItsId) {
  for (int of = 0; of < 9; ++of) {
    Expect(absl::StrCat("organization_id=", Uuid(2, of)),
           [of](const v1::Service& service) {
             return service.organization().id() == Uuid(2, of);
           });
  }
  Expect(absl::StrCat("organization_id=", Uuid(2, 99)),
         [](const v1::Service&) { return false; });
}

bool HasTerm(const v1::Service& service, const std::string& name) {
  return std::any_of(service.attributes().begin(), service.attributes().end(),
                     [&](const v1::Attribute& attribute) {
                       return attribute.taxonomy_term().name() == name;
                     });
}

TEST_F(ParametersTest, ATermIsAskedForByAnyOfItsIdsOrItsName) {
  for (int which = 0; which < 6; ++which) {
    const std::string name = absl::StrCat(which < 3 ? "Need " : "Kind ", which);
    const auto has = [&](const v1::Service& service) {
      return HasTerm(service, name);
    };
    Expect(absl::StrCat("taxonomy_term_id=", name.substr(0, 4), "%20", which),
           has);
    for (const v1::Service& service : records_.services()) {
      for (const v1::Attribute& attribute : service.attributes()) {
        if (attribute.taxonomy_term().name() != name) continue;
        Expect(
            absl::StrCat("taxonomy_term_id=", attribute.taxonomy_term().id()),
            has);
        break;
      }
      if (service.id() > storage::TestService(20, "").id()) break;
    }
  }
  // By the ids of the list of terms, which has each once.
  const rapidjson::Document terms =
      Json(absl::StrCat(kBase, "/taxonomy_terms"));
  EXPECT_EQ(terms["total_items"].GetInt(), 6);
  for (const auto& term : terms["contents"].GetArray()) {
    Expect(absl::StrCat("taxonomy_term_id=", term["id"].GetString()),
           [&](const v1::Service& service) {
             return HasTerm(service, term["name"].GetString());
           });
  }
}

TEST_F(ParametersTest, ATaxonomyIsAskedForByItsIdOrItsName) {
  const rapidjson::Document taxonomies =
      Json(absl::StrCat(kBase, "/taxonomies"));
  ASSERT_EQ(taxonomies["total_items"].GetInt(), 2);
  for (const auto& taxonomy : taxonomies["contents"].GetArray()) {
    const std::string name = taxonomy["name"].GetString();
    for (const std::string& by : {std::string(taxonomy["id"].GetString()),
                                  absl::AsciiStrToUpper(name)}) {
      Expect(absl::StrCat("taxonomy_id=", by), [&](const v1::Service& service) {
        return std::any_of(service.attributes().begin(),
                           service.attributes().end(), [&](const auto& each) {
                             return each.taxonomy_term().taxonomy() == name;
                           });
      });
    }
    EXPECT_THAT(All(absl::StrCat(kBase, "/taxonomy_terms?taxonomy_id=",
                                 taxonomy["id"].GetString())),
                SizeIs(3));
  }
  // The one that its source gives an id keeps it.
  EXPECT_EQ(Get(absl::StrCat(kBase, "/taxonomies/", Uuid(5, 0))).status, 200);
}

TEST_F(ParametersTest, TermsAreATree) {
  EXPECT_THAT(All(absl::StrCat(kBase, "/taxonomy_terms?parent_id=", Uuid(3, 0)),
                  "name"),
              ElementsAre("Need 1", "Need 2"));
  EXPECT_THAT(All(absl::StrCat(kBase, "/taxonomy_terms?top_only=true"), "name"),
              ElementsAre("Kind 3", "Kind 4", "Kind 5", "Need 0"));
  EXPECT_THAT(All(absl::StrCat(kBase, "/taxonomy_terms?search=kind"), "name"),
              ElementsAre("Kind 3", "Kind 4", "Kind 5"));
}

TEST_F(ParametersTest, ConditionsAreMetTogether) {
  Expect(absl::StrCat(
             "organization_id=", Uuid(2, 3),
             "&taxonomy_id=needs&maximum_age=10&taxonomy_term_id=", Uuid(3, 1)),
         [](const v1::Service& service) {
           return service.organization().id() == Uuid(2, 3) &&
                  HasTerm(service, "Need 1") &&
                  (!service.has_minimum_age() || service.minimum_age() <= 10);
         });
}

TEST_F(ParametersTest, OpeningIsADayAndAStretchOfIt) {
  const auto open = [](const v1::Service& service, int day,
                       const std::string& from, const std::string& to) {
    return std::any_of(service.schedules().begin(), service.schedules().end(),
                       [&](const v1::Schedule& schedule) {
                         return schedule.byday() == kDays[day] &&
                                schedule.opens_at() < to &&
                                schedule.closes_at() > from;
                       });
  };
  for (int day = 0; day < 7; ++day) {
    Expect(absl::StrCat("day=", kDayNames[day]), [&](const auto& service) {
      return open(service, day, "00:00", "24:00");
    });
    Expect(absl::StrCat("day=", kDayNames[day],
                        "&start_time=10:30&end_time=11:00"),
           [&](const auto& service) {
             return open(service, day, "10:30", "11:00");
           });
    Expect(absl::StrCat("day=", kDayNames[day], "&start_time=16:00:00"),
           [&](const auto& service) {
             return open(service, day, "16:00", "24:00");
           });
  }
}

TEST_F(ParametersTest, ModifiedAfterIsFromThatMomentOn) {
  const absl::Time published = [&] {
    const rapidjson::Document service =
        Json(absl::StrCat(kBase, "/services/", records_.services()[1].id()));
    absl::Time time;
    std::string error;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full,
                                service["last_modified"].GetString(), &time,
                                &error))
        << error;
    return time;
  }();
  const auto at = [](absl::Time time) {
    return absl::FormatTime("modified_after=%Y-%m-%dT%H:%M:%E3SZ", time,
                            absl::UTCTimeZone());
  };
  const std::vector<v1::Entry> later = records_.EntriesOf(1);
  const auto is_later = [&](const v1::Service& service) {
    return std::any_of(later.begin(), later.end(), [&](const auto& entry) {
      return entry.service().id() == service.id();
    });
  };
  Expect(at(published), is_later);
  Expect(at(published - absl::Minutes(30)), is_later);
  Expect(at(published - absl::Hours(2)),
         [](const v1::Service&) { return true; });
  Expect(at(published + absl::Milliseconds(1)),
         [](const v1::Service&) { return false; });
  Expect("modified_after=2100-01-01", [](const v1::Service&) { return false; });
  Expect("modified_after=1970-01-01", [](const v1::Service&) { return true; });
}

TEST_F(ParametersTest, WordsAndPlacesFindWhatSearchEntriesFinds) {
  for (const char* words : {"respite", "musik swiming", "hoist 7", "zzz"}) {
    v1::SearchEntriesRequest request;
    request.set_query(words);
    request.set_page_size(100);
    std::string escaped = words;
    std::replace(escaped.begin(), escaped.end(), ' ', '+');
    EXPECT_EQ(All(absl::StrCat(kBase, "/services?search=", escaped)),
              Search(request))
        << words;
    request.mutable_filter()->mutable_serves()->set_postcode("BS1");
    EXPECT_EQ(
        All(absl::StrCat(kBase, "/services?postcode=bs1&search=", escaped)),
        Search(request))
        << words;
    request.mutable_filter()->clear_serves();
    request.mutable_filter()->mutable_near()->mutable_place()->set_postcode(
        "BS1");
    request.mutable_filter()->mutable_near()->set_radius_meters(3000);
    EXPECT_EQ(
        All(absl::StrCat(
            kBase, "/services?postcode=BS1&proximity=3000&search=", escaped)),
        Search(request))
        << words;
  }
}

TEST_F(ParametersTest, NearIsMeasuredAtEachLocation) {
  v1::ResolvePlaceRequest request;
  request.mutable_place()->set_postcode("BS1");
  v1::ResolvePlaceResponse place;
  ASSERT_TRUE(
      node_.places().ResolvePlace(With("").get(), request, &place).ok());
  const geography::Point center = {place.place().point().latitude(),
                                   place.place().point().longitude()};
  for (const double radius : {500.0, 2000.0, 5000.0}) {
    std::set<std::string> near;
    size_t at_locations = 0;
    for (const v1::Service& service : records_.services()) {
      if (service.status() == v1::SERVICE_STATUS_DEFUNCT) continue;
      for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
        if (geography::DistanceMeters(
                {at.location().latitude(), at.location().longitude()}, center) >
            radius) {
          continue;
        }
        near.insert(service.id());
        ++at_locations;
      }
    }
    const std::string query = absl::StrCat("?postcode=BS1&proximity=", radius);
    EXPECT_THAT(All(absl::StrCat(kBase, "/services", query)),
                UnorderedElementsAreArray(near));
    EXPECT_THAT(All(absl::StrCat(kBase, "/service_at_locations", query)),
                SizeIs(at_locations));
    // The nearest comes first, and each says how near.
    const rapidjson::Document page =
        Json(absl::StrCat(kBase, "/services", query));
    int64_t before = 0;
    for (const auto& service : page["contents"].GetArray()) {
      const int64_t distance = service["match"]["distance_meters"].GetInt64();
      EXPECT_LE(before, distance);
      EXPECT_LE(distance, radius + 1);
      before = distance;
    }
  }
}

TEST_F(ParametersTest, PagesOfAnySizeAreTheList) {
  for (const char* list : {"services", "service_at_locations", "organizations",
                           "taxonomies", "taxonomy_terms"}) {
    const std::vector<std::string> all = All(absl::StrCat(kBase, "/", list));
    for (const int size : {1, 2, 16, 100}) {
      std::vector<std::string> pages;
      int pages_there_are = 1;
      for (int number = 1; number <= pages_there_are; ++number) {
        const rapidjson::Document page = Json(absl::StrCat(
            kBase, "/", list, "?per_page=", size, "&page=", number));
        pages_there_are = page["total_pages"].GetInt();
        EXPECT_EQ(page["total_items"].GetUint(), all.size());
        EXPECT_EQ(page["size"].GetUint(), page["contents"].Size());
        EXPECT_EQ(page["last_page"].GetBool(), number == pages_there_are);
        for (const auto& object : page["contents"].GetArray()) {
          pages.emplace_back(object["id"].GetString());
        }
      }
      EXPECT_EQ(pages, all) << list << " " << size;
    }
    for (const char* far : {"1000", "1000000000"}) {
      const rapidjson::Document beyond =
          Json(absl::StrCat(kBase, "/", list, "?per_page=100&page=", far));
      EXPECT_TRUE(beyond["empty"].GetBool());
      EXPECT_EQ(beyond["contents"].Size(), 0u);
      EXPECT_TRUE(beyond["last_page"].GetBool());
    }
  }
}

TEST_F(ParametersTest, MinimalHasAllOnOnePage) {
  const rapidjson::Document page = Parse(
      Keep("service_list", absl::StrCat(kBase, "/services?minimal=true")));
  const size_t all =
      records_.IdsOf([](const v1::Service&) { return true; }).size();
  EXPECT_EQ(page["contents"].Size(), all);
  EXPECT_EQ(page["size"].GetUint(), all);
  for (const auto& service : page["contents"].GetArray()) {
    EXPECT_EQ(service.MemberCount(), 4u);
    EXPECT_TRUE(service.HasMember("last_modified"));
  }
  EXPECT_EQ(
      Json(absl::StrCat(kBase, "/services?minimal=1&per_page=7"))["contents"]
          .Size(),
      7u);
}

TEST_F(ParametersTest, OrganizationsHaveTheirServices) {
  std::map<std::string, std::set<std::string>> expected;
  for (const v1::Service& service : records_.services()) {
    if (!service.has_organization()) continue;
    auto& of = expected[service.organization().id()];
    if (service.status() != v1::SERVICE_STATUS_DEFUNCT) of.insert(service.id());
  }
  const rapidjson::Document page = Parse(Keep(
      "organization_list", absl::StrCat(kBase, "/organizations?full=true")));
  ASSERT_EQ(page["contents"].Size(), expected.size());
  for (const auto& organization : page["contents"].GetArray()) {
    std::set<std::string> services;
    for (const auto& service : organization["services"].GetArray()) {
      EXPECT_STREQ(service["organization_id"].GetString(),
                   organization["id"].GetString());
      services.insert(service["id"].GetString());
    }
    EXPECT_EQ(services, expected[organization["id"].GetString()]);
  }
  Keep("organization", absl::StrCat(kBase, "/organizations/", Uuid(2, 1),
                                    "?full_service=true"));
  EXPECT_THAT(All(absl::StrCat(kBase, "/organizations?search=char+7"), "name"),
              ElementsAre("Charity 7"));
  EXPECT_THAT(All(absl::StrCat(kBase, "/organizations?search=hospice")),
              IsEmpty());
  EXPECT_EQ(Get(absl::StrCat(kBase, "/organizations/", Uuid(2, 77))).status,
            404);
}

// Lists follow what is published, withdrawn and published again.
TEST_F(ParametersTest, ListsFollowTheOffer) {
  for (int i = 1; i <= kServices; i += 2) Withdraw(kBristol, i);
  const std::vector<v1::Entry> left = records_.EntriesOf(1);
  std::set<std::string> organizations;
  for (const v1::Entry& entry : left) {
    if (entry.service().has_organization()) {
      organizations.insert(entry.service().organization().id());
    }
  }
  EXPECT_THAT(All(absl::StrCat(kBase, "/organizations")),
              UnorderedElementsAreArray(organizations));
  node_.MustPublish(kBristol, {TestEntry(1, "Anew", "9900001")});
  EXPECT_THAT(All(absl::StrCat(kBase, "/organizations?search=hospice")),
              SizeIs(1));
}

TEST_F(ParametersTest, EveryAnswerIsOfTheStandard) {
  PublishDemo("E06000025", "south-gloucestershire.json");
  PublishDemo("E06000024", "north-somerset.json");
  for (const auto& [definition, path] :
       std::vector<std::pair<std::string, std::string>>{
           {"service_list", "/services?per_page=100"},
           {"service_list", "/services?full=true&per_page=100"},
           {"service_list", "/services?search=respite&postcode=BS1"},
           {"service_list", "/services?postcode=BS1&proximity=20000&full=true"},
           {"service*", "/services?full=true&format=ndjson"},
           {"organization_list", "/organizations?per_page=100"},
           {"organization_list", "/organizations?full_service=true"},
           {"organization*", "/organizations?format=ndjson&full=true"},
           {"taxonomy_list", "/taxonomies"},
           {"taxonomy_term_list", "/taxonomy_terms?per_page=100"},
           {"service_at_location_list", "/service_at_locations"},
           {"service_at_location_list", "/service_at_locations?full=true"}}) {
    Keep(definition, absl::StrCat(kBase, path));
  }
  for (const char* kind :
       {"service", "organization", "taxonomy_term", "service_at_location"}) {
    const std::string list = absl::StrCat(kBase, "/", kind, "s");
    int count = 0;
    for (const std::string& id : All(list)) {
      if (++count % 7 != 0) continue;
      Keep(kind, absl::StrCat(list, "/", id));
    }
    EXPECT_GT(count, 5) << kind;
  }
  for (const std::string& id : All(absl::StrCat(kBase, "/taxonomies"))) {
    Keep("taxonomy", absl::StrCat(kBase, "/taxonomies/", id));
  }
}

}  // namespace
}  // namespace localoffer::testing
