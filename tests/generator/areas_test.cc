#include "tests/generator/areas.h"

#include <cmath>
#include <numeric>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::generator {
namespace {

TEST(EnglishAreas, AreThe153WithPlacesInEngland) {
  const std::vector<Area> areas = EnglishAreas();
  EXPECT_EQ(areas.size(), 153);
  std::set<std::string> codes;
  for (const Area& area : areas) {
    EXPECT_TRUE(codes.insert(area.gss).second) << area.gss;
    EXPECT_GT(area.population, 1000) << area.title;
    EXPECT_FALSE(area.places.empty()) << area.title;
    EXPECT_LE(area.places.size(), 60) << area.title;
    EXPECT_FALSE(area.outcodes.empty()) << area.title;
    EXPECT_EQ(area.icb_code.substr(0, 3), "E54") << area.title;
    for (const Place& place : area.places) {
      EXPECT_GT(place.latitude, 49.8) << place.postcode;
      EXPECT_LT(place.latitude, 55.9) << place.postcode;
      EXPECT_GT(place.longitude, -6.5) << place.postcode;
      EXPECT_LT(place.longitude, 1.8) << place.postcode;
    }
  }
}

TEST(EnglishAreas, PutEachFirstAmongItsNearest) {
  const std::vector<Area> areas = EnglishAreas();
  for (size_t i = 0; i < areas.size(); ++i) {
    EXPECT_EQ(areas[i].nearest[0], i);
    EXPECT_EQ(areas[i].nearest.size(), areas.size());
  }
}

TEST(Shares, AddUpAndFollowThePopulation) {
  const std::vector<Area> areas = EnglishAreas();
  int64_t population = 0;
  for (const Area& area : areas) population += area.population;
  for (const size_t entries : {0, 1, 100, 153, 154, 5000, 300000, 1000000}) {
    const std::vector<size_t> shares = Shares(areas, entries);
    EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), size_t{0}),
              entries);
    for (size_t i = 0; i < areas.size(); ++i) {
      const double exact =
          static_cast<double>(entries) * areas[i].population / population;
      EXPECT_LE(std::abs(shares[i] - exact), 2 + exact * 0.04)
          << areas[i].title << " of " << entries;
      if (entries >= areas.size()) {
        EXPECT_GE(shares[i], 1);
      }
    }
  }
}

}  // namespace
}  // namespace localoffer::generator
