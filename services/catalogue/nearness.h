// How near services at locations are to the place that a search asks about.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_NEARNESS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_NEARNESS_H_

#include "absl/types/optional.h"
#include "localoffer/v1/directory.pb.h"
#include "storage/geography/geography.h"
#include "storage/geography/point.h"

namespace localoffer::catalogue {

// A value. Immutable.
class Nearness {
 public:
  // The filter's place was checked; without `near` everything is near.
  Nearness(const v1::EntryFilter& filter,
           const geography::Geography& geography);

  // Nothing where no distance is asked, or where the point is not known.
  absl::optional<double> MetersTo(
      const absl::optional<geography::Point>& point) const;
  bool IsNear(const absl::optional<geography::Point>& point) const;

 private:
  absl::optional<geography::Point> center_;
  double radius_meters_ = 0;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_NEARNESS_H_
