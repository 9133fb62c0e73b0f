#include "services/inclusion/statement.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::inclusion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Lines(const Statement& statement,
                               const log::v1::EntryPublished& listed) {
  std::vector<std::string> lines;
  for (const auto& difference : DifferencesFrom(statement, listed)) {
    lines.push_back(absl::StrCat(difference.path(), ": ", difference.before(),
                                 " -> ", difference.after()));
  }
  return lines;
}

log::v1::EntryPublished Listed() {
  log::v1::EntryPublished listed;
  v1::Service& service = *listed.mutable_service();
  service.set_id("00000000-0000-4000-8000-000000000001");
  service.set_name("EXAMPLE CHILDREN’S HOSPICE");
  service.set_description("<p>Care for children &amp; families.</p>");
  service.set_url("http://www.example.org.uk/");
  service.set_email("Info@example.org.uk");
  service.set_minimum_age(0);
  service.set_maximum_age(18);
  service.set_assured_date("2020-01-01");
  v1::Phone& phone = *service.add_phones();
  phone.set_id("p1");
  phone.set_number("+44 (0)117 900 0000");
  service.add_phones()->set_number("0117 922 2222");
  v1::Organization& organization = *service.mutable_organization();
  organization.set_name("The Example Hospice Ltd");
  auto* identifier = organization.add_organization_identifiers();
  identifier->set_identifier_scheme("gb-coh");
  identifier->set_identifier_type("Company");
  identifier->set_identifier("9900001");
  organization.add_locations()->add_addresses()->set_postal_code("bs14dj");
  v1::LocalOffer& offer = *listed.mutable_local_offer();
  offer.add_statutory_items("LO-C9");
  offer.add_statutory_items("LO-C10");
  offer.mutable_palliative_care()->add_components(
      v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
  return listed;
}

// The same, as the provider would write it.
Statement Same() {
  Statement stated;
  stated.service.set_id("another");
  stated.service.set_name("Example Children's Hospice");
  stated.service.set_description("Care for children & families");
  stated.service.set_url("https://example.org.uk");
  stated.service.set_email("info@example.org.uk");
  stated.service.set_minimum_age(0);
  stated.service.set_maximum_age(18);
  stated.service.set_assured_date("2026-01-01");
  stated.service.add_phones()->set_number("01179000000");
  v1::Organization& organization = *stated.service.mutable_organization();
  organization.set_name("Example Hospice");
  auto* identifier = organization.add_organization_identifiers();
  identifier->set_identifier_scheme("GB-COH");
  identifier->set_identifier_type("Companies House number");
  identifier->set_identifier("09900001");
  organization.add_locations()->add_addresses()->set_postal_code("BS1 4DJ");
  stated.local_offer.add_statutory_items("LO-C10");
  stated.local_offer.add_statutory_items("LO-C9");
  return stated;
}

TEST(DifferencesFrom, AreNoneForIdsAndFormatting) {
  EXPECT_THAT(Lines(Same(), Listed()), IsEmpty());
}

TEST(DifferencesFrom, AreNoneForWhatIsNotStated) {
  EXPECT_THAT(Lines({}, Listed()), IsEmpty());
}

TEST(DifferencesFrom, AreToldWithWhatIsListedAndWhatIsStated) {
  Statement stated = Same();
  stated.service.set_description("Care for children and young adults");
  stated.service.set_maximum_age(25);
  stated.service.mutable_organization()->set_website("https://example.org.uk");
  EXPECT_THAT(
      Lines(stated, Listed()),
      ElementsAre("service.description: \"Care for children & families.\" -> "
                  "\"Care for children and young adults\"",
                  "service.maximum_age: 18 -> 25",
                  "service.organization.website:  -> "
                  "\"https://example.org.uk\""));
}

TEST(DifferencesFrom, CompareWordsAsSets) {
  Statement stated;
  stated.local_offer.add_statutory_items("LO-C10");
  stated.local_offer.add_statutory_items("LO-H1");
  stated.local_offer.mutable_palliative_care()->add_components(
      v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
  stated.local_offer.mutable_palliative_care()->add_components(
      v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
  EXPECT_THAT(Lines(stated, Listed()),
              ElementsAre("local_offer.statutory_items[0]: \"LO-C9\" -> "
                          "\"LO-H1\"",
                          "local_offer.palliative_care.components[0]:  -> "
                          "\"end_of_life\""));
}

TEST(DifferencesFrom, FindEachStatedRecordWhereverItIsListed) {
  Statement stated;
  stated.service.add_phones()->set_number("020 7946 0000");
  stated.service.add_phones()->set_number("(0117) 922 2222");
  EXPECT_THAT(Lines(stated, Listed()),
              ElementsAre("service.phones[0].number: \"+44 (0)117 900 0000\" "
                          "-> \"020 7946 0000\""));
  stated.service.add_phones()->set_number("0113 496 0000");
  EXPECT_EQ(Lines(stated, Listed()).back(),
            "service.phones[2].number:  -> \"0113 496 0000\"");
}

TEST(DifferencesFrom, AllowForCoordinatesOfTheSameHouse) {
  log::v1::EntryPublished listed;
  auto* location =
      listed.mutable_service()->add_service_at_locations()->mutable_location();
  location->set_latitude(51.45);
  location->set_longitude(-2.58);
  Statement stated{listed.service(), {}};
  location->set_latitude(51.4504);
  EXPECT_THAT(Lines(stated, listed), IsEmpty());
  location->set_latitude(51.46);
  EXPECT_EQ(Lines(stated, listed).size(), 1u);
}

TEST(DifferencesFrom, CutLongTexts) {
  Statement stated;
  std::string words;
  while (words.size() < 5000) words += "väry ";
  stated.service.set_description(words);
  const auto differences = DifferencesFrom(stated, Listed());
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_LE(differences[0].after().size(), kMostDifferenceBytes + 10);
  EXPECT_THAT(differences[0].after(), HasSubstr("…"));
}

TEST(DifferencesFrom, ShowLongTextsFromShortlyBeforeTheyDiffer) {
  std::string words;
  while (words.size() < 5000) words += "väry ";
  log::v1::EntryPublished listed;
  listed.mutable_service()->set_description(words + "weekly");
  Statement stated;
  stated.service.set_description(words + "yearly");
  const auto differences = DifferencesFrom(stated, listed);
  ASSERT_EQ(differences.size(), 1u);
  for (const auto& [shown, end] :
       {std::pair(differences[0].before(), "weekly\""),
        std::pair(differences[0].after(), "yearly\"")}) {
    EXPECT_LE(shown.size(), kMostDifferenceBytes + 10);
    EXPECT_THAT(shown, ::testing::StartsWith("\"…"));
    EXPECT_THAT(shown, ::testing::EndsWith(end));
  }
}

// Shuffled, respelt records are no difference, and each phone that is changed
// is one.
TEST(DifferencesFrom, AreAsManyAsTheChangesToAListInAnyOrder) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    log::v1::EntryPublished listed;
    Statement stated;
    std::vector<int> numbers(1 + random() % 8);
    for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = 100 + i;
    for (const int number : numbers) {
      listed.mutable_service()->add_phones()->set_number(
          absl::StrCat("0117 900 0", number));
    }
    std::shuffle(numbers.begin(), numbers.end(), random);
    size_t changed = 0;
    for (const int number : numbers) {
      const bool change = random() % 3 == 0;
      changed += change;
      stated.service.add_phones()->set_number(
          absl::StrCat("+44117900", change ? 9 : 0, number));
    }
    EXPECT_EQ(DifferencesFrom(stated, listed).size(), changed)
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(ReadStatement, ReadsOpenReferralJson) {
  v1::ProviderStatement supplied;
  supplied.set_open_referral_json(
      R"({"id": "7", "description": "Care", "maximum_age": 18,
          "local_offer": {"statutory_items": ["LO-C9"]}})");
  std::vector<rpc::FieldError> errors;
  const Statement statement = ReadStatement(supplied, errors);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(statement.service.description(), "Care");
  EXPECT_FALSE(statement.service.has_name());
  EXPECT_THAT(statement.local_offer.statutory_items(), ElementsAre("LO-C9"));
  EXPECT_EQ(Lines(statement, Listed()).size(), 2u);
}

TEST(ReadStatement, RefusesWhatIsNoSingleRecord) {
  for (const char* json : {"{", "[]", "[{\"name\":\"a\"},{\"name\":\"b\"}]"}) {
    v1::ProviderStatement supplied;
    supplied.set_open_referral_json(json);
    std::vector<rpc::FieldError> errors;
    ReadStatement(supplied, errors);
    EXPECT_FALSE(errors.empty()) << json;
  }
}

TEST(ReadStatement, HasFiftyElementsOfAListAtMost) {
  v1::ProviderStatement supplied;
  v1::Service& service = *supplied.mutable_service();
  v1::Location& location =
      *service.add_service_at_locations()->mutable_location();
  for (int i = 0; i < 50; ++i) {
    service.add_phones();
    location.add_phones();
  }
  std::vector<rpc::FieldError> errors;
  ReadStatement(supplied, errors);
  EXPECT_THAT(errors, IsEmpty());
  service.add_phones();
  location.add_phones();
  ReadStatement(supplied, errors);
  std::vector<std::string> fields;
  for (const rpc::FieldError& error : errors) {
    fields.push_back(error.field);
    EXPECT_EQ(error.description, "51 elements: wanted at most 50");
  }
  EXPECT_THAT(fields,
              ::testing::UnorderedElementsAre(
                  "statement.service.phones",
                  "statement.service.service_at_locations[0].location.phones"));
}

TEST(ReadStatement, RefusesWhatIsTooMuch) {
  v1::ProviderStatement supplied;
  for (int i = 0; i < 60; ++i) supplied.mutable_service()->add_phones();
  std::vector<rpc::FieldError> errors;
  ReadStatement(supplied, errors);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].field, "statement.service.phones");
  supplied.mutable_service()->set_description(std::string(100'000, 'x'));
  errors.clear();
  ReadStatement(supplied, errors);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].field, "statement");
  supplied.mutable_service()->Clear();
  supplied.set_open_referral_json("{}");
  errors.clear();
  ReadStatement(supplied, errors);
  EXPECT_EQ(errors.size(), 1u);
}

}  // namespace
}  // namespace localoffer::inclusion
