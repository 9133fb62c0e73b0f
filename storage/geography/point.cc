#include "storage/geography/point.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace localoffer::geography {
namespace {

// S2's, so that coverings and distances agree.
constexpr double kEarthRadiusMeters = 6371010;

double Radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace

bool IsValid(const Point& point) {
  // Comparisons with what is not a number are false.
  return point.latitude >= -90 && point.latitude <= 90 &&
         point.longitude >= -180 && point.longitude <= 180;
}

bool IsPlausible(const Point& point) {
  return IsValid(point) && !(point.latitude == 0 && point.longitude == 0);
}

double DistanceMeters(const Point& a, const Point& b) {
  // The haversine formula: exact enough for small distances, too.
  const double north = std::sin(Radians(b.latitude - a.latitude) / 2);
  const double east = std::sin(Radians(b.longitude - a.longitude) / 2);
  const double square = north * north + std::cos(Radians(a.latitude)) *
                                            std::cos(Radians(b.latitude)) *
                                            east * east;
  return 2 * kEarthRadiusMeters * std::asin(std::sqrt(std::min(1.0, square)));
}

}  // namespace localoffer::geography
