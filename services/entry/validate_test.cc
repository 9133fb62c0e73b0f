#include "services/entry/validate.h"

#include <limits>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/statutory_items.h"

namespace localoffer::entry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kId[] = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623";

ValidationContext Context() {
  ValidationContext context;
  context.position.set_source("offer.csv");
  context.position.set_record(7);
  context.now = absl::FromCivil(absl::CivilSecond(2025, 6, 15, 12, 0, 0),
                                absl::UTCTimeZone());
  return context;
}

v1::Service Sound() {
  v1::Service service;
  service.set_id(kId);
  service.set_name("Example Short Breaks");
  return service;
}

// "path REASON" for each violation.
std::vector<std::string> Found(const v1::Service& service,
                               const v1::LocalOffer& local_offer = {}) {
  std::vector<std::string> found;
  for (const auto& violation : Validate(service, local_offer, Context())) {
    found.push_back(absl::StrCat(violation.field(), " ", violation.reason()));
  }
  return found;
}

// Puts `value` in a text field of a sound service and validates it.
std::vector<std::string> FoundWith(absl::string_view field,
                                   const std::string& value) {
  v1::Service service = Sound();
  service.GetReflection()->SetString(
      &service, service.GetDescriptor()->FindFieldByName(std::string(field)),
      value);
  return Found(service);
}

TEST(Validate, AcceptsARecordThatFillsEveryPart) {
  v1::Service service = Sound();
  service.set_url("https://example.org/breaks");
  service.set_email("office@example.org");
  service.set_status(v1::SERVICE_STATUS_ACTIVE);
  service.set_minimum_age(0);
  service.set_maximum_age(18);
  service.set_assured_date("2025-06-15");
  service.set_last_modified("2025-06-15T09:00:00+01:00");
  service.set_description("Line one\r\nline two\t\xc2\xa3 5");
  auto* organization = service.mutable_organization();
  organization->set_name("Example Children's Hospice");
  auto* charity = organization->add_organization_identifiers();
  charity->set_identifier_scheme("GB-CHC");
  charity->set_identifier("9900001");
  auto* place = service.add_service_at_locations()->mutable_location();
  place->set_latitude(51.45);
  place->set_longitude(-2.58);
  place->set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  service.add_phones()->set_number("01632 960001");
  auto* schedule = service.add_schedules();
  schedule->set_opens_at("09:00");
  schedule->set_closes_at("17:30:00");
  schedule->set_interval(2);
  schedule->set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
  service.add_cost_options()->set_amount(0);
  v1::LocalOffer local_offer;
  local_offer.add_statutory_items("LO-C9");
  local_offer.add_statutory_items("LO-B5a");
  local_offer.add_limbs(v1::LIMB_IN_AREA);
  local_offer.set_tier(v1::TIER_SPECIALIST);
  local_offer.mutable_transition()->set_from_age(14);
  local_offer.mutable_transition()->set_to_age(25);
  EXPECT_THAT(Found(service, local_offer), IsEmpty());
}

TEST(Validate, SaysWhereWhatAndWhy) {
  v1::Service service = Sound();
  service.set_email("nobody");
  const auto violations = Validate(service, {}, Context());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].position().source(), "offer.csv");
  EXPECT_EQ(violations[0].position().record(), 7);
  EXPECT_EQ(violations[0].title(), "Example Short Breaks");
  EXPECT_EQ(violations[0].field(), "service.email");
  EXPECT_EQ(violations[0].value(), "nobody");
  EXPECT_EQ(violations[0].wanted(),
            "one e-mail address such as name@example.org");
  EXPECT_EQ(violations[0].reason(), "NOT_AN_EMAIL_ADDRESS");
}

TEST(Validate, FindsAllViolationsAtOnce) {
  v1::Service service;
  service.set_id("7");
  service.set_url("www.example.org");
  service.set_maximum_age(-1);
  service.add_contacts()->add_phones();
  EXPECT_THAT(
      Found(service),
      UnorderedElementsAre("service.id NOT_A_UUID", "service.name REQUIRED",
                           "service.url NOT_A_WEB_ADDRESS",
                           "service.maximum_age OUT_OF_RANGE",
                           "service.contacts[0].phones[0].number REQUIRED"));
}

