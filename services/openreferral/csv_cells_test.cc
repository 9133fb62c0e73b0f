#include "services/openreferral/csv_cells.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/openreferral/csv_formula.h"
#include "services/openreferral/csv_identifier.h"

namespace localoffer::openreferral {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "value", "value RULE" or "! REASON".
std::string Shown(const CellReading& reading) {
  if (reading.refused()) {
    EXPECT_FALSE(reading.wanted.empty());
    return "! " + std::string(reading.reason);
  }
  EXPECT_EQ(reading.rule.empty(), reading.explanation.empty());
  if (reading.rule.empty()) return reading.value;
  return reading.value + " " + std::string(reading.rule);
}

TEST(TrimmedCell, LosesSpacesOfBothKinds) {
  EXPECT_EQ(TrimmedCell(" \t\xc2\xa0 a b\xc2\xa0\r\n"), "a b");
  EXPECT_EQ(TrimmedCell("\xc2\xa0"), "");
  EXPECT_EQ(TrimmedCell("\xc2\xa3"), "\xc2\xa3");
}

TEST(TextCell, LosesCharactersThatCannotBeSeen) {
  EXPECT_EQ(Shown(ReadText("a\n\tb \xc2\xa3")), "a\n\tb \xc2\xa3");
  EXPECT_EQ(Shown(ReadText("a\x0b"
                           "b\x0c"
                           "c\x01\x7f")),
            "a\nb\nc CONTROL_CHARACTERS_REMOVED");
}

TEST(WebAddressCell, GetsASchemeWhereItLacksOne) {
  EXPECT_EQ(Shown(ReadWebAddress("http://example.org")), "http://example.org");
  EXPECT_EQ(Shown(ReadWebAddress("www.example.org/a?b")),
            "https://www.example.org/a?b URL_SCHEME_ADDED");
  for (absl::string_view wrong :
       {"n/a", "see below", "office@example.org", "mailto:a@example.org",
        "ftp://example.org", ".org", "example.", "https://"}) {
    EXPECT_EQ(Shown(ReadWebAddress(wrong)), "! NOT_A_WEB_ADDRESS") << wrong;
  }
}

TEST(EmailCell, IsOneAddress) {
  EXPECT_EQ(Shown(ReadEmailAddress("a@example.org")), "a@example.org");
  EXPECT_EQ(Shown(ReadEmailAddress("a@example.org; b@example.org")),
            "! NOT_AN_EMAIL_ADDRESS");
}

TEST(DateCell, IsIsoOrBritish) {
  EXPECT_EQ(Shown(ReadDate("2025-04-30")), "2025-04-30");
  EXPECT_EQ(Shown(ReadDate("30/04/2025")), "2025-04-30 DATE_REWRITTEN");
  EXPECT_EQ(Shown(ReadDate("1/4/2025")), "2025-04-01 DATE_REWRITTEN");
  for (absl::string_view wrong :
       {"04/30/2025", "31/04/2025", "2025-04-31", "30/04/25", "April 2025",
        "30.04.2025", "//2025", "1/2/3/2025", "-1/4/2025", "+1/4/2025"}) {
    EXPECT_EQ(Shown(ReadDate(wrong)), "! NOT_A_DATE") << wrong;
  }
}

TEST(PostcodeCell, IsWrittenInCapitalsWithOneSpace) {
  EXPECT_EQ(Shown(ReadPostcode("BS1 5TR")), "BS1 5TR");
  EXPECT_EQ(Shown(ReadPostcode("sw1a1aa")), "SW1A 1AA POSTCODE_REWRITTEN");
  EXPECT_EQ(Shown(ReadPostcode("M1  1AE")), "M1 1AE POSTCODE_REWRITTEN");
  EXPECT_EQ(Shown(ReadPostcode("W1A 0AX")), "W1A 0AX");
  EXPECT_EQ(Shown(ReadPostcode("BS99")), "BS99");
  for (absl::string_view wrong :
       {"B", "1BS 5TR", "BS1 5TRX", "BS1 TR5", "Bristol", "BS1 5T", "123456"}) {
    EXPECT_EQ(Shown(ReadPostcode(wrong)), "! NOT_A_POSTCODE") << wrong;
  }
}

TEST(NumberCell, IsDigits) {
  EXPECT_EQ(Shown(ReadNumber("17.5")), "17.5");
  EXPECT_EQ(Shown(ReadNumber("-2.58")), "-2.58");
  for (absl::string_view wrong : {"five", "5 years", "1e3", "0x10", "inf",
                                  "nan", "5.", ".5", "--5", "+5", "1,5"}) {
    EXPECT_EQ(Shown(ReadNumber(wrong)), "! NOT_A_NUMBER") << wrong;
  }
}

TEST(YesNoCell, TakesTheWordsPeopleWrite) {
  for (absl::string_view yes : {"yes", "Y", "TRUE"}) {
    EXPECT_EQ(Shown(ReadYesNo(yes)), "yes");
  }
  for (absl::string_view no : {"No", "n", "false"}) {
    EXPECT_EQ(Shown(ReadYesNo(no)), "no");
  }
  EXPECT_EQ(Shown(ReadYesNo("perhaps")), "! NOT_YES_OR_NO");
  EXPECT_EQ(Shown(ReadYesNo("1")), "! NOT_YES_OR_NO");
}

TEST(WordCell, ListsTheWordsWhenItIsNone) {
  EXPECT_EQ(
      Shown(ReadWord(*v1::PalliativeComponent_descriptor(), "Short breaks")),
      "short_breaks");
  EXPECT_EQ(
      Shown(ReadWord(*v1::ServiceStatus_descriptor(), "temporarily_closed")),
      "temporarily closed");
  const CellReading wrong = ReadWord(*v1::Tier_descriptor(), "high");
  EXPECT_EQ(wrong.reason, "UNKNOWN_VALUE");
  EXPECT_EQ(wrong.wanted, "one of: universal, targeted, specialist");
}

TEST(StatutoryItemCell, TakesAnyCase) {
  EXPECT_EQ(Shown(ReadStatutoryItem("lo-b5A")), "LO-B5a");
  EXPECT_EQ(Shown(ReadStatutoryItem("LO-Z1")), "! UNKNOWN_STATUTORY_ITEM");
}

TEST(Amount, IsAFigureWithOrWithoutPoundSign) {
  EXPECT_EQ(AmountOf("5"), 5);
  EXPECT_EQ(AmountOf("\xc2\xa3"
                     "12.50"),
            12.5);
  EXPECT_EQ(AmountOf("\xc2\xa3 1,250,000.5"), 1250000.5);
  for (absl::string_view wrong :
       {"", "free", "5 a day", "-5", "1,25", "1,2500", ",500", "1,,500", "5-10",
        "\xc2\xa3", "1.500,5"}) {
    EXPECT_EQ(AmountOf(wrong), std::nullopt) << wrong;
  }
}

TEST(Items, AreSeparatedBySemicolons) {
  EXPECT_THAT(ItemsOf("a; b c ;;d,e;"), ElementsAre("a", "b c", "d,e"));
  EXPECT_THAT(ItemsOf(" ; "), IsEmpty());
}

TEST(IdentifierCell, IsWrittenAsItsRegisterWritesIt) {
  EXPECT_EQ(Shown(ReadIdentifier("charity_number", "9900001")), "9900001");
  EXPECT_EQ(Shown(ReadIdentifier("charity_number", "990 0001")),
            "9900001 IDENTIFIER_REWRITTEN");
  EXPECT_EQ(Shown(ReadIdentifier("company_number", "1234567")),
            "01234567 IDENTIFIER_REWRITTEN");
  EXPECT_EQ(Shown(ReadIdentifier("provider_identifier", "gb-nhs-rax")),
            "GB-NHS-RAX IDENTIFIER_REWRITTEN");
  EXPECT_EQ(Shown(ReadIdentifier("charity_number", "none")),
            "! MALFORMED_IDENTIFIER");
  EXPECT_THAT(ReadIdentifier("charity_number", "SC012345").wanted,
              HasSubstr("GB-SC-SC012345"));
  EXPECT_EQ(Shown(ReadIdentifier("provider_identifier", "RAX")),
            "! MALFORMED_IDENTIFIER");
}

TEST(IdentifierCell, KeepsSchemeAndIdentifierApart) {
  const auto linked = IdentifierOf("provider_identifier", "GB-CHC-9900001-1");
  EXPECT_EQ(linked.identifier_scheme(), "GB-CHC");
  EXPECT_EQ(linked.identifier(), "9900001-1");
  EXPECT_EQ(linked.identifier_type(), "Charity number");
  EXPECT_EQ(IdentifierOf("company_number", "01234567").identifier_scheme(),
            "GB-COH");
}

TEST(FormulaGuard, IsForCellsThatCouldRun) {
  for (absl::string_view cell :
       {"=1+1", "+44", "-x", "@a", "\tx", "\rx", "'=", "''=x"}) {
    EXPECT_TRUE(NeedsFormulaGuard(cell)) << cell;
    EXPECT_TRUE(HasFormulaGuard("'" + std::string(cell))) << cell;
  }
  for (absl::string_view cell : {"", "a=1", " =1", "'", "'tis", "''", "1-2"}) {
    EXPECT_FALSE(NeedsFormulaGuard(cell)) << cell;
    EXPECT_FALSE(HasFormulaGuard(cell)) << cell;
  }
  EXPECT_FALSE(HasFormulaGuard("=1"));
}

}  // namespace
}  // namespace localoffer::openreferral
