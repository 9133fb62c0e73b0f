#include "storage/geography/service_area.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/geography/geojson.h"
#include "storage/status_macros.h"

namespace localoffer::geography {
namespace {

constexpr size_t kMostGeoJsonBytes = 4 << 20;
constexpr size_t kMostQuotedBytes = 100;

// Adds what was understood of one member; false when that is nothing.
using Added = bool;

// Many write latitude before longitude, against the standard. In the British
// Isles the two cannot be confused.
bool IsSwapped(const Point& point) {
  return point.longitude >= 49 && point.longitude <= 61 &&
         point.latitude >= -9 && point.latitude <= 3;
}

void PutRight(std::vector<Polygon>& polygons) {
  for (const Polygon& polygon : polygons) {
    for (const Ring& ring : polygon) {
      if (!std::all_of(ring.begin(), ring.end(), IsSwapped)) return;
    }
  }
  for (Polygon& polygon : polygons) {
    for (Ring& ring : polygon) {
      for (Point& point : ring) std::swap(point.latitude, point.longitude);
    }
  }
}

Added AddShape(absl::StatusOr<Shape> shape, ServiceAreas& areas) {
  if (!shape.ok()) return false;
  areas.shapes.push_back(*std::move(shape));
  return true;
}

Added AddCircle(Point center, double radius_meters, ServiceAreas& areas) {
  if (IsSwapped(center)) std::swap(center.latitude, center.longitude);
  if (!IsPlausible(center)) return false;
  return AddShape(Shape::Circle(center, radius_meters), areas);
}

Added AddGeoJson(absl::string_view text, ServiceAreas& areas) {
  if (text.size() > kMostGeoJsonBytes) return false;
  absl::StatusOr<std::vector<GeoJsonFeature>> features = ReadGeoJson(text);
  if (!features.ok()) return false;
  bool is_added = false;
  for (GeoJsonFeature& feature : *features) {
    PutRight(feature.polygons);
    if (!feature.polygons.empty()) {
      is_added |= AddShape(Shape::Polygons(feature.polygons), areas);
    }
    for (const GeoJsonFeature::Circle& circle : feature.circles) {
      is_added |= AddCircle(circle.center, circle.radius_meters, areas);
    }
  }
  return is_added;
}

// latitude,longitude,radius_meters
Added AddNumbers(absl::string_view text, ServiceAreas& areas) {
  const std::vector<absl::string_view> cells = absl::StrSplit(text, ',');
  double numbers[3] = {};
  if (cells.size() != std::size(numbers)) return false;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!absl::SimpleAtod(cells[i], &numbers[i])) return false;
  }
  return AddCircle({numbers[0], numbers[1]}, numbers[2], areas);
}

// A text of a service area, and where it stands.
struct Member {
  int position = 0;
  absl::string_view name;
  absl::string_view text;
};

void AddUnrecognised(const Member& member, absl::string_view part,
                     ServiceAreas& areas) {
  areas.unrecognised.push_back({member.position, member.name,
                                std::string(part.substr(0, kMostQuotedBytes))});
}

// All of the text counts when any of it is understood.
Added AddNames(const Gazetteer& gazetteer, const Member& member,
               ServiceAreas& areas) {
  NamedAreas named = gazetteer.FindAreas(member.text);
  if (named.areas.empty()) return false;
  std::move(named.areas.begin(), named.areas.end(),
            std::back_inserter(areas.areas));
  for (const std::string& part : named.unrecognised) {
    AddUnrecognised(member, part, areas);
  }
  return true;
}

// Whatever extent_type says: feeds leave it out, or say what isn't so.
Added AddExtent(const Gazetteer& gazetteer, const Member& member,
                ServiceAreas& areas) {
  const absl::string_view extent = absl::StripAsciiWhitespace(member.text);
  if (extent.empty() || extent.front() == '<') return false;
  if (extent.front() == '{') return AddGeoJson(extent, areas);
  return AddNumbers(extent, areas) || AddNames(gazetteer, member, areas);
}

