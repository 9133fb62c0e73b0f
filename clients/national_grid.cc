#include "clients/national_grid.h"

#include <cmath>

#include "absl/status/status.h"

namespace localoffer::client {
namespace {

constexpr double kWidthMeters = 700'000;
constexpr double kHeightMeters = 1'300'000;

}  // namespace

absl::StatusOr<std::unique_ptr<NationalGrid>> NationalGrid::Open() {
  std::unique_ptr<NationalGrid> grid(new NationalGrid());
  grid->context_.reset(proj_context_create());
  PJ_CONTEXT* const context = grid->context_.get();
  // Whatever the environment says: nothing is fetched, nothing is printed.
  proj_context_set_enable_network(context, 0);
  proj_log_level(context, PJ_LOG_NONE);
  const std::unique_ptr<PJ, Close> as_defined(
      proj_create_crs_to_crs(context, "EPSG:27700", "EPSG:4326", nullptr));
  if (as_defined != nullptr) {
    // Longitude first, whatever the order of the definition is.
    grid->transformation_.reset(
        proj_normalize_for_visualization(context, as_defined.get()));
  }
  if (grid->transformation_ == nullptr) {
    return absl::InternalError(
        "Eastings and northings can't be converted: PROJ's database is not "
        "installed (Debian: proj-data).");
  }
  return grid;
}

absl::StatusOr<v1::Point> NationalGrid::ToWgs84(double easting,
                                                double northing) {
  const bool is_on_grid = easting >= 0 && easting <= kWidthMeters &&
                          northing >= 0 && northing <= kHeightMeters;
  if (!is_on_grid) {
    return absl::InvalidArgumentError(
        "wanted an easting from 0 to 700000, a northing from 0 to 1300000");
  }
  const PJ_COORD there = proj_trans(transformation_.get(), PJ_FWD,
                                    proj_coord(easting, northing, 0, 0));
  if (!std::isfinite(there.lp.lam) || !std::isfinite(there.lp.phi)) {
    return absl::InvalidArgumentError("wanted a point of the National Grid");
  }
  v1::Point point;
  point.set_latitude(there.lp.phi);
  point.set_longitude(there.lp.lam);
  return point;
}

}  // namespace localoffer::client
