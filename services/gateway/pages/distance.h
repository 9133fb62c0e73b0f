// How far a service is from a home.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_

#include <optional>
#include <string>

#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/place.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/site.h"
#include "storage/geography/geography.h"

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

// From `home` to the nearest of the entry's locations. One that gives no point
// is where its postcode is, or in the middle of its outcode. Nothing where no
// location is known.
std::optional<Distance> DistanceTo(const v1::Entry& entry,
                                   const v1::Place& home,
                                   const geography::Geography& geography);

// `About 3 miles away (from the middle of BS1)`.
std::string DistanceText(const Distance& distance, const Language& language);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_DISTANCE_H_
