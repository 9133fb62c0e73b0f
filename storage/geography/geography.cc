#include "storage/geography/geography.h"

namespace localoffer::geography {

Geography::Geography(storage::Engine& engine)
    : boundaries_(Boundaries::Load()),
      outcodes_(Outcodes::Load()),
      gazetteer_(Gazetteer::Load(*boundaries_, *outcodes_)),
      postcodes_(engine),
      places_(*boundaries_, *gazetteer_, *outcodes_, postcodes_) {}

}  // namespace localoffer::geography
