// S2 cells that cover a shape.
#include <algorithm>
#include <vector>

#include "s2/s2cap.h"
#include "s2/s2cell.h"
#include "s2/s2cell_id.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"
#include "s2/s2latlng_rect.h"
#include "s2/s2region.h"
#include "s2/s2region_coverer.h"
#include "storage/geography/shape.h"

namespace localoffer::geography {
namespace {

// What a rectangle grows by, so that no rounding makes a covering too small.
constexpr double kSlackDegrees = 1e-6;
constexpr double kSlackMeters = 1;

// Cuts [first, last], a part of a line from 0 to 1, down to where the line is
// within [low, high]. False when nothing is left.
bool Clip(double from, double to, double low, double high, double& first,
          double& last) {
  if (from == to) return from >= low && from <= high;
  double enters = (low - from) / (to - from);
  double leaves = (high - from) / (to - from);
  if (enters > leaves) std::swap(enters, leaves);
  first = std::max(first, enters);
  last = std::min(last, leaves);
  return first <= last;
}

bool EdgeMeets(const Point& from, const Point& to, const Bounds& box) {
  double first = 0;
  double last = 1;
  return Clip(from.latitude, to.latitude, box.south, box.north, first, last) &&
         Clip(from.longitude, to.longitude, box.west, box.east, first, last);
}

bool AnyEdgeMeets(const Shape& shape, const Bounds& box) {
  for (const Polygon& polygon : shape.polygons()) {
    for (const Ring& ring : polygon) {
      const Point* from = &ring.back();
      for (const Point& to : ring) {
        if (EdgeMeets(*from, to, box)) return true;
        from = &to;
      }
    }
  }
  return false;
}

Bounds BoxOf(const S2Cell& cell) {
  const S2LatLngRect rect = cell.GetRectBound();
  Bounds box{rect.lat_lo().degrees() - kSlackDegrees,
             rect.lng_lo().degrees() - kSlackDegrees,
             rect.lat_hi().degrees() + kSlackDegrees,
             rect.lng_hi().degrees() + kSlackDegrees};
  if (rect.lng().is_inverted()) {
    box.west = -180;
    box.east = 180;
  }
  return box;
}

// The polygons of a shape, as they are in longitude and latitude. S2's own
// polygons have other edges (great circles) and must not cross themselves.
class PolygonRegion : public S2Region {
 public:
  explicit PolygonRegion(const Shape& shape) : shape_(shape) {}

  S2Region* Clone() const override { return new PolygonRegion(shape_); }

  S2Cap GetCapBound() const override { return GetRectBound().GetCapBound(); }

  S2LatLngRect GetRectBound() const override {
    const Bounds& bounds = shape_.bounds();
    const S2LatLngRect rect(S2LatLng::FromDegrees(bounds.south, bounds.west),
                            S2LatLng::FromDegrees(bounds.north, bounds.east));
    return rect.ExpandedByDistance(S1Angle::Degrees(kSlackDegrees));
  }

  bool Contains(const S2Cell& cell) const override {
    const Bounds box = BoxOf(cell);
    return !AnyEdgeMeets(shape_, box) && shape_.Contains(MiddleOf(box));
  }

  bool MayIntersect(const S2Cell& cell) const override {
    const Bounds box = BoxOf(cell);
    // Without an edge in it, all of a box is inside or all of it outside.
    return AnyEdgeMeets(shape_, box) || shape_.Contains(MiddleOf(box));
  }

  bool Contains(const S2Point& point) const override {
    const S2LatLng at(point);
    return shape_.Contains({at.lat().degrees(), at.lng().degrees()});
  }

 private:
  static Point MiddleOf(const Bounds& box) {
    return {(box.south + box.north) / 2, (box.west + box.east) / 2};
  }

  const Shape& shape_;
};

S2CellId IdOf(const Point& point) {
  return S2CellId(S2LatLng::FromDegrees(point.latitude, point.longitude));
}

}  // namespace

std::vector<uint64_t> Shape::Covering(int most_cells) const {
  S2RegionCoverer::Options options;
  options.set_max_cells(most_cells);
  S2RegionCoverer coverer(options);
  std::vector<S2CellId> cells;
  if (is_circle()) {
    const S2Cap cap(
        S2LatLng::FromDegrees(center_.latitude, center_.longitude).ToPoint(),
        S2Earth::MetersToAngle(radius_meters_ + kSlackMeters));
    coverer.GetCovering(cap, &cells);
  } else {
    coverer.GetCovering(PolygonRegion(*this), &cells);
  }
  std::vector<uint64_t> ids;
  ids.reserve(cells.size());
  for (const S2CellId cell : cells) ids.push_back(cell.id());
  std::sort(ids.begin(), ids.end());
  return ids;
}

uint64_t CellOf(const Point& point) { return IdOf(point).id(); }

bool CellContains(uint64_t ancestor, uint64_t cell) {
  return S2CellId(ancestor).contains(S2CellId(cell));
}

}  // namespace localoffer::geography
