// Where a service serves, and where it is: read from its Open Referral record.
//
// A service area says where in one of these members. The first that says
// something understandable counts, the others are taken for labels:
//   extent        in the form that extent_type names, or that it visibly has:
//     geojson       a Polygon, MultiPolygon, GeometryCollection of these,
//                   Feature or FeatureCollection (RFC 7946); a Point with a
//                   member or property `radius_meters` (or `radius`, metres)
//     circle, radius  `latitude,longitude,radius_meters`, as in
//                   `51.4545,-2.5879,5000`; or the Point above
//     text, postcode, outcode, authority, district, icb, code …
//                   names, codes and postcodes, as Gazetteer::FindAreas reads
//                   them
//   uri           that ends in a GSS code, such as
//                 http://statistics.data.gov.uk/id/statistical-geography/…
//   service_area, name   names, codes and postcodes
// KML and TopoJSON are not read: then the other members count.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_SERVICE_AREA_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_SERVICE_AREA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/places.h"
#include "storage/geography/point.h"
#include "storage/geography/shape.h"

namespace localoffer::geography {

// A part of a service area that names no area that is known.
struct UnrecognisedArea {
  // Position among the service's service_areas, and the member of it.
  int position = 0;
  absl::string_view member;
  // As written, cut to 100 bytes.
  std::string text;

  friend bool operator==(const UnrecognisedArea&,
                         const UnrecognisedArea&) = default;
};

// A service serves a place that is in any of the areas or any of the shapes.
struct ServiceAreas {
  // Ids (gazetteer.h), sorted, each once.
  std::vector<std::string> areas;
  std::vector<Shape> shapes;
  // What is not understood, for whoever can put it right, in the order of the
  // service. A service area that is empty altogether is not listed.
  std::vector<UnrecognisedArea> unrecognised;

  bool empty() const { return areas.empty() && shapes.empty(); }
};

// Where the service serves, by what its service_areas say. All empty when it
// has none: then it is for others to say what that means.
ServiceAreas ServiceAreasOf(const Gazetteer& gazetteer,
                            const v1::Service& service);

// The areas that a GeoJSON text draws, one for each feature with polygons or
// circles. INVALID_ARGUMENT when it is no GeoJSON, draws none, or one of its
// features is not in order: which, and why.
absl::StatusOr<std::vector<Shape>> ShapesOfGeoJson(absl::string_view text);

// Whether the place is known to be in the areas.
bool Serves(const ServiceAreas& areas, const Place& place);

// Where the service is: a point for each of its locations that has plausible
// coordinates, or else, if `places` is given, a postcode that is known. Each
// once.
std::vector<Point> LocationsOf(const v1::Service& service,
                               const Places* places);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_SERVICE_AREA_H_
