#include "services/catalogue/nearness.h"

#include "absl/status/statusor.h"
#include "services/places/place_query.h"

namespace localoffer::catalogue {

Nearness::Nearness(const v1::EntryFilter& filter,
                   const geography::Geography& geography) {
  if (!filter.has_near()) return;
  const absl::StatusOr<geography::Place> place =
      places::FindPlace("filter.near.place", filter.near().place(), geography);
  if (place.ok()) center_ = place->point;
  radius_meters_ = filter.near().radius_meters();
}

absl::optional<double> Nearness::MetersTo(
    const absl::optional<geography::Point>& point) const {
  if (!center_ || !point) return absl::nullopt;
  return geography::DistanceMeters(*point, *center_);
}

bool Nearness::IsNear(const absl::optional<geography::Point>& point) const {
  if (!center_) return true;
  const absl::optional<double> meters = MetersTo(point);
  return meters && *meters <= radius_meters_;
}

}  // namespace localoffer::catalogue
