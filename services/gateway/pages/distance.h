// How far a service is from a home.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/place.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// As the crow flies.
struct Distance {
  double meters = 0;
  // `BS1` where its middle stands for the home, or for the service; else "".
  std::string home_outcode;
  std::string service_outcode;
};

// The place that a search was about; nothing where it was about none.
std::optional<v1::Place> HomeOf(const v1::SearchEntriesResponse& response);

// What the answers are for: `For the middle of BS1, which is in the area of …`.
std::string PlaceNote(const v1::Place& home, const Catalogue& words);

// Where postcodes are, as entries write them; without those that are nowhere.
using PostalPlaces = std::map<std::string, v1::Place, std::less<>>;

// Of all postcodes that DistanceTo() asks about of these entries. Asks the node
// once, or not at all where every location gives its point.
absl::StatusOr<PostalPlaces> PlacesOf(
    absl::Span<const v1::Entry* const> entries, const Site& site);
// The same of the answers to a search that was about a place; none otherwise.
absl::StatusOr<PostalPlaces> PlacesOfHits(
    const v1::SearchEntriesResponse& response, const Site& site);

// From `home` to the nearest of the entry's locations. One that gives no point
// is where its postcode is, or in the middle of its outcode. Nothing where no
// location is known.
std::optional<Distance> DistanceTo(const v1::Entry& entry,
                                   const v1::Place& home,
                                   const PostalPlaces& places);

// `About 3 miles away (from the middle of BS1)`.
std::string DistanceText(const Distance& distance, const Language& language);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_
