#include "storage/geography/shape.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/status_macros.h"

namespace localoffer::geography {
namespace {

constexpr double kPerDegree = 1e6;
constexpr double kMetersPerDegree = 6371010 * std::numbers::pi / 180;
// More than rounding can take away from bounds.
constexpr double kSlackDegrees = 1e-8;

int32_t Millionths(double degrees) {
  return static_cast<int32_t>(std::lround(degrees * kPerDegree));
}

Point Rounded(const Point& point) {
  return {Millionths(point.latitude) / kPerDegree,
          Millionths(point.longitude) / kPerDegree};
}

absl::StatusOr<Ring> CheckedRing(const Ring& written, int& vertices_left) {
  Ring ring;
  ring.reserve(written.size());
  for (const Point& point : written) {
    if (!IsValid(point)) {
      return absl::InvalidArgumentError(absl::StrCat(
          point.latitude, ", ", point.longitude,
          ": wanted a latitude from -90 to 90, a longitude from -180 to 180"));
    }
    if (--vertices_left < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "wanted at most ", Shape::kMostVertices, " points in all"));
    }
    ring.push_back(Rounded(point));
  }
  // Several times where rounding makes points one: what is kept has to be
  // read back as it is.
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  if (ring.size() < 3) {
    return absl::InvalidArgumentError("wanted at least 3 points in a ring");
  }
  return ring;
}

bool PolygonContains(const Polygon& polygon, const Point& point) {
  bool is_inside = false;
  for (const Ring& ring : polygon) is_inside ^= Surrounds(ring, point);
  return is_inside;
}

void Extend(const Point& point, Bounds& bounds) {
  bounds.south = std::min(bounds.south, point.latitude);
  bounds.north = std::max(bounds.north, point.latitude);
  bounds.west = std::min(bounds.west, point.longitude);
  bounds.east = std::max(bounds.east, point.longitude);
}

Bounds BoundsOfCircle(const Point& center, double radius_meters) {
  const double north = radius_meters / kMetersPerDegree + kSlackDegrees;
  Bounds bounds{std::max(-90.0, center.latitude - north), -180,
                std::min(90.0, center.latitude + north), 180};
  if (bounds.south <= -90 || bounds.north >= 90) return bounds;
  // The easternmost point of a circle is not due east of its centre.
  const double radians = std::numbers::pi / 180;
  const double east = std::asin(std::sin(north * radians) /
                                std::cos(center.latitude * radians)) /
                          radians +
                      kSlackDegrees;
  bounds.west = std::max(-180.0, center.longitude - east);
  bounds.east = std::min(180.0, center.longitude + east);
  return bounds;
}

storage::v1::ShapeRecord::Ring RecordOf(const Ring& ring) {
  storage::v1::ShapeRecord::Ring record;
  int32_t latitude = 0;
  int32_t longitude = 0;
  for (const Point& point : ring) {
    record.add_latitude_e6(Millionths(point.latitude) - latitude);
    record.add_longitude_e6(Millionths(point.longitude) - longitude);
    latitude = Millionths(point.latitude);
    longitude = Millionths(point.longitude);
  }
  return record;
}

absl::StatusOr<Ring> RingOf(const storage::v1::ShapeRecord::Ring& record) {
  if (record.latitude_e6_size() != record.longitude_e6_size()) {
    return absl::DataLossError("a ring of a shape is malformed");
  }
  Ring ring;
  int64_t latitude = 0;
  int64_t longitude = 0;
  for (int i = 0; i < record.latitude_e6_size(); ++i) {
    latitude += record.latitude_e6(i);
    longitude += record.longitude_e6(i);
    ring.push_back({static_cast<double>(latitude) / kPerDegree,
                    static_cast<double>(longitude) / kPerDegree});
  }
  return ring;
}

}  // namespace

