#include "services/openreferral/write_json.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/read_json.h"
#include "services/openreferral/required_members.h"
#include "services/openreferral/testing_json.h"

namespace localoffer::openreferral {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kId[] = "48102e86-bb50-41c4-8f1e-e269368c41d1";

constexpr WriteOptions k3 = {.format = Format::kOpenReferral3};
constexpr WriteOptions k1 = {.format = Format::kOpenReferral1};
constexpr WriteOptions k1AsSupplied = {.format = Format::kOpenReferral1,
                                       .as_supplied = true};

std::string Write(const Record& record, const WriteOptions& options) {
  return WriteServiceJson(record.service, record.local_offer, options);
}

// A detailed service of Open Referral UK 1.0.
constexpr absl::string_view kVersion1 = R"({
  "id": "48102e86-bb50-41c4-8f1e-e269368c41d1",
  "name": "Example Short Breaks",
  "status": "active",
  "url": "https://example.org",
  "attending_type": "Venue",
  "attending_access": "referral",
  "deliverable_type": "Information",
  "organization": {
    "id": "381c64f1-a724-4884-9c21-ac96c21cca3e",
    "name": "Example Trust", "description": "A trust",
    "url": "www.example.org", "website": "kept"},
  "service_taxonomys": [
    {"id": "ae58cc39-8b70-4ab1-8aea-786882e5ac8e",
     "taxonomy": {"id": "3f7b145d-84af-42d7-8fae-eaca714b02b2",
                  "name": "Respite", "vocabulary": "esdServiceTypes"}}],
  "regular_schedules": [
    {"id": "48102e86-bb50-41c4-8f1e-e269368c41d2", "freq": "WEEKLY",
     "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
  "holiday_schedules": [{"closed": true, "start_date": "2024-12-25"}],
  "fundings": [{"id": "1f2df32c-bf08-4b8e-bd6f-e834014b19bc",
                "source": "Donations"}],
  "languages": [{"id": "2989d3ed-c547-48f8-8f9d-432d81c7892e",
                 "language": "Welsh"}],
  "reviews": [{"title": "Good"}],
  "eligibilitys": [
    {"id": "1", "eligibility": "child", "minimum_age": 5, "maximum_age": 11},
    {"id": "2", "eligibility": "teen", "minimum_age": "12",
     "maximum_age": 18}],
  "cost_options": [
    {"id": "1fdf4d39-3d80-484d-9f92-a8ffa08621e7", "amount": 3.5,
     "link_taxonomies": [{"link_type": "cost_option",
                          "taxonomy": {"name": "Per day"}}]}],
  "service_at_locations": [
    {"id": "e94c9f38-1e8f-4564-91d4-d53501ab1765",
     "regular_schedule": [{"byday": "TU"}],
     "location": {
       "id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5",
       "latitude": 51.45, "longitude": -2.58,
       "physical_addresses": [{"address_1": "1 Example Street",
                               "postal_code": "ZZ1 1ZZ"}],
       "accessibility_for_disabilities": [{"accessibility": "Ramp"}]}}]
})";

TEST(WriteJson, Version1ComesBackAsItWasWithAllItsParts) {
  const Record record = ReadOne(kVersion1);
  EXPECT_THAT(record.violations, IsEmpty());
  EXPECT_TRUE(SameJson(kVersion1, Write(record, k1AsSupplied)));
}

TEST(WriteJson, Version1FillsTheModel) {
  const v1::Service service = ReadOne(kVersion1).service;
  EXPECT_EQ(service.organization().website(), "https://www.example.org");
  EXPECT_EQ(service.attributes(0).taxonomy_term().taxonomy(),
            "esdServiceTypes");
  EXPECT_EQ(service.schedules(0).byday(), "MO");
  EXPECT_EQ(service.funding(0).source(), "Donations");
  EXPECT_EQ(service.languages(0).name(), "Welsh");
  EXPECT_EQ(service.minimum_age(), 5);
  EXPECT_EQ(service.maximum_age(), 18);
  EXPECT_EQ(service.eligibility_description(), "child; teen");
  EXPECT_EQ(service.cost_options(0).attributes(0).taxonomy_term().name(),
            "Per day");
  const auto& at_location = service.service_at_locations(0);
  EXPECT_EQ(at_location.schedules(0).byday(), "TU");
  EXPECT_EQ(at_location.location().addresses(0).postal_code(), "ZZ1 1ZZ");
  EXPECT_EQ(at_location.location().accessibility(0).accessibility(), "Ramp");
}

TEST(WriteJson, AnAgeLimitHoldsOnlyIfEveryElementHasOne) {
  const Record record =
      ReadOne(R"({"id":"1","name":"x","eligibilitys":[{"minimum_age":5},)"
              R"({"maximum_age":18,"minimum_age":-1}]})");
  EXPECT_FALSE(record.service.has_minimum_age());
  EXPECT_FALSE(record.service.has_maximum_age());
}

TEST(WriteJson, Version1BecomesVersion3) {
  const std::string json = Write(ReadOne(kVersion1), k3);
  for (const absl::string_view member :
       {"attributes", "schedules", "funding", "addresses", "accessibility",
        "minimum_age", "taxonomy_term", "organization_id", "attending_type",
        "eligibilitys", "holiday_schedules"}) {
    EXPECT_THAT(json, HasSubstr(absl::StrCat("\"", member, "\":")));
  }
  for (const absl::string_view member :
       {"service_taxonomys", "regular_schedules", "fundings",
        "physical_addresses", "vocabulary"}) {
    EXPECT_THAT(json, Not(HasSubstr(absl::StrCat("\"", member, "\":"))));
  }
  // What only the version of its source knew must not pass for a website.
  EXPECT_THAT(json, HasSubstr(R"("website":"https://www.example.org")"));
  EXPECT_THAT(json, Not(HasSubstr("kept")));
}

TEST(WriteJson, AVersion3DocumentOfAVersion1RecordReadsAsTheSameService) {
  const Record first = ReadOne(kVersion1);
  const std::string json = Write(first, k3);
  const Record second = ReadOne(json, Format::kOpenReferral3);
  EXPECT_THAT(second.violations, IsEmpty());
  EXPECT_EQ(Write(second, k3), json);
}

TEST(WriteJson, Version1IsWrittenWithItsOwnNames) {
  const Record record = ReadOne(absl::StrCat(
      R"({"id":")", kId, R"(","name":"x","minimum_age":5,"schedules":[{}],)",
      R"("last_modified":"2024-01-01T00:00:00Z"})"));
  const std::string json = Write(record, k1);
  EXPECT_THAT(json, HasSubstr(R"("regular_schedules":[)"));
  EXPECT_THAT(json, HasSubstr(R"("eligibilitys":[{)"));
  EXPECT_THAT(json, HasSubstr(R"("minimum_age":5)"));
  EXPECT_THAT(json, HasSubstr(R"("organization":{"id":)"));
  EXPECT_THAT(json, Not(HasSubstr("\"status\"")));
  EXPECT_THAT(json, Not(HasSubstr("\"schedules\"")));
}

TEST(WriteJson, AStandardDocumentHasWhatTheStandardRequires) {
  const Record record = ReadOne(absl::StrCat(
      R"({"id":")", kId,
      R"(","name":"","contacts":[{"phones":[{}]}],"organization":{"name":"T"},)",
      R"("service_at_locations":[{"location":{"addresses":[{}]}}]})"));
  const std::string contact = DerivedId(kId, "contacts", 0);
  const std::string at = DerivedId(kId, "service_at_locations", 0);
  const std::string location = DerivedId(at, "location", 0);
  const std::string organization = DerivedId(kId, "organization", 0);
  EXPECT_TRUE(SameJson(
      absl::StrCat(
          R"({"id":")", kId, R"(","organization_id":")", organization,
          R"(","name":"Unnamed service","status":"active",)",
          R"("contacts":[{"id":")", contact, R"(","phones":[{"id":")",
          DerivedId(contact, "phones", 0), R"(","number":""}]}],)",
          R"("organization":{"id":")", organization,
          R"(","name":"T","description":""},"service_at_locations":[{"id":")",
          at, R"(","location":{"id":")", location,
          R"(","location_type":"physical","addresses":[{"id":")",
          DerivedId(location, "addresses", 0),
          R"(","address_1":"","city":"","state_province":"",)",
          R"("postal_code":"","country":"","address_type":"physical"}]}}]})"),
      Write(record, k3)));
}

