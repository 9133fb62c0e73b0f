#include "storage/index/document.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "storage/index/keywords.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

Document Extract(const std::string& service,
                 const std::string& local_offer = "") {
  static const auto* const boundaries = geography::Boundaries::Load().release();
  static const auto* const outcodes = geography::Outcodes::Load().release();
  static const auto* const gazetteer =
      geography::Gazetteer::Load(*boundaries, *outcodes).release();
  return DocumentOf(
      {"E06000023", "entry", 7, absl::FromUnixSeconds(20'000 * 86'400 + 5),
       Parse<v1::Service>(service), Parse<v1::LocalOffer>(local_offer)},
      *gazetteer, /*places=*/nullptr);
}

TEST(DocumentOf, KnowsItsRevision) {
  const Document document = Extract("");
  EXPECT_EQ(document.authority, "E06000023");
  EXPECT_EQ(document.entry_id, "entry");
  EXPECT_EQ(document.sequence, 7);
  EXPECT_EQ(document.assured_day, 20'000);
  EXPECT_FALSE(document.minimum_age.has_value());
  EXPECT_FALSE(document.maximum_age.has_value());
}

TEST(DocumentOf, NamesAreThoseOfTheServiceAndItsProvider) {
  const Document document = Extract(R"(
    name: "Play &amp; Stay" alternate_name: "Stay"
    organization { name: "Example Children's Hospice" }
    program { name: "Early Years" })");
  EXPECT_EQ(document.name, "Play & Stay\nStay");
  EXPECT_EQ(document.provider, "Example Children's Hospice\nEarly Years");
}

TEST(DocumentOf, TextIsPlain) {
  const Document document = Extract(R"(
    description: "<p>One</p><p>Two</p>" eligibility_description: "Three"
    application_process: "<b>Four</b>" fees_description: "Five"
    cost_options { option: "Six" } required_documents { document: "Seven" }
    languages { name: "Eight" })");
  EXPECT_EQ(document.text, "One\nTwo\nThree\nFour\nFive\nEight\nSix\nSeven");
}

TEST(DocumentOf, PlacesAreServiceAreasAndAddresses) {
  const Document document = Extract(R"(
    service_areas { name: "Example Shire" }
    service_at_locations { location {
      name: "Example Hall"
      addresses { address_1: "1 The Street" city: "Example Town"
                  postal_code: "ZZ1 1ZZ" } } })");
  EXPECT_EQ(document.place,
            "City of Bristol\nExample Shire\nExample Hall\n1 The "
            "Street\nExample Town\nZZ1 1ZZ");
}

TEST(DocumentOf, KeywordsAreTheTermsOfTaxonomiesAndOfTheLocalOffer) {
  const Document document = Extract(
      R"(attributes { taxonomy_term { name: "Autism" } value: "yes" }
         attributes { taxonomy_term { term: "Deafness" } })",
      R"(statutory_items: "LO-C9"
         palliative_care { components: PALLIATIVE_COMPONENT_STEP_DOWN }
         settings: SETTING_HOME round_the_clock: ROUND_THE_CLOCK_BY_VISIT
         personal_budgets: PERSONAL_BUDGET_DIRECT_PAYMENT
         transition { supported: true })");
  EXPECT_EQ(document.keywords,
            "Autism\nyes\nDeafness\n"
            "direct payment home palliative care palliative care hospice "
            "round the clock 24 hours step down transition to adult services");
}

TEST(DocumentOf, WhatIsDeniedIsNoKeyword) {
  const Document document = Extract("", R"(
    round_the_clock: ROUND_THE_CLOCK_NOT_AVAILABLE
    personal_budgets: PERSONAL_BUDGET_NOT_ACCEPTED
    transition { supported: false })");
  EXPECT_THAT(document.keywords, IsEmpty());
}

TEST(DocumentOf, HoldsNothingOfContacts) {
  const Document document = Extract(R"(
    email: "someone@example.org"
    contacts { name: "Contact Person" phones { number: "0117 496 0000" } }
    phones { number: "0117 496 0001" description: "Phone line" })");
  for (const std::string& text :
       {document.name, document.provider, document.keywords, document.place,
        document.text}) {
    EXPECT_THAT(text, Not(HasSubstr("Person")));
    EXPECT_THAT(text, Not(HasSubstr("0117")));
    EXPECT_THAT(text, Not(HasSubstr("example.org")));
  }
}

TEST(DocumentOf, AgesThatAreNoneAreAbsent) {
  const Document document = Extract("minimum_age: 4.5 maximum_age: 0");
  EXPECT_EQ(document.minimum_age, 4.5);
  EXPECT_EQ(document.maximum_age, 0);
  const Document without = Extract("minimum_age: -1 maximum_age: nan");
  EXPECT_FALSE(without.minimum_age.has_value());
  EXPECT_FALSE(without.maximum_age.has_value());
}

std::vector<std::string> ValuesOf(const Document& document, Property property) {
  std::vector<std::string> values;
  for (const PropertyValue& value : document.values) {
    if (value.property == property) values.push_back(value.value);
  }
  return values;
}

