#include "services/openreferral/read_json.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/testing_json.h"
#include "services/openreferral/write_json.h"

namespace localoffer::openreferral {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kId[] = "48102e86-bb50-41c4-8f1e-e269368c41d1";
constexpr char kOtherId[] = "381c64f1-a724-4884-9c21-ac96c21cca3e";

// A service that needs no repair, with `members` before the others.
std::string Service(absl::string_view members = "",
                    absl::string_view id = kId) {
  return absl::StrCat(
      "{", members, members.empty() ? "" : ",", R"("id":")", id,
      R"(","name":"Example Club","status":"active","organization":{"id":")",
      kOtherId, R"(","name":"Example Trust"}})");
}

Source Read(absl::string_view json) {
  ReadOptions options;
  options.source_name = "offer.json";
  options.authority = "E06000023";
  return ReadJson(json, options);
}

std::vector<std::string> Rules(const Record& record) {
  std::vector<std::string> rules;
  for (const v1::Repair& repair : record.repairs) {
    rules.push_back(repair.rule());
  }
  return rules;
}

// The only repair of a record.
v1::Repair OnlyRepair(const Record& record) {
  EXPECT_EQ(record.repairs.size(), 1) << testing::PrintToString(Rules(record));
  return record.repairs.empty() ? v1::Repair() : record.repairs[0];
}

v1::Violation OnlyViolation(const std::vector<v1::Violation>& violations) {
  EXPECT_EQ(violations.size(), 1);
  return violations.empty() ? v1::Violation() : violations[0];
}

TEST(ReadJson, ReadsEveryShapeOfASource) {
  const std::string a = Service();
  const std::string b = Service("", kOtherId);
  for (const std::string& json : {
           absl::StrCat("[", a, ",", b, "]"),
           absl::StrCat(R"({"total_items":2,"contents":[)", a, ",", b, "]}"),
           absl::StrCat(R"({"content":[)", a, ",", b, R"(],"totalPages":1})"),
           absl::StrCat(a, "\n", b, "\n"),
           absl::StrCat("\n", a, "\r\n\r\n", b),
           absl::StrCat("\xef\xbb\xbf[", a, ",", b, "]"),
       }) {
    const Source source = Read(json);
    EXPECT_THAT(source.violations, IsEmpty()) << json;
    EXPECT_THAT(source.repairs, IsEmpty()) << json;
    ASSERT_EQ(source.records.size(), 2) << json;
    EXPECT_EQ(source.records[0].service.id(), kId);
    EXPECT_EQ(source.records[1].service.id(), kOtherId);
    EXPECT_EQ(source.records[1].position.record(), 2);
    EXPECT_EQ(source.records[1].position.source(), "offer.json");
    EXPECT_THAT(source.records[0].repairs, IsEmpty());
  }
  EXPECT_EQ(Read(a).records.size(), 1);
  EXPECT_THAT(Read("[]").records, IsEmpty());
  EXPECT_THAT(Read(R"({"empty":true,"total_items":0})").violations, IsEmpty());
}

TEST(ReadJson, PointsAtRecordsAndValues) {
  const std::string bad = Service(R"("url":"www.example.org","a/b~":1)");
  EXPECT_EQ(OnlyRepair(Read(bad).records[0]).position().json_pointer(), "/url");
  const Source page = Read(absl::StrCat(R"({"contents":[1,)", bad, "]}"));
  EXPECT_EQ(page.records[1].position.json_pointer(), "/contents/1");
  EXPECT_EQ(OnlyRepair(page.records[1]).position().json_pointer(),
            "/contents/1/url");
  const Source array = Read(absl::StrCat("[", bad, "]"));
  EXPECT_EQ(OnlyRepair(array.records[0]).position().json_pointer(), "/0/url");
}

TEST(ReadJson, TellsTheDialectByEnvelopeAndMembers) {
  EXPECT_EQ(Read(R"({"contents":[]})").format, Format::kOpenReferral3);
  EXPECT_EQ(Read(R"({"content":[]})").format, Format::kOpenReferral1);
  EXPECT_EQ(Read(Service()).format, Format::kOpenReferral3);
  EXPECT_EQ(Read(Service(R"("attending_type":"venue")")).format,
            Format::kOpenReferral1);
  EXPECT_EQ(Read(Service(R"("eligibilitys":[])")).format,
            Format::kOpenReferral1);
  ReadOptions options;
  options.format = Format::kOpenReferral1;
  EXPECT_EQ(ReadJson(Service(R"("last_modified":"")"), options).format,
            Format::kOpenReferral1);
}

