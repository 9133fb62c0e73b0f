#include "clients/localoffer/place_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::command {
namespace {

using ::testing::HasSubstr;

TEST(MetersFromText, KnowsKilometresMilesAndMetres) {
  EXPECT_EQ(*MetersFromText("--within", "40km"), 40000);
  EXPECT_EQ(*MetersFromText("--within", " 1.5 KM "), 1500);
  EXPECT_EQ(*MetersFromText("--within", "800m"), 800);
  EXPECT_DOUBLE_EQ(*MetersFromText("--within", "2 miles"), 3218.688);
  EXPECT_DOUBLE_EQ(*MetersFromText("--within", "1 mile"), 1609.344);
  for (const char* text : {"", "40", "km", "-1km", "0m", "far", "nan km"}) {
    EXPECT_FALSE(MetersFromText("--within", text).ok()) << text;
  }
  EXPECT_THAT(MetersFromText("--within", "40").status().message(),
              HasSubstr("--within: \"40\": wanted a distance such as 5km"));
}

TEST(PlaceFromText, KnowsPointsFromPostcodes) {
  EXPECT_EQ(PlaceFromText("--of", "BS1 4DJ")->postcode(), "BS1 4DJ");
  const auto point = PlaceFromText("--of", "51.45,-2.59");
  ASSERT_TRUE(point.ok()) << point.status();
  EXPECT_EQ(point->point().latitude(), 51.45);
  EXPECT_EQ(point->point().longitude(), -2.59);
  EXPECT_FALSE(PlaceFromText("--of", "51.45,west").ok());
  EXPECT_FALSE(PlaceFromText("--of", "1,2,3").ok());
}

TEST(DistanceText, RoundsAsFarAsItIsKnown) {
  EXPECT_EQ(DistanceText(404), "400 m");
  EXPECT_EQ(DistanceText(12'345), "12.3 km");
}

}  // namespace
}  // namespace localoffer::command
