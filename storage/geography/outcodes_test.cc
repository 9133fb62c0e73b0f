#include "storage/geography/outcodes.h"

#include <cmath>
#include <numbers>
#include <random>

#include "gtest/gtest.h"
#include "storage/geography/testing_geography.h"

namespace localoffer::geography {
namespace {

TEST(Outcodes, NoneIsNearerThanTheNearest) {
  const Outcodes& outcodes = TestOutcodes();
  std::mt19937 random(5);
  std::uniform_real_distribution<double> latitude(49, 61);
  std::uniform_real_distribution<double> longitude(-8, 2);
  for (int i = 0; i < 300; ++i) {
    const Point point{latitude(random), longitude(random)};
    const double narrowing = std::cos(point.latitude * std::numbers::pi / 180);
    const auto square = [&](const Outcode& outcode) {
      return std::pow(outcode.point.latitude - point.latitude, 2) +
             std::pow((outcode.point.longitude - point.longitude) * narrowing,
                      2);
    };
    const auto& [nearest, found] = outcodes.Nearest(point);
    for (const auto& [name, outcode] : outcodes.all()) {
      ASSERT_GE(square(outcode), square(found) * (1 - 1e-9))
          << name << " against " << nearest;
    }
  }
}

}  // namespace
}  // namespace localoffer::geography
