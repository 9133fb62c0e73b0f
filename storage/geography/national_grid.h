// From the National Grid of Great Britain to WGS 84, in one fixed way.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_NATIONAL_GRID_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_NATIONAL_GRID_H_

#include <memory>

#include "storage/geography/point.h"

namespace localoffer::geography {

// OSGB 36 eastings and northings to WGS 84 by the seven parameters of
// EPSG:1314, good to about five metres. Needs no database or grid, so that
// every node gets the same points. Not thread-safe.
class NationalGrid {
 public:
  NationalGrid();
  ~NationalGrid();

  // In metres. A point whose coordinates are not finite for what is far off
  // the grid.
  Point ToWgs84(double easting, double northing);

 private:
  struct Projection;

  std::unique_ptr<Projection> projection_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_NATIONAL_GRID_H_
