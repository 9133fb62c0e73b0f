// The member `local_offer` of a service.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/testing_json.h"
#include "services/openreferral/write_json.h"

namespace localoffer::openreferral {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::string WithLocalOffer(absl::string_view local_offer) {
  return absl::StrCat(
      R"({"id":"48102e86-bb50-41c4-8f1e-e269368c41d1","name":"Example Club",)",
      R"("status":"active","organization_id":)",
      R"("381c64f1-a724-4884-9c21-ac96c21cca3e","local_offer":)", local_offer,
      "}");
}

std::string Rewritten(const Record& record, bool as_supplied) {
  return WriteServiceJson(
      record.service, record.local_offer,
      {.format = Format::kOpenReferral3, .as_supplied = as_supplied});
}

constexpr absl::string_view kFull = R"({
  "statutory_items": ["LO-C9", "LO-C10"],
  "limbs": ["in_area", "out_disabled"],
  "expectation": "available",
  "commissioners": ["local_authority", "icb"],
  "ehc_plan": "not_needed",
  "personal_budgets": ["direct_payment"],
  "tier": "specialist",
  "palliative_care": {
    "condition_categories": ["1", "4"],
    "components": ["short_breaks", "end_of_life"]},
  "round_the_clock": "by_telephone",
  "transition": {"supported": true, "from_age": 14, "to_age": 25.5,
                 "next_service": "Example adult service"},
  "redress": {"complaints_url": "https://example.org/complaints"},
  "settings": ["home", "hospice"],
  "no_diagnosis_needed": false,
  "own_member": [1, 2]})";

TEST(LocalOfferJson, ComesInAndGoesOut) {
  const std::string json = WithLocalOffer(kFull);
  const Record record = ReadOne(json);
  EXPECT_THAT(record.violations, IsEmpty());
  EXPECT_THAT(record.repairs, IsEmpty());
  const v1::LocalOffer& offer = record.local_offer;
  EXPECT_EQ(offer.statutory_items(1), "LO-C10");
  EXPECT_EQ(offer.limbs(1), v1::LIMB_OUT_DISABLED);
  EXPECT_EQ(offer.palliative_care().condition_categories(1),
            v1::CONDITION_CATEGORY_4);
  EXPECT_EQ(offer.palliative_care().components(0),
            v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
  EXPECT_TRUE(offer.has_no_diagnosis_needed());
  EXPECT_EQ(offer.transition().to_age(), 25.5);
  EXPECT_EQ(offer.verbatim().unrecognized(0).name(), "own_member");
  EXPECT_TRUE(SameJson(json, Rewritten(record, true)));
  EXPECT_TRUE(SameJson(json, Rewritten(record, false)));
}

TEST(LocalOfferJson, AnUnknownValueIsAViolationThatListsTheValues) {
  const Record record = ReadOne(WithLocalOffer(
      R"({"tier":"gold","settings":["home","moon"],"ehc_plan":{},)"
      R"("palliative_care":{"components":"naps"},"no_diagnosis_needed":"x",)"
      R"("transition":[1],"redress":{"complaints_url":"by post"}})"));
  std::vector<std::string> fields;
  for (const v1::Violation& violation : record.violations) {
    fields.push_back(violation.field());
  }
  EXPECT_THAT(fields,
              UnorderedElementsAre(
                  "local_offer.tier", "local_offer.settings[1]",
                  "local_offer.palliative_care.components",
                  "local_offer.no_diagnosis_needed", "local_offer.transition",
                  "local_offer.redress.complaints_url"));
  EXPECT_EQ(record.violations[0].value(), "gold");
  EXPECT_EQ(record.violations[0].wanted(),
            "one of: universal, targeted, specialist");
  EXPECT_EQ(record.violations[0].reason(), "ENUM_UNKNOWN");
}

TEST(LocalOfferJson, OtherSpellingsAreRepaired) {
  const std::string json = WithLocalOffer(
      R"({"tier":"Specialist","settings":"home","limbs":["in area"],)"
      R"("palliative_care":{"condition_categories":[1,"category_2"]},)"
      R"("transition":{"supported":"TRUE","later":1}})");
  const Record record = ReadOne(json);
  EXPECT_THAT(record.violations, IsEmpty());
  EXPECT_EQ(record.local_offer.tier(), v1::TIER_SPECIALIST);
  EXPECT_EQ(record.local_offer.settings(0), v1::SETTING_HOME);
  EXPECT_EQ(record.local_offer.palliative_care().condition_categories(1),
            v1::CONDITION_CATEGORY_2);
  EXPECT_TRUE(record.local_offer.transition().supported());
  EXPECT_EQ(RepairsOf(record.repairs, "ENUM_CASE").size(), 4);
  EXPECT_EQ(RepairsOf(record.repairs, "TYPE_CONVERTED").size(), 2);
  EXPECT_EQ(RepairsOf(record.repairs, "MEMBER_SET_ASIDE").size(), 1);
  EXPECT_TRUE(SameJson(json, Rewritten(record, true)));
  EXPECT_THAT(Rewritten(record, false),
              HasSubstr(R"("condition_categories":["1","2"])"));
}

TEST(LocalOfferJson, MustBeAnObject) {
  for (const absl::string_view value : {"1", "[1]", "\"x\"", "true"}) {
    const Record record = ReadOne(WithLocalOffer(value));
    ASSERT_EQ(record.violations.size(), 1) << value;
    EXPECT_EQ(record.violations[0].field(), "local_offer");
  }
}

TEST(LocalOfferJson, AnEmptyOneIsNone) {
  for (const absl::string_view value : {"{}", "null", "[]"}) {
    const std::string json = WithLocalOffer(value);
    const Record record = ReadOne(json);
    EXPECT_THAT(record.violations, IsEmpty());
    EXPECT_EQ(record.local_offer.ByteSizeLong(), 0);
    EXPECT_TRUE(SameJson(json, Rewritten(record, true)));
    EXPECT_THAT(Rewritten(record, false), Not(HasSubstr("local_offer")));
  }
}

}  // namespace
}  // namespace localoffer::openreferral
