#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tests/generator/subject_fields.h"

namespace localoffer::generator {
namespace {

constexpr double kMetresPerDegree = 111195;
// East-west, at 53° north.
constexpr double kMetresPerDegreeEast = 66900;

// With as many decimals as a metre needs.
double Rounded(double degrees) { return std::round(degrees * 1e5) / 1e5; }

v1::ServiceArea& NewArea(Random& random, v1::Service* service) {
  v1::ServiceArea& area = *service->add_service_areas();
  area.set_id(RandomUuid(random));
  return area;
}

void AddAuthority(const Area& area, Random& random, v1::Service* service) {
  v1::ServiceArea& added = NewArea(random, service);
  switch (random.Below(5)) {
    case 0:
      added.set_name(area.gss);
      added.set_extent(area.gss);
      added.set_extent_type("authority");
      break;
    case 1:
      added.set_name(area.title);
      added.set_uri(absl::StrCat(
          "http://statistics.data.gov.uk/id/statistical-geography/", area.gss));
      break;
    default:
      added.set_name(area.title);
      if (random.Chance(20)) added.set_service_area(area.title);
  }
}

void AddOutcodes(const Area& area, Random& random, v1::Service* service) {
  std::vector<std::string> outcodes;
  for (const std::string& outcode : area.outcodes) {
    if (outcodes.size() < 5 && random.Chance(50)) outcodes.push_back(outcode);
  }
  if (outcodes.empty()) return AddAuthority(area, random, service);
  v1::ServiceArea& added = NewArea(random, service);
  const std::string list = absl::StrJoin(outcodes, ", ");
  added.set_name(list);
  if (random.Chance(50)) {
    added.set_extent(list);
    added.set_extent_type("postcode");
  }
}

// A ring of six corners around a place.
void AddPolygon(const Area& area, Random& random, v1::Service* service) {
  constexpr std::array<std::pair<int, int>, 6> kCorners = {
      {{100, 0}, {50, 87}, {-50, 87}, {-100, 0}, {-50, -87}, {50, -87}}};
  const Place& centre = random.Pick(area.places);
  std::vector<std::string> points;
  for (const auto& [east, north] : kCorners) {
    const double metres = random.Between(20, 120) * 100;
    points.push_back(absl::StrFormat(
        "[%.5f,%.5f]",
        centre.longitude + metres * east / 100 / kMetresPerDegreeEast,
        centre.latitude + metres * north / 100 / kMetresPerDegree));
  }
  points.push_back(points.front());
  v1::ServiceArea& added = NewArea(random, service);
  added.set_name("Catchment area");
  added.set_extent(absl::StrCat("{\"type\":\"Polygon\",\"coordinates\":[[",
                                absl::StrJoin(points, ","), "]]}"));
  added.set_extent_type("geojson");
}

void AddRadius(const Area& area, Random& random, v1::Service* service) {
  const Place& centre = random.Pick(area.places);
  const int kilometres = random.Between(3, 40);
  v1::ServiceArea& added = NewArea(random, service);
  added.set_name(
      absl::StrCat("Within ", kilometres, " km of ", centre.postcode));
  added.set_extent(absl::StrFormat("%.5f,%.5f,%d", centre.latitude,
                                   centre.longitude, 1000 * kilometres));
  added.set_extent_type("radius");
}

void AddAddress(const Subject& subject, const Place& place, const Area& area,
                const Vocabulary& vocabulary, Random& random,
                v1::Location* location) {
  v1::Address& address = *location->add_addresses();
  address.set_id(RandomUuid(random));
  address.set_address_1(
      absl::StrCat(random.Between(1, 180), " ",
                   vocabulary.DrawTown(subject.authority, random), " ",
                   vocabulary.Draw("street", random)));
  address.set_city(place.district.empty() ? area.title : place.district);
  address.set_state_province(area.title);
  address.set_postal_code(place.postcode);
  address.set_country("GB");
  address.set_address_type(v1::ADDRESS_TYPE_PHYSICAL);
}

void AddAccessibility(Random& random, v1::Location* location) {
  constexpr std::array<absl::string_view, 7> kFeatures = {
      "Step-free access",     "Changing Places toilet", "Accessible toilet",
      "Hearing loop",         "Blue badge parking",     "Lift to all floors",
      "Quiet room on request"};
  for (const absl::string_view feature : kFeatures) {
    if (!random.Chance(15)) continue;
    v1::Accessibility& accessibility = *location->add_accessibility();
    accessibility.set_id(RandomUuid(random));
    accessibility.set_description(std::string(feature));
  }
}

void AddLocation(const Subject& subject, const Area& area, const Prose& prose,
                 Random& random, v1::Service* service) {
  v1::ServiceAtLocation& at = *service->add_service_at_locations();
  at.set_id(RandomUuid(random));
  v1::Location& location = *at.mutable_location();
  location.set_id(RandomUuid(random));
  at.set_location_id(location.id());
  if (random.Chance(8)) {
    location.set_location_type(v1::LOCATION_TYPE_VIRTUAL);
    location.set_name("Online");
    location.set_url(
        absl::StrCat("https://", subject.provider.domain, "/online"));
    return;
  }
  location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  location.set_name(prose.Venue(subject.authority, random));
  const Place& place = random.Pick(area.places);
  if (random.Chance(85)) {
    // An outcode stands for the whole of it.
    const bool whole = place.postcode.find(' ') == std::string::npos;
    const int spread = whole ? 900 : 0;
    location.set_latitude(
        Rounded(place.latitude + random.Between(-spread, spread) / 1e5));
    location.set_longitude(
        Rounded(place.longitude + random.Between(-spread, spread) / 1e5));
  }
  if (random.Chance(90)) {
    AddAddress(subject, place, area, prose.vocabulary(), random, &location);
  }
  AddAccessibility(random, &location);
}

}  // namespace

void AddLocations(const Subject& subject, const Area& area, const Prose& prose,
                  Random& random, v1::Service* service) {
  if (!random.Chance(80)) return;
  AddLocation(subject, area, prose, random, service);
  if (random.Chance(10)) AddLocation(subject, area, prose, random, service);
}

void AddServiceAreas(const Area& area, Random& random, v1::Service* service) {
  const int kind = random.Between(0, 99);
  if (kind < 15) return;
  if (kind < 67) return AddAuthority(area, random, service);
  if (kind < 76 && !area.districts.empty()) {
    NewArea(random, service).set_name(random.Pick(area.districts));
    return;
  }
  if (kind < 76) return AddAuthority(area, random, service);
  if (kind < 83) {
    v1::ServiceArea& added = NewArea(random, service);
    added.set_name(random.Chance(70) ? area.icb : area.icb_code);
    return;
  }
  if (kind < 89) return AddOutcodes(area, random, service);
  if (kind < 92) {
    NewArea(random, service).set_name("England");
    return;
  }
  if (kind < 96) return AddPolygon(area, random, service);
  AddRadius(area, random, service);
}

}  // namespace localoffer::generator
