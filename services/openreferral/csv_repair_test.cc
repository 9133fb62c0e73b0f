// What is put right while reading, and kept as it was supplied.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/csv_reader.h"
#include "services/openreferral/csv_testing.h"

namespace localoffer::openreferral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Replaced(const v1::Verbatim& verbatim, absl::string_view name) {
  for (const auto& member : verbatim.replaced()) {
    if (member.name() == name) return member.json();
  }
  return "";
}

TEST(CsvRepairs, AreReportedByRowAndColumn) {
  const Source source = ReadTest(
      "reference,name,Web Site,url,assured_date,postcode,company_number,"
      "provider_name,maximum_age\n"
      "A1, Example ,,www.example.org,30/04/2025,bs15tr,1234567,P,18 \n");
  EXPECT_THAT(
      RepairLines(source),
      ElementsAre("1 Web Site COLUMN_NOT_KNOWN Web Site -> ",
                  "2 name WHITE_SPACE_TRIMMED  Example  -> Example",
                  "2 url URL_SCHEME_ADDED www.example.org -> "
                  "https://www.example.org",
                  "2 company_number IDENTIFIER_REWRITTEN 1234567 -> 01234567",
                  "2 postcode POSTCODE_REWRITTEN bs15tr -> BS1 5TR",
                  "2 maximum_age WHITE_SPACE_TRIMMED 18  -> 18",
                  "2 assured_date DATE_REWRITTEN 30/04/2025 -> 2025-04-30"));
  const v1::Repair& url = source.records[0].repairs[1];
  EXPECT_EQ(url.title(), "Example");
  EXPECT_EQ(url.field(), "service.url");
  EXPECT_FALSE(url.explanation().empty());
}

TEST(CsvRepairs, KeepTheCellBesideItsValue) {
  const Source source = ReadTest(
      "reference,name,url,postcode,provider_name,company_number,"
      "complaints_url,tier\n"
      "A1,N, www.example.org,bs15tr,P,1234567,www.example.org/c,tier\n"
      "A2,N,,,,,, universal \n");
  const v1::Service& service = source.records[0].service;
  EXPECT_EQ(Replaced(service.verbatim(), "url"), "\" www.example.org\"");
  EXPECT_EQ(
      Replaced(
          service.service_at_locations(0).location().addresses(0).verbatim(),
          "postal_code"),
      "\"bs15tr\"");
  EXPECT_EQ(
      Replaced(service.organization().organization_identifiers(0).verbatim(),
               "identifier"),
      "\"1234567\"");
  EXPECT_EQ(Replaced(source.records[0].local_offer.verbatim(),
                     "redress.complaints_url"),
            "\"www.example.org/c\"");
  EXPECT_EQ(Replaced(source.records[1].local_offer.verbatim(), "tier"),
            "\" universal \"");
  EXPECT_EQ(source.records[1].local_offer.tier(), v1::TIER_UNIVERSAL);
}

TEST(CsvRepairs, ReportBothOfTwoInOneCellButKeepItOnce) {
  const Source source = ReadTest("reference,name,url\nA1,N, a.example \n");
  EXPECT_THAT(RepairLines(source),
              ElementsAre("2 url WHITE_SPACE_TRIMMED  a.example  -> a.example",
                          "2 url URL_SCHEME_ADDED a.example -> "
                          "https://a.example"));
  EXPECT_EQ(source.records[0].service.verbatim().replaced_size(), 2);
}

TEST(CsvRepairs, AreNoneForListsWithSpacesAndWordsInAnyCase) {
  const Source source = ReadTest(
      "reference,name,areas_served,settings,free\n"
      "A1,N,a ; b,Home ; HOSPICE,YES\n");
  EXPECT_THAT(RepairLines(source), IsEmpty());
}

TEST(CsvRepairs, SayThatTheSourceWasWindows1252) {
  const Source source = ReadTest(
      "reference,name,description,cost\r\n"
      "A1,Children\x92s Club,\x93"
      "caf\xe9\x94 \x96 \xa3"
      "5,\xa3"
      "5\r\n");
  EXPECT_EQ(source.encoding, "windows-1252");
  EXPECT_THAT(RepairLines(source),
              ElementsAre("0  ENCODING_CONVERTED windows-1252 -> utf-8"));
  const v1::Service& service = source.records[0].service;
  EXPECT_EQ(service.name(), "Children\xe2\x80\x99s Club");
  EXPECT_EQ(service.description(),
            "\xe2\x80\x9c"
            "caf\xc3\xa9\xe2\x80\x9d \xe2\x80\x93 \xc2\xa3"
            "5");
  EXPECT_EQ(service.cost_options(0).amount(), 5);
}

TEST(CsvRepairs, SayThatTheSourceWasUtf16) {
  std::string bytes = "\xff\xfe";
  for (char c : std::string("reference\tname\r\nA1\tN\r\n")) {
    bytes.push_back(c);
    bytes.push_back('\0');
  }
  const Source source = ReadTest(bytes);
  EXPECT_EQ(source.encoding, "utf-16");
  EXPECT_THAT(RepairLines(source),
              ElementsAre("0  ENCODING_CONVERTED utf-16 -> utf-8"));
  EXPECT_EQ(source.records.at(0).service.name(), "N");
}

TEST(CsvRepairs, DoNotCountTheApostropheOfAFormulaGuard) {
  const Source source = ReadTest(
      "reference,name,phone,longitude,description\n"
      "A1,'=Equals,'+44 1632 960001,'-2.58,\"'\ttab\"\n"
      "A2,'tis,,-2.58,''=x\n");
  EXPECT_THAT(RepairLines(source), IsEmpty());
  EXPECT_EQ(source.records[0].service.name(), "=Equals");
  EXPECT_EQ(source.records[0].service.phones(0).number(), "+44 1632 960001");
  EXPECT_EQ(source.records[0].service.description(), "\ttab");
  EXPECT_EQ(source.records[1].service.name(), "'tis");
  EXPECT_EQ(source.records[1].service.description(), "'=x");
  for (const Record& record : source.records) {
    EXPECT_EQ(record.service.service_at_locations(0).location().longitude(),
              -2.58);
  }
}

}  // namespace
}  // namespace localoffer::openreferral
