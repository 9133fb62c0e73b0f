#include "storage/geography/geojson.h"

#include <rapidjson/document.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::geography {
namespace {

using Value = rapidjson::Value;

// A collection in a feature in a collection has three levels.
constexpr int kMostLevels = 8;

absl::Status NotGeoJson(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not GeoJSON: ", why));
}

// Nullptr when there is none.
const Value* Member(const Value& object, const char* name) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string Text(const Value* value) {
  if (value == nullptr || !value->IsString()) return "";
  return std::string(value->GetString(), value->GetStringLength());
}

// [longitude, latitude], perhaps with a height behind.
absl::StatusOr<Point> ReadPosition(const Value& value) {
  if (!value.IsArray() || value.Size() < 2 || !value[0].IsNumber() ||
      !value[1].IsNumber()) {
    return NotGeoJson("wanted a position, [longitude, latitude]");
  }
  return Point{value[1].GetDouble(), value[0].GetDouble()};
}

absl::StatusOr<Ring> ReadRing(const Value& value) {
  if (!value.IsArray()) return NotGeoJson("wanted an array of positions");
  Ring ring;
  ring.reserve(value.Size());
  for (const Value& position : value.GetArray()) {
    ASSIGN_OR_RETURN(const Point point, ReadPosition(position));
    ring.push_back(point);
  }
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  return ring;
}

// Generalising leaves islands of one or two points, which have no area.
bool HasArea(const Ring& ring) { return ring.size() >= 3; }

absl::Status ReadPolygon(const Value& value, GeoJsonFeature& feature) {
  if (!value.IsArray()) return NotGeoJson("wanted an array of rings");
  Polygon polygon;
  for (const Value& line : value.GetArray()) {
    ASSIGN_OR_RETURN(Ring ring, ReadRing(line));
    if (HasArea(ring)) {
      polygon.push_back(std::move(ring));
    } else if (polygon.empty()) {
      return absl::OkStatus();
    }
  }
  if (!polygon.empty()) feature.polygons.push_back(std::move(polygon));
  return absl::OkStatus();
}

absl::Status ReadMultiPolygon(const Value& value, GeoJsonFeature& feature) {
  if (!value.IsArray()) return NotGeoJson("wanted an array of polygons");
  for (const Value& part : value.GetArray()) {
    RETURN_IF_ERROR(ReadPolygon(part, feature));
  }
  return absl::OkStatus();
}

const Value* RadiusIn(const Value* object) {
  if (object == nullptr) return nullptr;
  for (const char* name : {"radius_meters", "radius"}) {
    const Value* radius = Member(*object, name);
    if (radius != nullptr && radius->IsNumber()) return radius;
  }
  return nullptr;
}

absl::Status ReadPoint(const Value& geometry, const Value& coordinates,
                       const Value* properties, GeoJsonFeature& feature) {
  ASSIGN_OR_RETURN(const Point center, ReadPosition(coordinates));
  const Value* radius = RadiusIn(&geometry);
  if (radius == nullptr) radius = RadiusIn(properties);
  if (radius != nullptr) {
    feature.circles.push_back({center, radius->GetDouble()});
  }
  return absl::OkStatus();
}

absl::Status ReadGeometry(const Value& geometry, const Value* properties,
                          int levels, GeoJsonFeature& feature) {
  if (levels == 0) return NotGeoJson("nested too deeply");
  const std::string type = Text(Member(geometry, "type"));
  if (type == "GeometryCollection") {
    const Value* parts = Member(geometry, "geometries");
    if (parts == nullptr || !parts->IsArray()) {
      return NotGeoJson("wanted geometries");
    }
    for (const Value& part : parts->GetArray()) {
      RETURN_IF_ERROR(ReadGeometry(part, properties, levels - 1, feature));
    }
    return absl::OkStatus();
  }
  const Value* coordinates = Member(geometry, "coordinates");
  if (coordinates == nullptr) return NotGeoJson("wanted coordinates");
  if (type == "Polygon") return ReadPolygon(*coordinates, feature);
  if (type == "MultiPolygon") return ReadMultiPolygon(*coordinates, feature);
  if (type == "Point") {
    return ReadPoint(geometry, *coordinates, properties, feature);
  }
  return absl::OkStatus();
}

absl::Status ReadFeature(const Value& value,
                         std::vector<GeoJsonFeature>& features) {
  const Value* properties = Member(value, "properties");
  GeoJsonFeature feature;
  if (properties != nullptr) {
    feature.code = Text(Member(*properties, "AREACD"));
    feature.name = Text(Member(*properties, "AREANM"));
  }
  const Value* geometry = Member(value, "geometry");
  if (geometry == nullptr) return NotGeoJson("a feature without geometry");
  if (!geometry->IsNull()) {
    // A circle may also have its radius beside its geometry.
    const Value* beside = RadiusIn(&value) != nullptr ? &value : properties;
    RETURN_IF_ERROR(ReadGeometry(*geometry, beside, kMostLevels, feature));
  }
  features.push_back(std::move(feature));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<GeoJsonFeature>> ReadGeoJson(
    absl::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError()) return NotGeoJson("not JSON");
  const std::string type = Text(Member(document, "type"));
  std::vector<GeoJsonFeature> features;
  if (type == "FeatureCollection") {
    const Value* parts = Member(document, "features");
    if (parts == nullptr || !parts->IsArray()) {
      return NotGeoJson("wanted features");
    }
    for (const Value& part : parts->GetArray()) {
      RETURN_IF_ERROR(ReadFeature(part, features));
    }
  } else if (type == "Feature") {
    RETURN_IF_ERROR(ReadFeature(document, features));
  } else {
    features.emplace_back();
    RETURN_IF_ERROR(
        ReadGeometry(document, nullptr, kMostLevels, features.back()));
  }
  return features;
}

}  // namespace localoffer::geography
