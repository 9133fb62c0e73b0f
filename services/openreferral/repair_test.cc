#include "services/openreferral/repair.h"

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/openreferral/date_text.h"
#include "services/openreferral/enum_text.h"
#include "services/openreferral/web_address.h"

namespace localoffer::openreferral {
namespace {

// What a rule should make of a value: empty `after` is set aside, empty
// `rule` is taken as it is.
struct Expected {
  absl::string_view before;
  absl::string_view after;
  absl::string_view rule;
};

template <size_t N>
void Check(Repaired (*repair)(absl::string_view),
           const Expected (&expectations)[N]) {
  for (const Expected& expected : expectations) {
    SCOPED_TRACE(std::string(expected.before));
    const Repaired repaired = repair(expected.before);
    EXPECT_EQ(repaired.value.value_or(""), std::string(expected.after));
    EXPECT_EQ(repaired.value.has_value(), !expected.after.empty());
    EXPECT_EQ(repaired.rule, expected.rule);
    EXPECT_EQ(repaired.explanation.empty(), expected.rule.empty());
  }
}

const google::protobuf::FieldDescriptor& ServiceField(const char* name) {
  return *v1::Service::descriptor()->FindFieldByName(name);
}

TEST(RepairUrl, PutsRightWhatHasOneReading) {
  Check(
      RepairUrl,
      {{"https://example.org", "https://example.org", ""},
       {"http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d",
        ""},
       {"HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG", ""},
       {"http://192.0.2.1/x", "http://192.0.2.1/x", ""},
       {"www.example.org", "https://www.example.org", "URL_SCHEME_ADDED"},
       {"//example.org/a", "https://example.org/a", "URL_SCHEME_ADDED"},
       {"example.org/a:b", "https://example.org/a:b", "URL_SCHEME_ADDED"},
       {"http:www.example.org", "http://www.example.org", "URL_SLASHES_ADDED"},
       {"https:/example.org", "https://example.org", "URL_SLASHES_ADDED"},
       {"https://example.org/caf\u00e9", "https://example.org/caf%C3%A9",
        "URL_ENCODED"}});
}

TEST(RepairUrl, SetsAsideWhatIsNoWebAddress) {
  for (const char* text :
       {"Example Community Centre", "http://", "https://localhost",
        "javascript:alert(1)", "someone@example.org", "ftp://example.org",
        "https://example.org https://example.com", "n/a", "https://a..org",
        "https://user:password@example.org", "1.5", "tbc."}) {
    const Repaired repaired = RepairUrl(text);
    EXPECT_FALSE(repaired.value.has_value()) << text;
    EXPECT_EQ(repaired.rule, "URL_INVALID") << text;
  }
}

TEST(RepairUri, TakesNamesOfOtherSchemesButNoneThatBrowsersRun) {
  Check(RepairUri,
        {{"urn:example:area:1", "urn:example:area:1", ""},
         {"esdServices:42", "esdServices:42", ""},
         {"http://example.org/id/1", "http://example.org/id/1", ""},
         {"www.example.org", "https://www.example.org", "URL_SCHEME_ADDED"},
         {"www.example.org:80/a", "https://www.example.org:80/a",
          "URL_SCHEME_ADDED"},
         {"javascript:alert(1)", "", "URL_INVALID"},
         {"DATA:text/html,x", "", "URL_INVALID"},
         {"urn:", "", "URL_INVALID"},
         {"some words", "", "URL_INVALID"}});
}

TEST(RepairEmail, TakesOneAddress) {
  Check(
      RepairEmail,
      {{"help@example.org", "help@example.org", ""},
       {"o'neil+x@sub.example.org", "o'neil+x@sub.example.org", ""},
       {"mailto:help@example.org", "help@example.org", "EMAIL_SCHEME_REMOVED"},
       {"help@example", "", "EMAIL_INVALID"},
       {"help at example.org", "", "EMAIL_INVALID"},
       {"a@example.org; b@example.org", "", "EMAIL_INVALID"},
       {"a@b@example.org", "", "EMAIL_INVALID"},
       {"@example.org", "", "EMAIL_INVALID"}});
}

TEST(RepairDate, WritesDatesOfTheCalendarAsTheStandardDoes) {
  Check(RepairDate, {{"2024-02-29", "2024-02-29", ""},
                     {"01/02/2024", "2024-02-01", "DATE_REWRITTEN"},
                     {"31/12/2024", "2024-12-31", "DATE_REWRITTEN"},
                     {"1.2.2024", "2024-02-01", "DATE_REWRITTEN"},
                     {"2024/2/1", "2024-02-01", "DATE_REWRITTEN"},
                     {"1 February 2024", "2024-02-01", "DATE_REWRITTEN"},
                     {"22nd Sept 2024", "2024-09-22", "DATE_REWRITTEN"},
                     {"3-May-2024", "2024-05-03", "DATE_REWRITTEN"},
                     {"2024-02-01T09:30:00Z", "2024-02-01", "DATE_CUT"},
                     {"2023-02-29", "", "DATE_INVALID"},
                     {"12/31/2024", "", "DATE_INVALID"},
                     {"01/02/24", "", "DATE_INVALID"},
                     {"0000-01-01", "", "DATE_INVALID"},
                     {"2024-02", "", "DATE_INVALID"},
                     {"soon", "", "DATE_INVALID"}});
}

TEST(RepairDateTime, GivesEveryTimeAZone) {
  Check(
      RepairDateTime,
      {{"2023-03-15T10:30:45.123Z", "2023-03-15T10:30:45.123Z", ""},
       {"2023-03-15t10:30:45z", "2023-03-15t10:30:45z", ""},
       {"2023-03-15T10:30:45+01:00", "2023-03-15T10:30:45+01:00", ""},
       {"2025-09-02T12:06:15.654", "2025-09-02T12:06:15.654Z", "ZONE_ASSUMED"},
       {"2025-09-02", "2025-09-02T00:00:00Z", "DATE_TIME_COMPLETED"},
       {"2025-09-02 12:06:15Z", "2025-09-02T12:06:15Z", "DATE_TIME_REWRITTEN"},
       {"2025-09-02T12:06+0100", "2025-09-02T12:06:00+01:00",
        "DATE_TIME_REWRITTEN"},
       {"02/09/2025 12:06", "2025-09-02T12:06:00Z", "ZONE_ASSUMED"},
       {"2025-09-02T25:00:00Z", "", "DATE_TIME_INVALID"},
       {"2025-09-02T", "", "DATE_TIME_INVALID"},
       {"yesterday", "", "DATE_TIME_INVALID"}});
}

TEST(RepairDateOrDateTime, TakesWhatRfc5545AndRfc3339Write) {
  Check(RepairDateOrDateTime,
        {{"2026-09-01", "2026-09-01", ""},
         {"2026-09-01T09:30:00Z", "2026-09-01T09:30:00Z", ""},
         {"20260901", "2026-09-01", "DATE_REWRITTEN"},
         {"20260901T093000Z", "2026-09-01T09:30:00Z", "DATE_REWRITTEN"},
         {"20260901T093000", "2026-09-01T09:30:00", "DATE_REWRITTEN"},
         {"1 September 2026", "2026-09-01", "DATE_REWRITTEN"},
         {"20260931", "", "DATE_INVALID"},
         {"20260901T0930", "", "DATE_INVALID"},
         {"20260901T253000Z", "", "DATE_INVALID"}});
}

TEST(RepairTime, TakesTimesOfDay) {
  Check(RepairTime, {{"09:30", "09:30", ""},
                     {"18:00:00", "18:00:00", ""},
                     {"10:00Z", "10:00Z", ""},
                     {"9:30", "09:30", "TIME_REWRITTEN"},
                     {"9.30am", "09:30", "TIME_REWRITTEN"},
                     {"5 pm", "17:00", "TIME_REWRITTEN"},
                     {"12am", "00:00", "TIME_REWRITTEN"},
                     {"12:15 PM", "12:15", "TIME_REWRITTEN"},
                     {"1730", "17:30", "TIME_REWRITTEN"},
                     {"24:00", "24:00", ""},
                     {"24:00:00", "24:00:00", ""},
                     {"24.00", "24:00", "TIME_REWRITTEN"},
                     {"24:01", "", "TIME_INVALID"},
                     {"25:00", "", "TIME_INVALID"},
                     {"13pm", "", "TIME_INVALID"},
                     {"9", "", "TIME_INVALID"},
                     {"all day", "", "TIME_INVALID"}});
}

TEST(RepairText, TakesAwayWhiteSpaceAtTheEndsAndControlCharacters) {
  Check(RepairText, {{"a\n b", "a\n b", ""},
                     {" a\t", "a", "TRIMMED"},
                     {"\u00a0a\u200b", "a", "TRIMMED"},
                     {"a\x03"
                      "b",
                      "ab", "CONTROL_REMOVED"},
                     {"a\u0085b", "ab", "CONTROL_REMOVED"},
                     {" \x01 ", "", ""},
                     {"", "", ""}});
}

TEST(RepairNumber, SetsAsideAgesThatStandForNone) {
  const auto& age = ServiceField("minimum_age");
  EXPECT_EQ(RepairNumber(age, "18").value, 18);
  EXPECT_EQ(RepairNumber(age, "0").value, 0);
  EXPECT_EQ(RepairNumber(age, "-1").rule, "AGE_SENTINEL");
  EXPECT_FALSE(RepairNumber(age, "-1").value.has_value());
  EXPECT_EQ(RepairNumber(age, "999").rule, "AGE_INVALID");
  EXPECT_EQ(RepairNumber(age, "five").rule, "TYPE_SET_ASIDE");
  EXPECT_EQ(RepairNumber(age, "0x10").rule, "TYPE_SET_ASIDE");
  EXPECT_EQ(RepairNumber(age, "nan").rule, "TYPE_SET_ASIDE");
  EXPECT_EQ(RepairNumber(age, "").rule, "TYPE_SET_ASIDE");
}

TEST(RepairNumber, KnowsTheGlobe) {
  const auto& latitude =
      *v1::Location::descriptor()->FindFieldByName("latitude");
  const auto& longitude =
      *v1::Location::descriptor()->FindFieldByName("longitude");
  EXPECT_FALSE(RepairNumber(latitude, "51.45").changed());
  EXPECT_EQ(RepairNumber(latitude, "100").rule, "COORDINATE_INVALID");
  EXPECT_FALSE(RepairNumber(longitude, "101").changed());
  EXPECT_EQ(RepairNumber(longitude, "-180.5").rule, "COORDINATE_INVALID");
}

TEST(RepairNumber, ReportsDigitsThatADoubleCannotHold) {
  const auto& amount = *v1::CostOption::descriptor()->FindFieldByName("amount");
  for (const char* exact : {"35", "0.1", "35.50", "1e3", "1.0E+2", "-0", "0.0",
                            "100000000000000000000"}) {
    EXPECT_FALSE(RepairNumber(amount, exact).changed()) << exact;
  }
  for (const char* rounded :
       {"12345678901234567891", "0.12345678901234567891"}) {
    EXPECT_EQ(RepairNumber(amount, rounded).rule, "NUMBER_ROUNDED") << rounded;
    EXPECT_TRUE(RepairNumber(amount, rounded).value.has_value());
  }
}

TEST(NumberText, IsShortAndReadsBackAsTheSameNumber) {
  EXPECT_EQ(NumberText(35), "35");
  EXPECT_EQ(NumberText(-0.0), "0");
  EXPECT_EQ(NumberText(0.1), "0.1");
  EXPECT_EQ(NumberText(51.454513), "51.454513");
  EXPECT_EQ(NumberText(1e21), "1e+21");
}

TEST(EnumText, IsWhatTheStandardWrites) {
  const auto text = [](const auto* type, int number) {
    return EnumText(*type->FindValueByNumber(number));
  };
  EXPECT_EQ(text(v1::ServiceStatus_descriptor(), 4), "temporarily closed");
  EXPECT_EQ(text(v1::ScheduleFrequency_descriptor(), 1), "WEEKLY");
  EXPECT_EQ(text(v1::Weekday_descriptor(), 1), "MO");
  EXPECT_EQ(text(v1::PalliativeComponent_descriptor(), 2), "short_breaks");
  EXPECT_EQ(text(v1::ConditionCategory_descriptor(), 1), "1");
  EXPECT_EQ(EnumTexts(*v1::EhcPlan_descriptor()), "not_needed, needed");
}

TEST(EnumFromText, TakesOtherSpellingsAndSaysSo) {
  struct {
    const google::protobuf::EnumDescriptor* type;
    const char* text;
    int number;
    const char* rule;
  } const expectations[] = {
      {v1::ServiceStatus_descriptor(), "active", 1, ""},
      {v1::ServiceStatus_descriptor(), "Active", 1, "ENUM_CASE"},
      {v1::ServiceStatus_descriptor(), "temporarily closed", 4, ""},
      {v1::ServiceStatus_descriptor(), "TEMPORARILY-CLOSED", 4, "ENUM_CASE"},
      {v1::ServiceStatus_descriptor(), "closed", 0, "ENUM_UNKNOWN"},
      {v1::ServiceStatus_descriptor(), "unspecified", 0, "ENUM_UNKNOWN"},
      {v1::ScheduleFrequency_descriptor(), "weekly", 1, "ENUM_CASE"},
      {v1::ScheduleFrequency_descriptor(), "month", 2, "ENUM_CASE"},
      {v1::PalliativeComponent_descriptor(), "short breaks", 2, "ENUM_CASE"},
      {v1::PalliativeComponent_descriptor(), "breaks", 0, "ENUM_UNKNOWN"},
      {v1::ConditionCategory_descriptor(), "1", 1, ""},
      {v1::ConditionCategory_descriptor(), "category_1", 1, "ENUM_CASE"},
      {v1::ConditionCategory_descriptor(), "5", 0, "ENUM_UNKNOWN"},
  };
  for (const auto& expected : expectations) {
    const auto value = EnumFromText(*expected.type, expected.text);
    EXPECT_EQ(value.value.value_or(0), expected.number) << expected.text;
    EXPECT_EQ(value.rule, expected.rule) << expected.text;
  }
}

TEST(TextKindOf, KnowsTheFormatsOfTheModel) {
  EXPECT_EQ(TextKindOf(ServiceField("id")), TextKind::kId);
  EXPECT_EQ(TextKindOf(ServiceField("organization_id")), TextKind::kId);
  EXPECT_EQ(TextKindOf(ServiceField("name")), TextKind::kPlain);
  EXPECT_EQ(TextKindOf(ServiceField("last_modified")), TextKind::kDateTime);
  EXPECT_EQ(
      TextKindOf(*v1::Organization::descriptor()->FindFieldByName("tax_id")),
      TextKind::kPlain);
  EXPECT_EQ(TextKindOf(*v1::LocalOffer::descriptor()->FindFieldByName(
                "statutory_items")),
            TextKind::kPlain);
}

TEST(Excerpt, CutsBetweenCharactersAndHidesControls) {
  EXPECT_EQ(Excerpt("short"), "short");
  EXPECT_EQ(Excerpt("a\x1b[31mb"), "a [31mb");
  const std::string text = std::string(199, 'a') + "\u20ac" + "b";
  EXPECT_EQ(Excerpt(text), std::string(199, 'a'));
  EXPECT_EQ(Excerpt(std::string(197, 'a') + "\u20ac" + "b"),
            std::string(197, 'a') + "\u20ac");
}

}  // namespace
}  // namespace localoffer::openreferral
