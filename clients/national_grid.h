// From the National Grid of Great Britain to WGS 84.
#ifndef LOCALOFFER_CLIENTS_NATIONAL_GRID_H_
#define LOCALOFFER_CLIENTS_NATIONAL_GRID_H_

#include <proj.h>

#include <memory>

#include "absl/status/statusor.h"
#include "localoffer/v1/place.pb.h"

namespace localoffer::client {

// OSGB 36 eastings and northings (EPSG:27700). Without the grid of OSTN15,
// which Debian does not ship and nothing is fetched for, points are off by up
// to about five metres. Not thread-safe.
class NationalGrid {
 public:
  // INTERNAL when PROJ's database is not installed.
  static absl::StatusOr<std::unique_ptr<NationalGrid>> Open();

  // In metres. INVALID_ARGUMENT beyond the grid, which is 700 km wide and
  // 1,300 km high.
  absl::StatusOr<v1::Point> ToWgs84(double easting, double northing);

 private:
  struct Close {
    void operator()(PJ_CONTEXT* context) const {
      proj_context_destroy(context);
    }
    void operator()(PJ* transformation) const { proj_destroy(transformation); }
  };

  NationalGrid() = default;

  // The transformation goes before its context.
  std::unique_ptr<PJ_CONTEXT, Close> context_;
  std::unique_ptr<PJ, Close> transformation_;
};

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_NATIONAL_GRID_H_