TEST(ReadJson, SaysWhereASourceIsNoJson) {
  const Source source = Read("[\n  {\"name\": \"caf\u00e9\" \"x\"}]");
  EXPECT_THAT(source.records, IsEmpty());
  const v1::Violation violation = OnlyViolation(source.violations);
  EXPECT_EQ(violation.reason(), "INVALID_JSON");
  EXPECT_THAT(violation.wanted(), HasSubstr("at byte 21 (line 2, column 19)"));
  EXPECT_EQ(violation.position().source(), "offer.json");
}

TEST(ReadJson, CountsBytesFromTheByteOrderMark) {
  EXPECT_THAT(OnlyViolation(Read("\xef\xbb\xbf[,]").violations).wanted(),
              HasSubstr("at byte 4 (line 1, column 2)"));
}

TEST(ReadJson, RefusesSourcesThatHoldNoServices) {
  for (const absl::string_view json :
       {"", " \n", "\xef\xbb\xbf", "1", "null", "\"text\"", "{", "[",
        R"({"contents":{}})", "[\"\xff\"]", "[\"\\udc00\"]"}) {
    const Source source = Read(json);
    EXPECT_THAT(source.records, IsEmpty()) << json;
    EXPECT_EQ(source.violations.size(), 1) << json;
  }
}

TEST(ReadJson, OneBrokenLineLeavesTheOthersAlone) {
  const Source source = Read(absl::StrCat(Service(), "\n{\"id\":\xff}\n",
                                          Service("", kOtherId), "\n7\n"));
  EXPECT_THAT(source.violations, IsEmpty());
  ASSERT_EQ(source.records.size(), 4);
  EXPECT_THAT(source.records[0].violations, IsEmpty());
  EXPECT_EQ(OnlyViolation(source.records[1].violations).reason(),
            "INVALID_JSON");
  EXPECT_THAT(OnlyViolation(source.records[1].violations).wanted(),
              HasSubstr("(line 2, column 7)"));
  EXPECT_THAT(source.records[2].violations, IsEmpty());
  EXPECT_EQ(OnlyViolation(source.records[3].violations).reason(),
            "NOT_AN_OBJECT");
}

TEST(ReadJson, ElementsThatAreNoServicesAreRefusedRecords) {
  const Source source = Read(absl::StrCat(
      "[", Service(), R"(,7,null,"text",[],{},{"error":"not found"},)",
      R"({"id":"1","service":{"name":"x"}},)",
      R"({"id":"1","name":"x","services":[]}])"));
  ASSERT_EQ(source.records.size(), 9);
  for (size_t i = 1; i < source.records.size(); ++i) {
    const v1::Violation violation = OnlyViolation(source.records[i].violations);
    EXPECT_EQ(violation.reason(), i < 5 ? "NOT_AN_OBJECT" : "NOT_A_SERVICE");
    EXPECT_EQ(violation.position().record(), i + 1);
    EXPECT_TRUE(IsRfcUuid(source.records[i].service.id()));
  }
}

TEST(ReadJson, RefusesARecordOfMoreThanOneMebibyte) {
  const auto described = [](size_t length) {
    return Service(
        absl::StrCat(R"("description":")", std::string(length, 'x'), "\""));
  };
  const size_t rest = described(0).size();
  const Source source =
      Read(absl::StrCat("[", described((1 << 20) - rest), ",",
                        described((1 << 20) - rest + 1), "]"));
  EXPECT_THAT(source.records[0].violations, IsEmpty());
  EXPECT_EQ(OnlyViolation(source.records[1].violations).reason(),
            "RECORD_TOO_LARGE");
}

TEST(ReadJson, ReportsThatAPageIsOneOfSeveral) {
  const Source source =
      Read(absl::StrCat(R"({"total_items":874,"contents":[)", Service(), "]}"));
  ASSERT_EQ(source.repairs.size(), 1);
  EXPECT_EQ(source.repairs[0].rule(), "PAGE_OF_MANY");
  EXPECT_EQ(source.repairs[0].before(), "874");
  EXPECT_EQ(source.repairs[0].after(), "1");
}

TEST(ReadJson, ReportsARepairWithAllThatIsKnownOfIt) {
  const v1::Repair repair =
      OnlyRepair(ReadOne(Service(R"("url":"www.example.org")")));
  EXPECT_EQ(repair.title(), "Example Club");
  EXPECT_EQ(repair.field(), "service.url");
  EXPECT_EQ(repair.before(), "www.example.org");
  EXPECT_EQ(repair.after(), "https://www.example.org");
  EXPECT_EQ(repair.rule(), "URL_SCHEME_ADDED");
  EXPECT_FALSE(repair.explanation().empty());
  EXPECT_EQ(repair.position().record(), 1);
}

TEST(ReadJson, NamesNestedFieldsByTheirPlace) {
  const Record record = ReadOne(
      Service(R"("contacts":[{"name":"A"},{"phones":[{"number":" 0117 "}]}])"));
  const v1::Repair repair = OnlyRepair(record);
  EXPECT_EQ(repair.field(), "service.contacts[1].phones[0].number");
  EXPECT_EQ(repair.position().json_pointer(), "/contacts/1/phones/0/number");
}