TEST(DocumentOf, TheAssuredDayIsThatOfTheDateOrOfTheChange) {
  EXPECT_EQ(Extract(R"(assured_date: "1970-01-11")").assured_day, 10);
  EXPECT_EQ(Extract(R"(assured_date: "1970-01-11T12:00:00Z")").assured_day, 10);
  EXPECT_EQ(Extract(R"(assured_date: "last spring")").assured_day, 20'000);
}

TEST(DocumentOf, AnAreaThatIsNotDeclaredIsTheAuthoritys) {
  const Document none = Extract(R"(name: "Club")");
  EXPECT_THAT(ValuesOf(none, Property::kArea), IsEmpty());
  EXPECT_THAT(ValuesOf(none, Property::kAssumedArea), ElementsAre("E06000023"));
  const Document unknown =
      Extract(R"(service_areas { name: "The far side of the moon" })");
  EXPECT_THAT(ValuesOf(unknown, Property::kAssumedArea),
              ElementsAre("E06000023"));
  const Document named = Extract(R"(service_areas { name: "Leeds" })");
  EXPECT_THAT(ValuesOf(named, Property::kArea), ElementsAre("E08000035"));
  EXPECT_THAT(ValuesOf(named, Property::kAssumedArea), IsEmpty());
  const Document drawn = Extract(R"(service_areas {
    extent: "51.4545,-2.5879,5000" extent_type: "circle" })");
  EXPECT_THAT(ValuesOf(drawn, Property::kAssumedArea), IsEmpty());
  EXPECT_EQ(drawn.shapes.size(), 1);
}

TEST(DocumentOf, ValuesAreWhatIsSaid) {
  const Document document = Extract(
      R"(status: SERVICE_STATUS_DEFUNCT
         attributes { taxonomy_term_id: "t-1"
                      taxonomy_term { code: "101" name: "Respite" } }
         attributes { taxonomy_term { term: "Deafness" } }
         languages { code: "cy" name: "Welsh" } languages { name: "English" }
         cost_options { amount: 0 } cost_options { option: "ask" })",
      R"(statutory_items: "LO-C9" tier: TIER_SPECIALIST
         palliative_care { components: PALLIATIVE_COMPONENT_STEP_DOWN
                           condition_categories: CONDITION_CATEGORY_3 }
         settings: SETTING_HOME ehc_plan: EHC_PLAN_NEEDED)");
  EXPECT_THAT(ValuesOf(document, Property::kAuthority),
              ElementsAre("E06000023"));
  EXPECT_THAT(ValuesOf(document, Property::kStatus),
              ElementsAre("SERVICE_STATUS_DEFUNCT"));
  EXPECT_THAT(ValuesOf(document, Property::kTaxonomyTerm),
              ElementsAre("101", "Deafness"));
  EXPECT_THAT(ValuesOf(document, Property::kLanguage),
              ElementsAre("cy", "English"));
  EXPECT_THAT(ValuesOf(document, Property::kCost), ElementsAre("free"));
  EXPECT_THAT(ValuesOf(document, Property::kStatutoryItem),
              ElementsAre("LO-C9"));
  EXPECT_THAT(ValuesOf(document, Property::kTier),
              ElementsAre("TIER_SPECIALIST"));
  EXPECT_THAT(ValuesOf(document, Property::kPalliativeComponent),
              ElementsAre("PALLIATIVE_COMPONENT_STEP_DOWN"));
  EXPECT_THAT(ValuesOf(document, Property::kConditionCategory),
              ElementsAre("CONDITION_CATEGORY_3"));
  EXPECT_THAT(ValuesOf(document, Property::kSetting),
              ElementsAre("SETTING_HOME"));
  EXPECT_THAT(ValuesOf(document, Property::kEhcPlan),
              ElementsAre("EHC_PLAN_NEEDED"));
}

// Feeds give every record's terms ids of their own; an index that kept them
// grew with each.
TEST(DocumentOf, ATermWithANameHasNoAliases) {
  for (const PropertyValue& value :
       Extract(R"(attributes { taxonomy_term_id: "t-1"
                  taxonomy_term { id: "x" name: "Respite" } })")
           .values) {
    EXPECT_THAT(value.aliases, IsEmpty());
  }
  EXPECT_THAT(ValuesOf(Extract(R"(attributes { taxonomy_term_id: "t-1" })"),
                       Property::kTaxonomyTerm),
              ElementsAre("t-1"));
}

TEST(DocumentOf, WhatCostsSomethingIsNotFree) {
  EXPECT_THAT(ValuesOf(Extract("cost_options { amount: 0 } "
                               "cost_options { amount: 4.5 }"),
                       Property::kCost),
              ElementsAre("paid"));
  EXPECT_THAT(
      ValuesOf(Extract("cost_options { option: \"ask\" }"), Property::kCost),
      IsEmpty());
  EXPECT_THAT(ValuesOf(Extract("cost_options { option: \"Not free\" }"),
                       Property::kCost),
              ElementsAre("paid"));
  EXPECT_THAT(
      ValuesOf(Extract("cost_options { option: \"Free\" }"), Property::kCost),
      ElementsAre("free"));
}

TEST(WordsOfStatutoryItem, SubItemsHaveTheirOwnWordsOrThoseOfTheirItem) {
  EXPECT_EQ(WordsOfStatutoryItem("LO-C9"), "palliative care hospice");
  EXPECT_EQ(WordsOfStatutoryItem("LO-B1d"), "special school");
  EXPECT_EQ(WordsOfStatutoryItem("LO-B5j"), WordsOfStatutoryItem("LO-B5"));
}

TEST(WordsOfStatutoryItem, ItemsAboutTheWholeOfferHaveNone) {
  EXPECT_THAT(WordsOfStatutoryItem("LO-A1"), IsEmpty());
  EXPECT_THAT(WordsOfStatutoryItem("LO-H5"), IsEmpty());
  EXPECT_THAT(WordsOfStatutoryItem(""), IsEmpty());
  EXPECT_THAT(WordsOfStatutoryItem("nonsense"), IsEmpty());
}

}  // namespace
}  // namespace localoffer
