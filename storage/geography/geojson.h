// Areas out of GeoJSON (RFC 7946).
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_GEOJSON_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_GEOJSON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/geography/point.h"
#include "storage/geography/shape.h"

namespace localoffer::geography {

struct GeoJsonFeature {
  // The members `AREACD` and `AREANM` of its properties, where the Office for
  // National Statistics puts an area's code and name; empty in other files.
  std::string code;
  std::string name;
  // As written, without the points that close rings and without rings of
  // fewer than three points; not yet checked otherwise.
  std::vector<Polygon> polygons;
  // Points that have a member or a property `radius_meters` (or `radius`, in
  // metres), which is no part of the standard.
  struct Circle {
    Point center;
    double radius_meters = 0;
  };
  std::vector<Circle> circles;
};

// The features of a FeatureCollection; of a Feature or a bare geometry, one.
// Lines and points without a radius have no area and are passed over.
// INVALID_ARGUMENT when it is not GeoJSON. Nesting is limited, so that no
// text can exhaust the stack.
absl::StatusOr<std::vector<GeoJsonFeature>> ReadGeoJson(absl::string_view text);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_GEOJSON_H_
