#include "services/openreferral/csv_reader.h"

#include <ctime>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/openreferral/csv_testing.h"

namespace localoffer::openreferral {
namespace {

using ::google::protobuf::TextFormat;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename Message>
void ExpectEqual(const Message& message, const char* expected_text) {
  Message expected;
  ASSERT_TRUE(TextFormat::ParseFromString(expected_text, &expected));
  EXPECT_TRUE(MessageDifferencer::Equals(message, expected))
      << message.DebugString();
}

TEST(ReadCsv, MakesEachRowARecord) {
  const Source source = ReadTest("reference,name\r\nA1,First\r\nA2,Second\r\n");
  EXPECT_EQ(source.format, Format::kCsv);
  EXPECT_EQ(source.encoding, "utf-8");
  EXPECT_THAT(source.violations, IsEmpty());
  EXPECT_THAT(source.repairs, IsEmpty());
  ASSERT_EQ(source.records.size(), 2u);
  const Record& second = source.records[1];
  EXPECT_EQ(second.position.source(), "offer.csv");
  EXPECT_EQ(second.position.record(), 3);
  EXPECT_EQ(second.service.name(), "Second");
  EXPECT_EQ(second.service.id(), TestId("A2"));
  EXPECT_THAT(second.violations, IsEmpty());
  EXPECT_THAT(second.repairs, IsEmpty());
}

TEST(ReadCsv, FillsTheWholeModel) {
  const Source source = ReadTest(
      "reference,name,description,status,url,email,phone,provider_name,"
      "provider_description,charity_number,company_number,provider_identifier,"
      "provider_website,address,town,county,postcode,latitude,longitude,"
      "areas_served,minimum_age,maximum_age,opening_hours,cost,free,"
      "how_to_apply,eligibility,wait_time,languages,accessibility,"
      "assured_date,keywords\n"
      "A1,Example Short Breaks,Days out,Temporarily closed,"
      "https://example.org,office@example.org,01632 960001,"
      "Example Children's Hospice,A charity,9900001,01234567,GB-NHS-XYZ99,"
      "https://hospice.example.org,1 Example Street,Exampleton,Exampleshire,"
      "BS1 5TR,51.45,-2.58,Exampleton; Otherton,0,18.5,Monday to Friday,"
      "\xc2\xa3"
      "5,no,Telephone us,Disabled children,Six weeks,"
      "English;British Sign Language,Step-free,2025-04-30,autism; respite\n");
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  EXPECT_THAT(RepairLines(source), IsEmpty());
  v1::Service service = source.records.at(0).service;
  service.clear_id();
  ExpectEqual(service, R"pb(
    name: "Example Short Breaks"
    description: "Days out"
    status: SERVICE_STATUS_TEMPORARILY_CLOSED
    url: "https://example.org"
    email: "office@example.org"
    phones { number: "01632 960001" }
    organization {
      name: "Example Children's Hospice"
      description: "A charity"
      website: "https://hospice.example.org"
      organization_identifiers {
        identifier_scheme: "GB-CHC"
        identifier_type: "Charity number"
        identifier: "9900001"
      }
      organization_identifiers {
        identifier_scheme: "GB-COH"
        identifier_type: "Company number"
        identifier: "01234567"
      }
      organization_identifiers {
        identifier_scheme: "GB-NHS"
        identifier_type: "ODS code"
        identifier: "XYZ99"
      }
    }
    service_at_locations {
      location {
        location_type: LOCATION_TYPE_PHYSICAL
        latitude: 51.45
        longitude: -2.58
        addresses {
          address_1: "1 Example Street"
          city: "Exampleton"
          state_province: "Exampleshire"
          postal_code: "BS1 5TR"
          country: "GB"
          address_type: ADDRESS_TYPE_PHYSICAL
        }
        accessibility { description: "Step-free" }
      }
    }
    service_areas { name: "Exampleton" }
    service_areas { name: "Otherton" }
    minimum_age: 0
    maximum_age: 18.5
    schedules { description: "Monday to Friday" }
    cost_options { option: "Not free" amount: 5 currency: "GBP" }
    application_process: "Telephone us"
    eligibility_description: "Disabled children"
    wait_time: "Six weeks"
    languages { name: "English" }
    languages { name: "British Sign Language" }
    assured_date: "2025-04-30"
    attributes {
      link_type: "keyword"
      taxonomy_term { name: "autism" }
    }
    attributes {
      link_type: "keyword"
      taxonomy_term { name: "respite" }
    }
    verbatim { replaced { name: "id" json: "\"A1\"" } }
  )pb");
}

TEST(ReadCsv, FillsTheLocalOffer) {
  const Source source = ReadTest(
      "name;Statutory items;limbs;expectation;commissioners;ehc_plan;"
      "personal_budgets;tier;palliative_categories;palliative_components;"
      "round_the_clock;transition;transition_from_age;transition_to_age;"
      "complaints;complaints_url;mediation;settings;no_diagnosis_needed\n"
      "N;\"lo-c9; LO-C10\";\"In area;out_disabled\";Available;\"ICB; "
      "local authority\";not needed;Direct payment;SPECIALIST;\"1;4\";"
      "\"Short breaks; end of life\";by telephone;Yes;14;25;Write to us;"
      "https://example.org/complain;Call us;\"home;hospice\";no\n");
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  ExpectEqual(source.records.at(0).local_offer, R"pb(
    statutory_items: "LO-C9"
    statutory_items: "LO-C10"
    limbs: LIMB_IN_AREA
    limbs: LIMB_OUT_DISABLED
    expectation: EXPECTATION_AVAILABLE
    commissioners: COMMISSIONER_ICB
    commissioners: COMMISSIONER_LOCAL_AUTHORITY
    ehc_plan: EHC_PLAN_NOT_NEEDED
    personal_budgets: PERSONAL_BUDGET_DIRECT_PAYMENT
    tier: TIER_SPECIALIST
    palliative_care {
      condition_categories: CONDITION_CATEGORY_1
      condition_categories: CONDITION_CATEGORY_4
      components: PALLIATIVE_COMPONENT_SHORT_BREAKS
      components: PALLIATIVE_COMPONENT_END_OF_LIFE
    }
    round_the_clock: ROUND_THE_CLOCK_BY_TELEPHONE
    transition { supported: true from_age: 14 to_age: 25 }
    redress {
      complaints: "Write to us"
      complaints_url: "https://example.org/complain"
      mediation: "Call us"
    }
    settings: SETTING_HOME
    settings: SETTING_HOSPICE
    no_diagnosis_needed: false
  )pb");
}

TEST(ReadCsv, LeavesEmptyCellsOut) {
  const Source source =
      ReadTest("reference,name,url,provider_name,town\nA1,N,, ,\xc2\xa0\n");
  EXPECT_THAT(RepairLines(source), IsEmpty());
  EXPECT_FALSE(source.records[0].service.has_url());
  EXPECT_FALSE(source.records[0].service.has_organization());
  EXPECT_EQ(source.records[0].service.service_at_locations_size(), 0);
}

TEST(ReadCsv, SkipsEmptyRowsButCountsThem) {
  const Source source =
      ReadTest("\nname,url\n\nFirst,\n , \n\"Sec\nond\",\nThird,\n,\n,\n\n");
  ASSERT_EQ(source.records.size(), 3u);
  EXPECT_EQ(source.records[0].position.record(), 4);
  EXPECT_EQ(source.records[1].position.record(), 6);
  EXPECT_EQ(source.records[2].position.record(), 7);
  EXPECT_THAT(ViolationLines(source), IsEmpty());
}

TEST(ReadCsv, SaysWhatIsWrongInACell) {
  const Source source = ReadTest(
      "reference,name,Tier,settings,E-Mail,minimum_age,free,assured date\n"
      "A1,Example,high,home; moon;home,nobody,five,maybe,2025-02-30\n");
  EXPECT_THAT(
      ViolationLines(source),
      ElementsAre("2 E-Mail NOT_AN_EMAIL_ADDRESS nobody",
                  "2 minimum_age NOT_A_NUMBER five",
                  "2 assured date NOT_A_DATE 2025-02-30",
                  "2 Tier UNKNOWN_VALUE high", "2 settings UNKNOWN_VALUE moon",
                  "2 settings DUPLICATE_VALUE home",
                  "2 free NOT_YES_OR_NO maybe"));
  const v1::Violation& tier = source.records[0].violations[3];
  EXPECT_EQ(tier.title(), "Example");
  EXPECT_EQ(tier.field(), "local_offer.tier");
  EXPECT_EQ(tier.wanted(), "one of: universal, targeted, specialist");
  EXPECT_EQ(tier.position().source(), "offer.csv");
}

// Found by fuzzing.
TEST(ReadCsv, ACellOfWhatCannotBeSeenIsEmpty) {
  const Source source =
      ReadTest("name,description\n\x06\x06,a\nA\x06 ,\x06\nB,\x06 b \x06\n");
  EXPECT_THAT(ViolationLines(source), ElementsAre("2 name REQUIRED "));
  ASSERT_EQ(source.records.size(), 3u);
  EXPECT_FALSE(source.records[0].service.has_name());
  EXPECT_EQ(source.records[1].service.name(), "A");
  EXPECT_FALSE(source.records[1].service.has_description());
  EXPECT_EQ(source.records[1].service.verbatim().replaced_size(), 2);
  EXPECT_EQ(source.records[2].service.description(), "b");
}

TEST(ReadCsv, RefusesARowWithoutName) {
  const Source source = ReadTest("reference,name,url\nA1,,https://a.example\n");
  EXPECT_THAT(ViolationLines(source), ElementsAre("2 name REQUIRED "));
  EXPECT_EQ(source.records.size(), 1u);
}

TEST(ReadCsv, RefusesAFreeServiceThatCosts) {
  const Source source = ReadTest(
      "reference,name,cost,free\nA1,N,5,yes\nA2,N,0,yes\n"
      "A3,N,Free for carers,yes\nA4,N,,yes\n");
  EXPECT_THAT(ViolationLines(source), ElementsAre("2 free CONTRADICTION yes"));
  ExpectEqual(source.records[2].service.cost_options(0),
              R"pb(
                option: "Free"
                amount: 0
                currency: "GBP"
                amount_description: "Free for carers"
              )pb");
}

TEST(ReadCsv, RefusesCellsWithoutHeading) {
  const Source source =
      ReadTest("reference,name,\nA1,N,\nA2,N,x\nA3,N,,,y\nA4\n");
  EXPECT_THAT(
      ViolationLines(source),
      ElementsAre("3 column C CELL_WITHOUT_HEADING x",
                  "4 column E CELL_WITHOUT_HEADING y", "5 name REQUIRED "));
}

TEST(ReadCsv, RefusesRowsWithWrongQuotationMarks) {
  const Source source = ReadTest(
      "reference,name\nA1,\"The \"best\" club\"\nA2,Good\nA3,\"Open\nA4,N\n");
  EXPECT_THAT(ViolationLines(source),
              ElementsAre("4  QUOTE_UNCLOSED ", "2  QUOTE_NOT_DOUBLED "));
  EXPECT_EQ(source.records.size(), 2u);
}

TEST(ReadCsv, KeepsColumnsThatItDoesNotKnow) {
  const Source source = ReadTest(
      "reference,name,Ward,postocde,alternate_name,Ward\n"
      "A1,N,\"North \"\"side\"\"\",X,Alias, second\nA2,M,,,,\n");
  EXPECT_THAT(
      RepairLines(source),
      ElementsAre("1 Ward COLUMN_NOT_KNOWN Ward -> ",
                  "1 postocde COLUMN_NOT_KNOWN postocde -> ",
                  "1 alternate_name COLUMN_NOT_KNOWN alternate_name -> ",
                  "1 Ward COLUMN_NOT_KNOWN Ward -> "));
  EXPECT_THAT(source.repairs[1].explanation(),
              HasSubstr("Perhaps postcode was meant."));
  const auto& kept = source.records[0].service.verbatim().unrecognized();
  ASSERT_EQ(kept.size(), 4);
  EXPECT_EQ(kept[0].name(), "Ward");
  EXPECT_EQ(kept[0].json(), "\"North \\\"side\\\"\"");
  // A member of that name would be a service's own.
  EXPECT_EQ(kept[2].name(), "alternate_name (column E)");
  EXPECT_EQ(kept[3].name(), "Ward (column F)");
  EXPECT_EQ(kept[3].json(), "\" second\"");
  EXPECT_EQ(source.records[1].service.verbatim().unrecognized_size(), 0);
}

TEST(ReadCsv, WantsANameColumn) {
  const Source source = ReadTest("reference,Service Name,nmae,town\nA1,N,,\n");
  EXPECT_THAT(source.records, IsEmpty());
  ASSERT_EQ(source.violations.size(), 1u);
  EXPECT_EQ(source.violations[0].reason(), "COLUMN_MISSING");
  EXPECT_EQ(source.violations[0].position().record(), 1);
  EXPECT_EQ(source.violations[0].wanted(),
            "a column with the heading name; the columns found are: "
            "reference, Service Name, nmae, town; nearest: Service Name, nmae");
}

TEST(ReadCsv, RefusesAColumnTwice) {
  const Source source = ReadTest("name,E-mail,email\nN,a,b\n");
  EXPECT_THAT(ViolationLines(source),
              ElementsAre("1 email COLUMN_TWICE email"));
  EXPECT_THAT(source.violations[0].wanted(), HasSubstr("E-mail"));
  EXPECT_THAT(source.records, IsEmpty());
}

TEST(ReadCsv, SaysWhyItCannotReadASource) {
  EXPECT_THAT(ViolationLines(ReadTest("")), ElementsAre("1  SOURCE_EMPTY "));
  EXPECT_THAT(ViolationLines(ReadTest("\n , \n")),
              ElementsAre("1  SOURCE_EMPTY "));
  EXPECT_THAT(ViolationLines(ReadTest("PK\x03\x04")),
              ElementsAre("0  SOURCE_UNREADABLE "));
  EXPECT_THAT(ViolationLines(ReadTest("name,\"url\nN,\n")),
              ElementsAre("1  QUOTE_UNCLOSED "));
  EXPECT_THAT(ViolationLines(ReadTest("name,url\n")), IsEmpty());
}

TEST(ReadCsv, TakesAUuidAsTheId) {
  const std::string id = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623";
  const Source source = ReadTest("reference,name\n" + id + ",N\n" +
                                 "60EE5B89-5656-4F13-BA6B-A91078590699,M\n");
  EXPECT_EQ(source.records[0].service.id(), id);
  EXPECT_FALSE(source.records[0].service.has_verbatim());
  EXPECT_EQ(source.records[1].service.id(),
            "60ee5b89-5656-4f13-ba6b-a91078590699");
  EXPECT_THAT(RepairLines(source),
              ElementsAre("3 reference ID_LOWER_CASED "
                          "60EE5B89-5656-4F13-BA6B-A91078590699 -> "
                          "60ee5b89-5656-4f13-ba6b-a91078590699"));
}

TEST(ReadCsv, KeepsTheReferenceBesideTheIdThatDerivesFromIt) {
  const Source source = ReadTest("reference,name\n A-1 ,N\n");
  const v1::Service& service = source.records[0].service;
  EXPECT_EQ(service.id(), TestId("A-1"));
  ASSERT_EQ(service.verbatim().replaced_size(), 1);
  EXPECT_EQ(service.verbatim().replaced(0).name(), "id");
  EXPECT_EQ(service.verbatim().replaced(0).json(), "\"A-1\"");
}

TEST(ReadCsv, KnowsServicesWithoutReferenceByNameAndProvider) {
  const Source source = ReadTest(
      "name,provider_name,url\nClub,One,\nClub,Two,\nClub,One,\n"
      "club,One,\n");
  EXPECT_EQ(RepairLines(source).front(), "0 reference ID_FROM_NAME  -> ");
  EXPECT_THAT(source.repairs[0].explanation(),
              HasSubstr("without a reference: 4."));
  EXPECT_THAT(ViolationLines(source),
              ElementsAre("4 name DUPLICATE_REFERENCE Club"));
  EXPECT_THAT(source.records[2].violations[0].wanted(), HasSubstr("row 2"));
  const Source again =
      ReadTest("provider_name,name,url\nOne,Club,https://example.org\n");
  EXPECT_EQ(again.records[0].service.id(), source.records[0].service.id());
}

TEST(ReadCsv, RefusesAReferenceThatAnEarlierRowHas) {
  const Source source =
      ReadTest("reference,name\nA1,First\nA2,Second\nA1,Third\nA1,Fourth\n");
  EXPECT_THAT(ViolationLines(source),
              ElementsAre("4 reference DUPLICATE_REFERENCE A1",
                          "5 reference DUPLICATE_REFERENCE A1"));
  EXPECT_THAT(source.records[2].violations[0].wanted(), HasSubstr("row 2"));
}

TEST(ReadCsv, TakesOneIdentifierOnce) {
  const Source source = ReadTest(
      "reference,name,provider_name,charity_number,provider_identifier\n"
      "A1,N,P,9900001,GB-CHC-9900001\nA2,N,P,9900001,GB-CHC-9900002\n");
  EXPECT_EQ(
      source.records[0].service.organization().organization_identifiers_size(),
      1);
  EXPECT_EQ(
      source.records[1].service.organization().organization_identifiers_size(),
      2);
}

TEST(ReadCsv, ReadsTenThousandRowsInWellUnderASecond) {
  std::string text =
      "reference,name,description,url,provider_name,charity_number,town,"
      "postcode,areas_served,minimum_age,maximum_age,assured_date,"
      "statutory_items,limbs,tier,settings,keywords\r\n";
  for (int i = 0; i < 10000; ++i) {
    absl::StrAppend(&text, "A", i, ",Service ", i, ",\"Line one\nLine, two\",",
                    "https://example.org/", i,
                    ",Example Provider,9900001,Exampleton,BS1 5TR,"
                    "Exampleton; Otherton,0,18,2025-04-30,LO-C9; LO-C10,"
                    "in_area,specialist,home; hospice,autism; respite\r\n");
  }
  // Time of this program, because others may be running.
  const std::clock_t start = std::clock();
  const Source source = ReadTest(text);
  const double seconds =
      static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  EXPECT_EQ(source.records.size(), 10000u);
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
#if defined(NDEBUG)
  EXPECT_LT(seconds, 1.0);
#endif
}

TEST(ReadCsv, OpeningTimesBecomeWeeklySchedules) {
  const Source source = ReadTest(
      "name,opening_hours,opening_times\n"
      "N,In term time,\"Mo-Fr 09:00-17:00; sa 10:00-12:00, 14:00-24:00\"\n");
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  const auto& schedules = source.records[0].service.schedules();
  ASSERT_EQ(schedules.size(), 3);
  EXPECT_EQ(schedules[0].description(), "In term time");
  EXPECT_EQ(schedules[0].byday(), "MO,TU,WE,TH,FR");
  EXPECT_EQ(schedules[0].opens_at(), "09:00");
  EXPECT_EQ(schedules[1].byday(), "SA");
  EXPECT_FALSE(schedules[1].has_description());
  EXPECT_EQ(schedules[2].closes_at(), "24:00");
}

TEST(ReadCsv, OpeningTimesThatAreNotUnderstoodAreRefused) {
  const Source source = ReadTest(
      "name,opening_times\nN,\"Mo 09:00-17:00; Xy 09:00-12:00; Sa 9 to 5\"\n");
  ASSERT_EQ(source.records.size(), 1u);
  const auto& violations = source.records[0].violations;
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].reason(), "NOT_A_DAY");
  EXPECT_EQ(violations[0].value(), "Xy 09:00-12:00");
  EXPECT_EQ(violations[0].position().column(), "opening_times");
  EXPECT_EQ(violations[0].position().record(), 2);
  EXPECT_EQ(violations[1].reason(), "NOT_OPENING_TIMES");
}

}  // namespace
}  // namespace localoffer::openreferral
