#include "storage/geography/national_grid.h"

#include <proj.h>

namespace localoffer::geography {
namespace {

constexpr char kToWgs84[] =
    "+proj=pipeline "
    "+step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
    "+y_0=-100000 +ellps=airy "
    "+step +proj=push +v_3 "
    "+step +proj=cart +ellps=airy "
    "+step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 "
    "+rz=0.842 +s=-20.489 +convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 "
    "+step +proj=pop +v_3 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg";

}  // namespace

struct NationalGrid::Projection {
  Projection()
      : context(proj_context_create()),
        pipeline(proj_create(context, kToWgs84)) {
    proj_log_level(context, PJ_LOG_NONE);
  }
  ~Projection() {
    proj_destroy(pipeline);
    proj_context_destroy(context);
  }
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;

  PJ_CONTEXT* const context;
  PJ* const pipeline;
};

NationalGrid::NationalGrid() : projection_(std::make_unique<Projection>()) {}

NationalGrid::~NationalGrid() = default;

Point NationalGrid::ToWgs84(double easting, double northing) {
  const PJ_COORD there = proj_trans(projection_->pipeline, PJ_FWD,
                                    proj_coord(easting, northing, 0, 0));
  return {there.lp.phi, there.lp.lam};
}

}  // namespace localoffer::geography
