#include "storage/geography/postcode.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::geography {
namespace {

using ::testing::Optional;

TEST(Postcode, IsReadInAnyCaseAndSpacing) {
  for (const char* text : {"BS1 4DJ", "bs14dj", " Bs1  4dJ ", "BS14 DJ",
                           "B S 1 4 D J", "BS1\t4DJ"}) {
    EXPECT_THAT(ParsePostcode(text), Optional(std::string("BS1 4DJ"))) << text;
  }
  EXPECT_THAT(ParsePostcode("w1a1aa"), Optional(std::string("W1A 1AA")));
  EXPECT_THAT(ParsePostcode("EC1A1BB"), Optional(std::string("EC1A 1BB")));
  EXPECT_THAT(ParsePostcode("M11AE"), Optional(std::string("M1 1AE")));
  EXPECT_THAT(ParsePostcode("CR26XH"), Optional(std::string("CR2 6XH")));
}

TEST(Postcode, HasOneForm) {
  for (const char* text :
       {"", "BS1", "BS1 4", "BS1 4D", "4DJ", "BSA 4DJ", "BS1 DJ4", "BS1 4DJX",
        "BS1-4DJ", "BS1 4CJ", "BS100 4DJ", "BSS1 4DJ", "1S1 4DJ", "É1 4DJ"}) {
    EXPECT_EQ(ParsePostcode(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParsePostcode(std::string(100, ' ') + "BS1 4DJ"), std::nullopt);
}

TEST(Postcode, HasAnOutcodeAndASector) {
  EXPECT_EQ(OutcodeOf("BS1 4DJ"), "BS1");
  EXPECT_EQ(SectorOf("BS1 4DJ"), "BS1 4");
  EXPECT_THAT(ParseOutcode(" ec1a "), Optional(std::string("EC1A")));
  EXPECT_THAT(ParseOutcode("BS 1"), Optional(std::string("BS1")));
  EXPECT_THAT(ParseOutcode("BS14"), Optional(std::string("BS14")));
  EXPECT_EQ(ParseOutcode("BS1 4"), std::nullopt);
  EXPECT_EQ(ParseOutcode("BS"), std::nullopt);
  EXPECT_EQ(ParseOutcode("BS123"), std::nullopt);
  EXPECT_THAT(ParseSector("bs1 4"), Optional(std::string("BS1 4")));
  EXPECT_EQ(ParseSector("BS14"), std::nullopt);
  EXPECT_EQ(ParseSector("BS 14"), std::nullopt);
  EXPECT_EQ(ParseSector("BS1 4DJ"), std::nullopt);
}

}  // namespace
}  // namespace localoffer::geography