// Members of a service, the rule that they meet, and what the service then
// holds as text of the member.
struct Golden {
  absl::string_view members;
  absl::string_view rule;
  absl::string_view before;
  absl::string_view after;
};

TEST(ReadJson, RepairsWhatRealSourcesGetWrong) {
  const Golden goldens[] = {
      {R"("fees":" none ")", "TRIMMED", " none ", "none"},
      {R"("fees":"a\u0003b")", "CONTROL_REMOVED", "a b", "ab"},
      {R"("fees":5)", "TYPE_CONVERTED", "5", "5"},
      {R"("fees":true)", "TYPE_CONVERTED", "true", "true"},
      {R"("fees":{"a":1})", "TYPE_SET_ASIDE", R"({"a":1})", ""},
      {R"("minimum_age":"5")", "TYPE_CONVERTED", "5", "5"},
      {R"("minimum_age":-1)", "AGE_SENTINEL", "-1", ""},
      {R"("maximum_age":"all")", "TYPE_SET_ASIDE", "all", ""},
      {R"("minimum_age":false)", "TYPE_SET_ASIDE", "false", ""},
      {R"("email":"nobody")", "EMAIL_INVALID", "nobody", ""},
      {R"("url":"Example Hall")", "URL_INVALID", "Example Hall", ""},
      {R"("assured_date":"01/02/2024")", "DATE_REWRITTEN", "01/02/2024",
       "2024-02-01"},
      {R"("last_modified":"2025-09-02T12:06:15.654")", "ZONE_ASSUMED",
       "2025-09-02T12:06:15.654", "2025-09-02T12:06:15.654Z"},
      {R"("phones":{"number":"1"})", "TYPE_CONVERTED", R"({"number":"1"})",
       R"([{"number":"1"}])"},
      {R"("phones":["0117"])", "TYPE_SET_ASIDE", "0117", ""},
      {R"("program":"x")", "TYPE_SET_ASIDE", "x", ""},
      {R"("fees":null,"url":"","phones":[],"email":"  ","program":{})",
       "EMPTY_OMITTED", "fees, url, phones, email, program", ""},
      {R"("organization_id":"ORG-1")", "NESTED_IDS_DERIVED",
       "service.organization_id ORG-1",
       "service.organization_id a1e741b9-deb4-5f6c-ba3f-e7a6d348f900"},
      {R"("cost_options":[{"amount":12345678901234567891}])", "NUMBER_ROUNDED",
       "12345678901234567891", "12345678901234567168"},
  };
  for (const Golden& golden : goldens) {
    SCOPED_TRACE(std::string(golden.members));
    const std::string json = Service(golden.members);
    const Record record = ReadOne(json, Format::kOpenReferral3);
    const v1::Repair repair = OnlyRepair(record);
    EXPECT_EQ(repair.rule(), std::string(golden.rule));
    EXPECT_EQ(repair.before(), std::string(golden.before));
    EXPECT_EQ(repair.after(), std::string(golden.after));
    EXPECT_FALSE(repair.explanation().empty());
    EXPECT_THAT(record.violations, IsEmpty());
    EXPECT_TRUE(
        SameJson(json, WriteServiceJson(record.service, record.local_offer,
                                        {.as_supplied = true})));
  }
}

TEST(ReadJson, KeepsTheDigitsThatADoubleCannotHold) {
  const std::string json =
      Service(R"("cost_options":[{"amount":12345678901234567891}])");
  const Record record = ReadOne(json);
  const std::string written = WriteServiceJson(
      record.service, record.local_offer, {.as_supplied = true});
  EXPECT_THAT(written, HasSubstr(":12345678901234567891}"));
}

TEST(ReadJson, KeepsUnknownMembersWordForWord) {
  const Record record =
      ReadOne(Service(R"("pc_x": {"a" : 1.50, "b":"\u00e9"})"));
  EXPECT_THAT(record.repairs, IsEmpty());
  ASSERT_EQ(record.service.verbatim().unrecognized_size(), 1);
  EXPECT_EQ(record.service.verbatim().unrecognized(0).name(), "pc_x");
  EXPECT_EQ(record.service.verbatim().unrecognized(0).json(),
            R"({"a" : 1.50, "b":"\u00e9"})");
}

TEST(ReadJson, RefusesAMemberThatStandsTwice) {
  const Record record = ReadOne(Service(R"("url":"a.org","url":"b.org")"));
  const v1::Violation violation = OnlyViolation(record.violations);
  EXPECT_EQ(violation.reason(), "DUPLICATE_MEMBER");
  EXPECT_EQ(violation.field(), "service.url");
  EXPECT_EQ(violation.title(), "Example Club");
}

