#include "services/gateway/pages/distance.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/geography/point.h"
#include "storage/geography/postcode.h"

namespace localoffer::gateway::pages {
namespace {

struct Whereabouts {
  geography::Point point;
  // Of which the point is the middle; "" where it is the place itself.
  std::string outcode;
};

std::optional<Whereabouts> WhereaboutsOf(
    const std::string& written, const geography::Geography& geography) {
  const std::optional<std::string> postcode = geography::ParsePostcode(written);
  if (postcode) {
    const auto row = geography.postcodes().Find(*postcode);
    if (row.ok() && row->has_value()) return Whereabouts{(*row)->point, ""};
  }
  const std::optional<std::string> outcode =
      postcode ? geography::OutcodeOf(*postcode)
               : geography::ParseOutcode(written);
  const geography::Outcode* known =
      outcode ? geography.outcodes().Find(*outcode) : nullptr;
  if (known == nullptr) return std::nullopt;
  return Whereabouts{known->point, *outcode};
}

// A box at a post office is not where anything happens.
bool IsForPostOnly(const v1::Address& address) {
  return address.address_type() == v1::ADDRESS_TYPE_POSTAL ||
         address.address_type() == v1::ADDRESS_TYPE_VIRTUAL;
}

std::optional<Whereabouts> WhereaboutsOf(
    const v1::Location& location, const geography::Geography& geography) {
  const geography::Point point = {location.latitude(), location.longitude()};
  if (geography::IsPlausible(point)) return Whereabouts{point, ""};
  for (const v1::Address& address : location.addresses()) {
    if (IsForPostOnly(address)) continue;
    auto found = WhereaboutsOf(address.postal_code(), geography);
    if (found) return found;
  }
  return std::nullopt;
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

std::optional<Distance> DistanceTo(const v1::Entry& entry,
                                   const v1::Place& home,
                                   const geography::Geography& geography) {
  const geography::Point from = {home.point().latitude(),
                                 home.point().longitude()};
  std::optional<Distance> nearest;
  for (const v1::ServiceAtLocation& place :
       entry.service().service_at_locations()) {
    auto found = WhereaboutsOf(place.location(), geography);
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