TEST(Validate, WantsALowerCaseIdOfRfc4122) {
  v1::Service service = Sound();
  service.clear_id();
  EXPECT_THAT(Found(service), ElementsAre("service.id REQUIRED"));
  for (const char* wrong : {"", "abc", "2A3483EA-8966-4F50-9DC3-7BAFA1E5C623",
                            "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_THAT(FoundWith("id", wrong), ElementsAre("service.id NOT_A_UUID"))
        << wrong;
  }
}

TEST(Validate, WantsOtherIdsInTheFormOfAUuid) {
  EXPECT_THAT(FoundWith("organization_id", "org 1"),
              ElementsAre("service.organization_id NOT_A_UUID"));
  EXPECT_THAT(
      FoundWith("organization_id", "2A3483EA-8966-0F50-0DC3-7BAFA1E5C623"),
      IsEmpty());
}

TEST(Validate, WantsANameThatIsNotTooLong) {
  EXPECT_THAT(FoundWith("name", ""), ElementsAre("service.name REQUIRED"));
  EXPECT_THAT(FoundWith("name", " \t"), ElementsAre("service.name REQUIRED"));
  EXPECT_THAT(FoundWith("name", std::string(500, 'a')), IsEmpty());
  EXPECT_THAT(FoundWith("name", std::string(501, 'a')),
              ElementsAre("service.name TOO_LONG"));
}

TEST(Validate, WantsTextInUtf8WithoutControlCharacters) {
  EXPECT_THAT(FoundWith("description", "5 \xa3"),
              ElementsAre("service.description NOT_UTF8"));
  EXPECT_THAT(FoundWith("description", "a\x0b"),
              ElementsAre("service.description CONTROL_CHARACTER"));
  v1::Service service = Sound();
  service.set_description("5 \xa3");
  EXPECT_EQ(Validate(service, {}, Context())[0].value(), "5 \xef\xbf\xbd");
}

TEST(Validate, LooksAtVerbatimTextToo) {
  v1::Service service = Sound();
  service.mutable_verbatim()->add_unrecognized()->set_json("\"\xff\"");
  EXPECT_THAT(Found(service),
              ElementsAre("service.verbatim.unrecognized[0].json NOT_UTF8"));
}

TEST(Validate, WantsDatesAndTimesInTheirForms) {
  EXPECT_THAT(FoundWith("assured_date", "30/04/2025"),
              ElementsAre("service.assured_date NOT_A_DATE"));
  EXPECT_THAT(FoundWith("assured_date", "2025-02-29"),
              ElementsAre("service.assured_date NOT_A_DATE"));
  EXPECT_THAT(FoundWith("last_modified", "2025-09-02T12:06:15.654"),
              ElementsAre("service.last_modified NOT_A_DATE_TIME"));
  v1::Service service = Sound();
  service.add_schedules()->set_opens_at("9am");
  EXPECT_THAT(Found(service),
              ElementsAre("service.schedules[0].opens_at NOT_A_TIME"));
}

TEST(Validate, GivesTheAssuredDateOneDayOfTolerance) {
  EXPECT_THAT(FoundWith("assured_date", "2025-06-16"), IsEmpty());
  EXPECT_THAT(FoundWith("assured_date", "2025-06-17"),
              ElementsAre("service.assured_date DATE_IN_FUTURE"));
}

TEST(Validate, WantsAgesFrom0To130InOrder) {
  v1::Service service = Sound();
  service.set_minimum_age(131);
  EXPECT_THAT(Found(service), ElementsAre("service.minimum_age OUT_OF_RANGE"));
  service.set_minimum_age(12);
  service.set_maximum_age(11);
  EXPECT_THAT(Found(service), ElementsAre("service.maximum_age OUT_OF_RANGE"));
  service.set_maximum_age(12);
  EXPECT_THAT(Found(service), IsEmpty());
  v1::LocalOffer local_offer;
  local_offer.mutable_transition()->set_from_age(20);
  local_offer.mutable_transition()->set_to_age(16);
  EXPECT_THAT(Found(service, local_offer),
              ElementsAre("local_offer.transition.to_age OUT_OF_RANGE"));
}

TEST(Validate, WantsFiniteNumbersWithinBounds) {
  v1::Service service = Sound();
  auto* place = service.add_service_at_locations()->mutable_location();
  place->set_latitude(90.5);
  place->set_longitude(std::numeric_limits<double>::quiet_NaN());
  service.add_cost_options()->set_amount(-1);
  service.add_cost_options()->set_amount(
      std::numeric_limits<double>::infinity());
  service.add_schedules()->set_interval(0);
  EXPECT_THAT(
      Found(service),
      UnorderedElementsAre(
          "service.service_at_locations[0].location.latitude OUT_OF_RANGE",
          "service.service_at_locations[0].location.longitude NOT_A_NUMBER",
          "service.cost_options[0].amount OUT_OF_RANGE",
          "service.cost_options[1].amount NOT_A_NUMBER",
          "service.schedules[0].interval OUT_OF_RANGE"));
}

TEST(Validate, WantsKnownWordsEachOnce) {
  v1::LocalOffer local_offer;
  local_offer.add_limbs(v1::LIMB_IN_AREA);
  local_offer.add_limbs(v1::LIMB_IN_AREA);
  local_offer.add_limbs(v1::LIMB_UNSPECIFIED);
  local_offer.set_tier(static_cast<v1::Tier>(99));
  local_offer.add_statutory_items("LO-C9");
  local_offer.add_statutory_items("LO-C9");
  local_offer.add_statutory_items("lo-c9");
  EXPECT_THAT(
      Found(Sound(), local_offer),
      UnorderedElementsAre("local_offer.limbs[1] DUPLICATE_VALUE",
                           "local_offer.limbs[2] UNKNOWN_VALUE",
                           "local_offer.tier UNKNOWN_VALUE",
                           "local_offer.statutory_items[1] DUPLICATE_VALUE",
                           "local_offer.statutory_items[2] "
                           "UNKNOWN_STATUTORY_ITEM"));
  for (const auto& violation : Validate(Sound(), local_offer, Context())) {
    if (violation.field() == "local_offer.tier") {
      EXPECT_EQ(violation.wanted(), "one of: universal, targeted, specialist");
    }
  }
}

TEST(Validate, AcceptsEveryStatutoryItem) {
  v1::LocalOffer local_offer;
  for (const StatutoryItem& item : StatutoryItems()) {
    local_offer.add_statutory_items(item.id);
  }
  EXPECT_THAT(Found(Sound(), local_offer), IsEmpty());
}

TEST(Validate, WantsTheProvidersNameAndSoundIdentifiers) {
  v1::Service service = Sound();
  auto* organization = service.mutable_organization();
  auto add = [&](const char* scheme, const char* identifier) {
    auto* added = organization->add_organization_identifiers();
    added->set_identifier_scheme(scheme);
    added->set_identifier(identifier);
  };
  add("GB-CHC", "12");
  add("gb-coh", "ABC");
  add("GB-NHS", "anything");
  add("GB-CHC", "");
  const std::string list = "service.organization.organization_identifiers";
  EXPECT_THAT(Found(service),
              UnorderedElementsAre("service.organization.name REQUIRED",
                                   list + "[0].identifier MALFORMED_IDENTIFIER",
                                   list + "[1].identifier MALFORMED_IDENTIFIER",
                                   list + "[3].identifier REQUIRED"));
}

TEST(Validate, LimitsListsAndRecords) {
  v1::Service service = Sound();
  for (int i = 0; i < 1000; ++i) service.add_phones()->set_number("1");
  EXPECT_THAT(Found(service), IsEmpty());
  service.add_phones()->set_number("1");
  EXPECT_THAT(Found(service), ElementsAre("service.phones TOO_MANY_ITEMS"));
  service.clear_phones();
  service.set_description(std::string(1 << 20, 'a'));
  EXPECT_THAT(Found(service), ElementsAre(" RECORD_TOO_LARGE"));
  service.set_description(std::string((1 << 20) - 200, 'a'));
  EXPECT_THAT(Found(service), IsEmpty());
}

TEST(Validate, StopsListingAfterAThousand) {
  v1::Service service = Sound();
  for (int i = 0; i < 600; ++i) {
    service.add_contacts()->set_email("x");
    service.mutable_contacts(i)->add_phones();
  }
  const auto violations = Validate(service, {}, Context());
  ASSERT_EQ(violations.size(), 1001u);
  EXPECT_EQ(violations.back().reason(), "TOO_MANY_VIOLATIONS");
  EXPECT_EQ(violations.back().value(), "200");
  EXPECT_EQ(violations.back().field(), "");
}

TEST(Validate, CutsLongValues) {
  v1::Service service = Sound();
  service.set_url(std::string(5000, 'x'));
  EXPECT_EQ(Validate(service, {}, Context())[0].value().size(), 200u);
}

}  // namespace
}  // namespace localoffer::entry
