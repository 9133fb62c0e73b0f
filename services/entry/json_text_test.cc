#include "services/entry/json_text.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::entry {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

TEST(JsonString, QuotesAndEscapes) {
  EXPECT_EQ(JsonString(""), "\"\"");
  EXPECT_EQ(JsonString("say \"caf\xc3\xa9\" \\ \n\r\t"),
            "\"say \\\"caf\xc3\xa9\\\" \\\\ \\n\\r\\t\"");
  EXPECT_EQ(JsonString(absl::string_view("\x01\x1f\0", 3)),
            "\"\\u0001\\u001f\\u0000\"");
}

TEST(JsonString, ReadsBackAsTheSameText) {
  std::string all;
  for (int c = 0; c < 128; ++c) all.push_back(static_cast<char>(c));
  all += "\xc2\xa3 \xe2\x80\x99 \xf0\x9f\x98\x80";
  EXPECT_THAT(TextOfJsonString(JsonString(all)), Optional(all));
}

TEST(TextOfJsonString, UndoesEveryEscape) {
  EXPECT_THAT(TextOfJsonString(R"("\u00a3\ud83d\ude00\/\b\f\n")"),
              Optional(std::string("\xc2\xa3\xf0\x9f\x98\x80/\b\f\n")));
  EXPECT_EQ(TextOfJsonString(R"("\ud83d")"), std::nullopt);
  EXPECT_EQ(TextOfJsonString(absl::string_view("\"a\"\0x", 5)), std::nullopt);
}

TEST(TextOfJsonString, IsAbsentForOtherJson) {
  for (absl::string_view other :
       {"", "1", "null", "{}", "[\"a\"]", "\"a", "\"a\" 1", "\"\xff\""}) {
    EXPECT_EQ(TextOfJsonString(other), std::nullopt) << other;
  }
}

TEST(JsonNumber, IsTheShortestThatReadsBack) {
  EXPECT_EQ(JsonNumber(0), "0");
  EXPECT_EQ(JsonNumber(18), "18");
  EXPECT_EQ(JsonNumber(-2.58), "-2.58");
  EXPECT_EQ(JsonNumber(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(JsonNumber(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(JsonNumber(std::numeric_limits<double>::infinity()), "null");
}

TEST(EnumWord, IsTheWordThatJsonHas) {
  EXPECT_EQ(EnumWord(*v1::ServiceStatus_descriptor(),
                     v1::SERVICE_STATUS_TEMPORARILY_CLOSED),
            "temporarily closed");
  EXPECT_EQ(EnumWord(*v1::PalliativeComponent_descriptor(),
                     v1::PALLIATIVE_COMPONENT_SHORT_BREAKS),
            "short_breaks");
  EXPECT_EQ(
      EnumWord(*v1::ConditionCategory_descriptor(), v1::CONDITION_CATEGORY_3),
      "3");
  EXPECT_EQ(EnumWord(*v1::Weekday_descriptor(), v1::WEEKDAY_MO), "MO");
  EXPECT_EQ(EnumWord(*v1::Weekday_descriptor(), 0), "");
  EXPECT_EQ(EnumWord(*v1::Weekday_descriptor(), 99), "99");
}

TEST(EnumNumber, TakesAnyCaseAndAnyJoin) {
  const auto& components = *v1::PalliativeComponent_descriptor();
  for (absl::string_view word :
       {"short_breaks", "Short breaks", "SHORT-BREAKS", "shortbreaks"}) {
    EXPECT_THAT(EnumNumber(components, word),
                Optional(int{v1::PALLIATIVE_COMPONENT_SHORT_BREAKS}));
  }
  EXPECT_THAT(EnumNumber(*v1::ServiceStatus_descriptor(), "Temporarily Closed"),
              Optional(int{v1::SERVICE_STATUS_TEMPORARILY_CLOSED}));
  EXPECT_EQ(EnumNumber(components, "respite"), std::nullopt);
  EXPECT_EQ(EnumNumber(components, ""), std::nullopt);
  EXPECT_EQ(EnumNumber(components, "unspecified"), std::nullopt);
}

TEST(EnumNumber, FindsEveryWord) {
  for (const auto* type :
       {v1::ServiceStatus_descriptor(), v1::Weekday_descriptor(),
        v1::Setting_descriptor(), v1::PersonalBudget_descriptor()}) {
    for (int i = 0; i < type->value_count(); ++i) {
      const int number = type->value(i)->number();
      if (number == 0) continue;
      EXPECT_THAT(EnumNumber(*type, EnumWord(*type, number)), Optional(number));
    }
  }
}

TEST(EnumWords, ListsAllButTheZero) {
  EXPECT_THAT(EnumWords(*v1::Tier_descriptor()),
              ElementsAre("universal", "targeted", "specialist"));
}

}  // namespace
}  // namespace localoffer::entry
