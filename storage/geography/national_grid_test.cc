#include "storage/geography/national_grid.h"

#include <gtest/gtest.h>

#include <limits>

namespace localoffer::geography {
namespace {

// Caister water tower, the example that Ordnance Survey works through in "A
// guide to coordinate systems in Great Britain", annexe C: the easting and
// northing, and the latitude and longitude by OSTN15.
TEST(NationalGrid, HasTheExampleOfOrdnanceSurveyWithinFiveMetres) {
  NationalGrid grid;
  EXPECT_LT(DistanceMeters(grid.ToWgs84(651409.804, 313177.450),
                           {52.6580078, 1.7160740}),
            5);
}

TEST(NationalGrid, HasNoPointForWhatIsFarOffTheGrid) {
  NationalGrid grid;
  const Point nowhere =
      grid.ToWgs84(std::numeric_limits<double>::quiet_NaN(), 0);
  EXPECT_FALSE(nowhere.latitude < 90);
}

}  // namespace
}  // namespace localoffer::geography
