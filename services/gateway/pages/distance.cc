#include "services/gateway/pages/distance.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/geography/point.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

// What the node takes in one call.
constexpr size_t kMostAtOnce = 1000;

struct Whereabouts {
  geography::Point point;
  // Of which the point is the middle; "" where it is the place itself.
  std::string outcode;
};

// A box at a post office is not where anything happens.
bool IsForPostOnly(const v1::Address& address) {
  return address.address_type() == v1::ADDRESS_TYPE_POSTAL ||
         address.address_type() == v1::ADDRESS_TYPE_VIRTUAL;
}

geography::Point PointOf(const v1::Location& location) {
  return {location.latitude(), location.longitude()};
}

geography::Point PointOf(const v1::Place& place) {
  return {place.point().latitude(), place.point().longitude()};
}

std::optional<Whereabouts> WhereaboutsOf(const v1::Location& location,
                                         const PostalPlaces& places) {
  const geography::Point point = PointOf(location);
  if (geography::IsPlausible(point)) return Whereabouts{point, ""};
  for (const v1::Address& address : location.addresses()) {
    if (IsForPostOnly(address)) continue;
    const auto found = places.find(address.postal_code());
    if (found == places.end()) continue;
    const v1::Place& place = found->second;
    return Whereabouts{PointOf(place),
                       place.approximate() ? place.outcode() : ""};
  }
  return std::nullopt;
}

// The postcodes of the locations that give no point.
void AddPostcodes(const v1::Entry& entry, std::set<std::string>& postcodes) {
  for (const v1::ServiceAtLocation& at :
       entry.service().service_at_locations()) {
    if (geography::IsPlausible(PointOf(at.location()))) continue;
    for (const v1::Address& address : at.location().addresses()) {
      if (IsForPostOnly(address) || address.postal_code().empty()) continue;
      postcodes.insert(address.postal_code());
    }
  }
}

// Asks for at most so many at once, and forgets the question.
absl::Status Resolve(std::vector<std::string>& asked, const Site& site,
                     PostalPlaces& places) {
  v1::BatchResolvePlacesRequest request;
  for (const std::string& postcode : asked) {
    request.add_places()->set_postcode(postcode);
  }
  ASSIGN_OR_RETURN(v1::BatchResolvePlacesResponse got,
                   site.node().BatchResolvePlaces(request));
  if (got.results_size() != request.places_size()) {
    return absl::InternalError("a place has no answer");
  }
  for (int i = 0; i < got.results_size(); ++i) {
    v1::ResolvePlaceResponse& result = *got.mutable_results(i);
    if (!result.has_place()) continue;
    places.emplace(std::move(asked[i]), std::move(*result.mutable_place()));
  }
  asked.clear();
  return absl::OkStatus();
}

}  // namespace

std::optional<v1::Place> HomeOf(const v1::SearchEntriesResponse& response) {
  if (response.has_near_place()) return response.near_place();
  if (response.has_serves_place()) return response.serves_place();
  return std::nullopt;
}

std::string PlaceNote(const v1::Place& home, const Catalogue& words) {
  const std::string& name =
      home.approximate() ? home.outcode() : home.postcode();
  const absl::string_view key =
      home.authority().empty() ? "results.place.outside"
      : home.approximate()     ? "results.place.approximate"
                               : "results.place";
  std::string note =
      words.With(key, {{"place", name}, {"council", home.authority_title()}});
  if (!home.approximate() || home.postcode().empty()) return note;
  return absl::StrCat(
      words.With("results.place.unknown",
                 {{"postcode", home.postcode()}, {"place", home.outcode()}}),
      " ", note);
}

absl::StatusOr<PostalPlaces> PlacesOf(
    absl::Span<const v1::Entry* const> entries, const Site& site) {
  std::set<std::string> postcodes;
  for (const v1::Entry* const entry : entries) AddPostcodes(*entry, postcodes);
  PostalPlaces places;
  std::vector<std::string> asked;
  for (const std::string& postcode : postcodes) {
    asked.push_back(postcode);
    if (asked.size() < kMostAtOnce) continue;
    RETURN_IF_ERROR(Resolve(asked, site, places));
  }
  if (!asked.empty()) RETURN_IF_ERROR(Resolve(asked, site, places));
  return places;
}

absl::StatusOr<PostalPlaces> PlacesOfHits(
    const v1::SearchEntriesResponse& response, const Site& site) {
  std::vector<const v1::Entry*> entries;
  if (HomeOf(response)) {
    for (const v1::SearchHit& hit : response.hits()) {
      entries.push_back(&hit.entry());
    }
  }
  return PlacesOf(entries, site);
}

std::optional<Distance> DistanceTo(const v1::Entry& entry,
                                   const v1::Place& home,
                                   const PostalPlaces& places) {
  const geography::Point from = PointOf(home);
  std::optional<Distance> nearest;
  for (const v1::ServiceAtLocation& place :
       entry.service().service_at_locations()) {
    auto found = WhereaboutsOf(place.location(), places);
    if (!found) continue;
    const double meters = geography::DistanceMeters(from, found->point);
    if (nearest && nearest->meters <= meters) continue;
    nearest = Distance{meters, home.approximate() ? home.outcode() : "",
                       std::move(found->outcode)};
  }
  return nearest;
}

std::string DistanceText(const Distance& distance, const Language& language) {
  const Catalogue& words = language.catalogue;
  const std::string& home = distance.home_outcode;
  const std::string& service = distance.service_outcode;
  // The same middle stands for both.
  if (!home.empty() && home == service) {
    return words.With("distance.same", {{"outcode", home}});
  }
  std::string text = language.wording.Distance(distance.meters);
  if (home.empty() && service.empty()) return text;
  const absl::string_view key = home.empty()      ? "distance.to"
                                : service.empty() ? "distance.from"
                                                  : "distance.from_to";
  return words.With(key,
                    {{"distance", text}, {"home", home}, {"service", service}});
}

}  // namespace localoffer::gateway::pages