// Its last part names the area; `http://www.example.com` names none.
Added AddUri(const Gazetteer& gazetteer, absl::string_view uri,
             ServiceAreas& areas) {
  while (absl::ConsumeSuffix(&uri, "/")) {
  }
  if (!absl::StrContains(uri, "/")) return false;
  const std::optional<std::string> area =
      gazetteer.FindArea(uri.substr(uri.rfind('/') + 1));
  if (!area || !absl::StartsWith(*area, "E")) return false;
  areas.areas.push_back(*area);
  return true;
}

void AddServiceArea(const Gazetteer& gazetteer, int position,
                    const v1::ServiceArea& area, ServiceAreas& areas) {
  const Member extent = {position, "extent", area.extent()};
  const Member label = {position, "service_area", area.service_area()};
  const Member name = {position, "name", area.name()};
  if (AddExtent(gazetteer, extent, areas) ||
      AddUri(gazetteer, area.uri(), areas) ||
      AddNames(gazetteer, label, areas) || AddNames(gazetteer, name, areas)) {
    return;
  }
  for (const Member* member : {&name, &label, &extent}) {
    if (absl::StripAsciiWhitespace(member->text).empty()) continue;
    AddUnrecognised(*member, member->text, areas);
    return;
  }
}

void SortOnce(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

// Nothing when the location says nowhere.
std::optional<Point> PointOf(const v1::Location& location,
                             const Places* places) {
  const Point written{location.latitude(), location.longitude()};
  if (location.has_latitude() && location.has_longitude() &&
      IsPlausible(written)) {
    return written;
  }
  if (places == nullptr) return std::nullopt;
  for (const v1::Address& address : location.addresses()) {
    const absl::StatusOr<Place> place =
        places->Resolve(absl::string_view(address.postal_code()));
    if (place.ok()) return place->point;
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::vector<Shape>> ShapesOfGeoJson(absl::string_view text) {
  ASSIGN_OR_RETURN(std::vector<GeoJsonFeature> features, ReadGeoJson(text));
  std::vector<Shape> shapes;
  const auto add = [&shapes](size_t feature, absl::StatusOr<Shape> shape) {
    if (!shape.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "feature ", feature + 1, ": ", shape.status().message()));
    }
    shapes.push_back(*std::move(shape));
    return absl::OkStatus();
  };
  for (size_t i = 0; i < features.size(); ++i) {
    PutRight(features[i].polygons);
    if (!features[i].polygons.empty()) {
      RETURN_IF_ERROR(add(i, Shape::Polygons(features[i].polygons)));
    }
    for (GeoJsonFeature::Circle& circle : features[i].circles) {
      Point& center = circle.center;
      if (IsSwapped(center)) std::swap(center.latitude, center.longitude);
      RETURN_IF_ERROR(add(i, Shape::Circle(center, circle.radius_meters)));
    }
  }
  if (!shapes.empty()) return shapes;
  return absl::InvalidArgumentError(
      "wanted GeoJSON (RFC 7946) with a Polygon or MultiPolygon, longitude "
      "before latitude");
}

ServiceAreas ServiceAreasOf(const Gazetteer& gazetteer,
                            const v1::Service& service) {
  ServiceAreas areas;
  for (int i = 0; i < service.service_areas_size(); ++i) {
    AddServiceArea(gazetteer, i, service.service_areas(i), areas);
  }
  SortOnce(areas.areas);
  return areas;
}

bool Serves(const ServiceAreas& areas, const Place& place) {
  for (const std::string& area : place.areas) {
    if (std::binary_search(areas.areas.begin(), areas.areas.end(), area)) {
      return true;
    }
  }
  return std::any_of(
      areas.shapes.begin(), areas.shapes.end(),
      [&place](const Shape& shape) { return shape.Contains(place.point); });
}

std::vector<Point> LocationsOf(const v1::Service& service,
                               const Places* places) {
  std::vector<Point> points;
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    const std::optional<Point> point = PointOf(at.location(), places);
    if (point &&
        std::find(points.begin(), points.end(), *point) == points.end()) {
      points.push_back(*point);
    }
  }
  return points;
}

}  // namespace localoffer::geography
