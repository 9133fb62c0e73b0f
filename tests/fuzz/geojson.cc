// Areas that callers and entries draw: what they are kept as says the same, and
// their covering covers them.
#include "storage/geography/geojson.h"

#include <algorithm>

#include "storage/geography/shape.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using geography::GeoJsonFeature;
using geography::Point;
using geography::Shape;

bool IsCovered(const Point& point, const std::vector<uint64_t>& covering) {
  return std::any_of(covering.begin(), covering.end(), [&](uint64_t cell) {
    return geography::CellContains(cell, geography::CellOf(point));
  });
}

void CheckShape(const Shape& shape, const Point& point) {
  const std::string bytes = shape.Encode();
  const auto again = Shape::Decode(bytes);
  FUZZ_CHECK(again.ok());
  FUZZ_CHECK(again->Encode() == bytes);
  const std::vector<uint64_t> covering = shape.Covering(8);
  FUZZ_CHECK(!covering.empty());
  FUZZ_CHECK(std::is_sorted(covering.begin(), covering.end()));
  if (!geography::IsValid(point) || !shape.Contains(point)) return;
  FUZZ_CHECK(again->Contains(point));
  FUZZ_CHECK(IsCovered(point, covering));
}

// Somewhere between the first three corners.
Point Middle(const std::vector<geography::Polygon>& polygons) {
  if (polygons.empty() || polygons[0].empty() || polygons[0][0].size() < 3) {
    return {51, -2};
  }
  const geography::Ring& ring = polygons[0][0];
  return {(ring[0].latitude + ring[1].latitude + ring[2].latitude) / 3,
          (ring[0].longitude + ring[1].longitude + ring[2].longitude) / 3};
}

}  // namespace

void Run(absl::string_view bytes) {
  Shape::Decode(bytes).IgnoreError();
  const auto features = geography::ReadGeoJson(bytes);
  if (!features.ok()) return;
  for (const GeoJsonFeature& feature : *features) {
    if (const auto shape = Shape::Polygons(feature.polygons); shape.ok()) {
      CheckShape(*shape, Middle(feature.polygons));
    }
    for (const GeoJsonFeature::Circle& circle : feature.circles) {
      const auto shape = Shape::Circle(circle.center, circle.radius_meters);
      if (shape.ok()) CheckShape(*shape, shape->center());
    }
  }
}

std::vector<std::string> Seeds() {
  return {
      R"({"type":"FeatureCollection","features":[{"type":"Feature",)"
      R"("properties":{"AREACD":"E06000023","AREANM":"Bristol"},"geometry":)"
      R"({"type":"Polygon","coordinates":[[[-2,51],[-1,51],[-1.5,52],[-2,51]],)"
      R"([[-1.6,51.2],[-1.4,51.2],[-1.5,51.4],[-1.6,51.2]]]}}]})",
      R"({"type":"MultiPolygon","coordinates":[[[[-2,51],[-1,51],[-1.5,52]]],)"
      R"([[[0,50],[1,50],[1,51],[0,51]]]]})",
      R"({"type":"Feature","properties":{"radius":5000},"geometry":)"
      R"({"type":"Point","coordinates":[-2.58,51.45]}})",
      R"({"type":"GeometryCollection","geometries":[{"type":"LineString",)"
      R"("coordinates":[[0,0],[1,1]]}]})",
      Shape::Circle({51.45, -2.58}, 5000)->Encode()};
}

}  // namespace localoffer::fuzz