bool Surrounds(absl::Span<const Point> ring, const Point& point) {
  bool is_odd = false;
  const Point* from = &ring.back();
  for (const Point& to : ring) {
    if ((from->latitude > point.latitude) != (to.latitude > point.latitude)) {
      const double share =
          (point.latitude - from->latitude) / (to.latitude - from->latitude);
      const double longitude =
          from->longitude + share * (to.longitude - from->longitude);
      if (point.longitude < longitude) is_odd = !is_odd;
    }
    from = &to;
  }
  return is_odd;
}

absl::StatusOr<Shape> Shape::Circle(const Point& center, double radius_meters) {
  if (!IsValid(center)) {
    return absl::InvalidArgumentError(
        "wanted a latitude from -90 to 90, a longitude from -180 to 180");
  }
  if (!(radius_meters > 0 && radius_meters <= kMostRadiusMeters)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "wanted a radius above 0, at most ", kMostRadiusMeters, " metres"));
  }
  Shape shape;
  shape.center_ = Rounded(center);
  shape.radius_meters_ = std::ceil(radius_meters);
  shape.SetBounds();
  return shape;
}

absl::StatusOr<Shape> Shape::Polygons(const std::vector<Polygon>& polygons) {
  if (polygons.empty()) return absl::InvalidArgumentError("wanted a polygon");
  Shape shape;
  int vertices_left = kMostVertices;
  for (const Polygon& written : polygons) {
    if (written.empty()) return absl::InvalidArgumentError("wanted a ring");
    Polygon& polygon = shape.polygons_.emplace_back();
    for (const Ring& ring : written) {
      ASSIGN_OR_RETURN(Ring checked, CheckedRing(ring, vertices_left));
      polygon.push_back(std::move(checked));
    }
  }
  shape.SetBounds();
  return shape;
}

void Shape::SetBounds() {
  if (is_circle()) {
    bounds_ = BoundsOfCircle(center_, radius_meters_);
    return;
  }
  bounds_ = {90, 180, -90, -180};
  for (const Polygon& polygon : polygons_) {
    // A hole that reaches out of its outline is an area, too.
    for (const Ring& ring : polygon) {
      for (const Point& point : ring) Extend(point, bounds_);
    }
  }
}

bool Shape::Contains(const Point& point) const {
  if (!(point.latitude >= bounds_.south && point.latitude <= bounds_.north &&
        point.longitude >= bounds_.west && point.longitude <= bounds_.east)) {
    return false;
  }
  if (is_circle()) return DistanceMeters(center_, point) <= radius_meters_;
  return std::any_of(polygons_.begin(), polygons_.end(),
                     [&point](const Polygon& polygon) {
                       return PolygonContains(polygon, point);
                     });
}

std::string Shape::Encode() const {
  storage::v1::ShapeRecord record;
  if (is_circle()) {
    record.set_latitude_e6(Millionths(center_.latitude));
    record.set_longitude_e6(Millionths(center_.longitude));
    record.set_radius_meters(static_cast<uint32_t>(radius_meters_));
  }
  for (const Polygon& polygon : polygons_) {
    storage::v1::ShapeRecord::Polygon& rings = *record.add_polygons();
    for (const Ring& ring : polygon) *rings.add_rings() = RecordOf(ring);
  }
  return record.SerializeAsString();
}

absl::StatusOr<Shape> Shape::Decode(absl::string_view bytes) {
  storage::v1::ShapeRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("a shape is malformed");
  }
  std::vector<Polygon> polygons;
  for (const auto& part : record.polygons()) {
    Polygon& polygon = polygons.emplace_back();
    for (const auto& line : part.rings()) {
      ASSIGN_OR_RETURN(Ring ring, RingOf(line));
      polygon.push_back(std::move(ring));
    }
  }
  absl::StatusOr<Shape> shape =
      polygons.empty() ? Circle({record.latitude_e6() / kPerDegree,
                                 record.longitude_e6() / kPerDegree},
                                record.radius_meters())
                       : Polygons(polygons);
  if (!shape.ok()) {
    return absl::DataLossError(
        absl::StrCat("a shape is malformed: ", shape.status().message()));
  }
  return shape;
}

}  // namespace localoffer::geography