TEST(WriteJson, AStandardDocumentIsReadWithoutRepairs) {
  const Record first = ReadOne(
      absl::StrCat(R"({"id":"7","name":"x ","url":"a.org","minimum_age":-1,)",
                   R"("status":"Active","organization":{"id":"9","name":"T",)",
                   R"("description":"d"}})"));
  EXPECT_THAT(first.repairs, Not(IsEmpty()));
  const Record second = ReadOne(Write(first, k3));
  EXPECT_THAT(second.repairs, IsEmpty());
}

TEST(WriteJson, VerbatimThatIsNoJsonCannotBreakADocument) {
  v1::Service service;
  service.set_id(kId);
  auto* member = service.mutable_verbatim()->add_unrecognized();
  member->set_name("x");
  member->set_json("1},{\"y\":2");
  auto* lines = service.mutable_verbatim()->add_unrecognized();
  lines->set_name("z");
  lines->set_json("[1,\n2]");
  const std::string json =
      WriteServiceJson(service, v1::LocalOffer(), {.as_supplied = true});
  EXPECT_EQ(json, absl::StrCat(R"({"id":")", kId,
                               R"(","x":"1},{\"y\":2","z":[1,2]})"));
}

TEST(WriteJson, NumbersThatJsonCannotHoldAreNull) {
  v1::Service service;
  service.set_minimum_age(1.0 / 0.0);
  EXPECT_THAT(WriteServiceJson(service, v1::LocalOffer(), k3),
              HasSubstr(R"("minimum_age":null)"));
}