TEST(ReadJson, StatesWhatAServiceLacks) {
  const Record record = ReadOne(R"({"id":"7","name":" "})");
  EXPECT_THAT(Rules(record),
              ElementsAre("ID_DERIVED", "NAME_MISSING", "ORGANIZATION_MISSING",
                          "STATUS_MISSING"));
  EXPECT_EQ(record.service.name(), "Unnamed service");
  EXPECT_EQ(record.service.status(), v1::SERVICE_STATUS_UNSPECIFIED);
  EXPECT_THAT(record.violations, IsEmpty());
}

TEST(ReadJson, DropsCoordinatesThatStandForNowhere) {
  const std::string json = Service(
      R"("service_at_locations":[{"location":{"latitude":0,"longitude":0.0}}])");
  const Record record = ReadOne(json);
  EXPECT_THAT(Rules(record), ElementsAre("COORDINATES_ZERO"));
  EXPECT_FALSE(
      record.service.service_at_locations(0).location().has_latitude());
  EXPECT_TRUE(
      SameJson(json, WriteServiceJson(record.service, record.local_offer,
                                      {.as_supplied = true})));
}

TEST(Identity, DerivesAnIdWhereTheSourceHasNone) {
  const Record record = ReadOne(
      R"({"name":"Club","status":"active","organization":{"name":"Trust"}})");
  EXPECT_THAT(Rules(record), ElementsAre("ID_MISSING"));
  EXPECT_EQ(record.service.id(), EntryIdFromSource("E06000023", "Club\nTrust"));
}

TEST(Identity, KeepsAnIdThatIsNoRfcUuid) {
  const std::string json = Service("", "def5ccd4-f121-df4d-60d2-4dc0d69ff555");
  const Record record = ReadOne(json);
  EXPECT_EQ(record.service.id(), "14ae337b-943a-5e13-aa25-18e036d08208");
  EXPECT_EQ(OnlyRepair(record).rule(), "ID_DERIVED");
  EXPECT_TRUE(
      SameJson(json, WriteServiceJson(record.service, record.local_offer,
                                      {.as_supplied = true})));
}

TEST(Identity, WritesUuidsInLowerCase) {
  const std::string upper = "48102E86-BB50-41C4-8F1E-E269368C41D1";
  const Record record = ReadOne(Service("", upper));
  EXPECT_EQ(record.service.id(), kId);
  EXPECT_EQ(OnlyRepair(record).rule(), "ID_LOWER_CASED");
}

TEST(Identity, ReferencesFollowTheRecord) {
  const Record record = ReadOne(
      Service(R"("service_areas":[{"service_id":"S-1","name":"x"}])", "S-1"));
  EXPECT_EQ(record.service.service_areas(0).service_id(), record.service.id());
}

TEST(Identity, TellsRecordsWithOneIdApart) {
  const Source source = Read(absl::StrCat("[", Service(R"("fees":"1")"), ",",
                                          Service(R"("fees":"2")"), ",",
                                          Service(R"("fees":"3")"), "]"));
  EXPECT_EQ(source.records[0].service.id(), kId);
  const std::string second =
      EntryIdFromSource("E06000023", absl::StrCat(kId, "/Example Club"));
  EXPECT_EQ(source.records[1].service.id(), second);
  EXPECT_EQ(
      source.records[2].service.id(),
      EntryIdFromSource("E06000023", absl::StrCat(kId, "/Example Club/2")));
  EXPECT_THAT(Rules(source.records[0]), IsEmpty());
  EXPECT_THAT(Rules(source.records[1]), ElementsAre("DUPLICATE_ID"));
  EXPECT_THAT(source.records[1].violations, IsEmpty());
}

TEST(Identity, DoesNotDependOnTheOrderOfTheSource) {
  const std::string a = absl::StrCat(R"({"id":")", kId, R"(","name":"A"})");
  const std::string b = absl::StrCat(R"({"id":")", kId, R"(","name":"B"})");
  const Source forth = Read(absl::StrCat("[", a, ",", b, "]"));
  const Source back = Read(absl::StrCat("[", b, ",", a, "]"));
  EXPECT_EQ(forth.records[0].service.id(), kId);
  EXPECT_EQ(forth.records[0].service.id(), back.records[1].service.id());
  EXPECT_EQ(forth.records[1].service.id(), back.records[0].service.id());
}

TEST(Identity, RefusesARecordThatRepeatsAnother) {
  const Source source = Read(absl::StrCat("[", Service(), ",", Service(), "]"));
  ASSERT_EQ(source.records.size(), 2);
  EXPECT_THAT(source.records[0].violations, IsEmpty());
  EXPECT_EQ(OnlyViolation(source.records[1].violations).reason(),
            "DUPLICATE_RECORD");
  EXPECT_EQ(source.records[1].service.id(), kId);
}

}  // namespace
}  // namespace localoffer::openreferral
