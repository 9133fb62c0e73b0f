// An area with edges of its own: a circle, or polygons.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_SHAPE_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_SHAPE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/geography/point.h"

namespace localoffer::geography {

// A closed line; the last point is joined to the first and does not repeat
// it. Edges are straight in longitude and latitude, as RFC 7946 (GeoJSON) has
// it.
using Ring = std::vector<Point>;

// Whether a line from the point eastwards crosses the ring an odd number of
// times: whether a polygon of that ring alone contains the point.
bool Surrounds(absl::Span<const Point> ring, const Point& point);

// The first ring is the outline, the others are holes.
using Polygon = std::vector<Ring>;

struct Bounds {
  double south = 0;
  double west = 0;
  double north = 0;
  double east = 0;
};

// Immutable, and so thread-safe.
class Shape {
 public:
  // All polygons of a shape together.
  static constexpr int kMostVertices = 20'000;
  // Further than from one end of England to the other.
  static constexpr double kMostRadiusMeters = 1'000'000;

  // INVALID_ARGUMENT, with what was wanted, when the centre is not a point or
  // the radius is not above 0 and at most kMostRadiusMeters. Both are rounded
  // to what Encode() keeps: millionths of a degree and whole metres, upwards.
  static absl::StatusOr<Shape> Circle(const Point& center,
                                      double radius_meters);
  // INVALID_ARGUMENT when there is no polygon, a ring has fewer than three
  // points, a point is not valid, or there are too many. A closing point that
  // repeats the first is dropped. Rings may cross themselves: what an odd
  // number of a polygon's edges surrounds is inside.
  static absl::StatusOr<Shape> Polygons(const std::vector<Polygon>& polygons);

  bool is_circle() const { return polygons_.empty(); }
  // Of circles.
  const Point& center() const { return center_; }
  double radius_meters() const { return radius_meters_; }
  // Of the others.
  const std::vector<Polygon>& polygons() const { return polygons_; }
  // Around all of it. Shapes over the poles or the 180th meridian are taken
  // as if the Earth ended there.
  const Bounds& bounds() const { return bounds_; }

  // Whether the point is inside or on the circle. Within a millionth of a
  // degree of a polygon's edge either answer may come. Takes time in
  // proportion to the vertices, if the point is within the bounds.
  bool Contains(const Point& point) const;

  // Ids of at most `most_cells` S2 cells (http://s2geometry.io) that together
  // contain the shape: any point in the shape is in one of them. Sorted.
  std::vector<uint64_t> Covering(int most_cells) const;

  // DURABLE: a localoffer.storage.v1.ShapeRecord.
  std::string Encode() const;
  // DATA_LOSS when the bytes are not from Encode().
  static absl::StatusOr<Shape> Decode(absl::string_view bytes);

 private:
  Shape() = default;
  void SetBounds();

  Point center_;
  double radius_meters_ = 0;
  std::vector<Polygon> polygons_;
  Bounds bounds_;
};

// Id of the smallest S2 cell that holds the point: the point is in a covering
// when one of its cells is this one or an ancestor of it.
uint64_t CellOf(const Point& point);
// Whether `cell` is `ancestor` or lies within it.
bool CellContains(uint64_t ancestor, uint64_t cell);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_SHAPE_H_