TEST(WriteJson, ValuesOfALaterModelAreLeftOut) {
  v1::Service service;
  service.set_status(static_cast<v1::ServiceStatus>(99));
  v1::LocalOffer local_offer;
  local_offer.add_limbs(static_cast<v1::Limb>(99));
  local_offer.add_limbs(v1::LIMB_IN_AREA);
  EXPECT_EQ(WriteServiceJson(service, local_offer, {.as_supplied = true}),
            R"({"local_offer":{"limbs":["in_area"]}})");
}

TEST(PageWriter, WritesOnePageOfVersion3) {
  const Record record =
      ReadOne(absl::StrCat(R"({"id":")", kId, R"(","name":"x"})"));
  PageWriter page({.format = Format::kOpenReferral3, .as_supplied = true});
  std::string json = page.Begin(2);
  json += page.Next(record.service, record.local_offer);
  json += page.Next(record.service, record.local_offer);
  json += page.End();
  EXPECT_TRUE(SameJson(
      absl::StrCat(R"({"total_items":2,"total_pages":1,"page_number":1,)",
                   R"("size":2,"first_page":true,"last_page":true,)",
                   R"("empty":false,"contents":[{"id":")", kId,
                   R"(","name":"x"},{"id":")", kId, R"(","name":"x"}]})"),
      json));
}

TEST(PageWriter, WritesAnEmptyPageOfVersion1) {
  PageWriter page(k1);
  EXPECT_TRUE(SameJson(
      R"({"totalElements":0,"totalPages":1,"number":1,"size":0,"first":true,
          "last":true,"empty":true,"content":[]})",
      page.Begin(0) + page.End()));
}

TEST(PageWriter, WritesFurtherMembersOfThePage) {
  PageWriter page(k3);
  page.AddMember("source", "[1]");
  page.AddMember("note", "{}");
  EXPECT_THAT(page.Begin(0) + page.End(),
              HasSubstr(R"("empty":true,"source":[1],"note":{},"contents":[)"));
}

TEST(PageWriter, WritesOnePageOfSeveral) {
  PageWriter page(k3);
  EXPECT_THAT(page.Begin(Page{874, 9, 9, 74}),
              HasSubstr(R"("total_items":874,"total_pages":9,"page_number":9,)"
                        R"("size":74,"first_page":false,"last_page":true)"));
}

}  // namespace
}  // namespace localoffer::openreferral
