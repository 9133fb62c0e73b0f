#include "storage/geography/geography.h"

namespace localoffer::geography {

Geography::Geography(storage::Engine& engine)
    : ground_(BuiltIn()),
      postcodes_(engine),
      places_(*ground_.boundaries, *ground_.gazetteer, *ground_.outcodes,
              postcodes_) {}

const Geography::Ground& Geography::BuiltIn() {
  static const auto* const ground = new Ground();
  return *ground;
}

}  // namespace localoffer::geography
