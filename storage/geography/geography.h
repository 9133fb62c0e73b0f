// All that a node knows of the ground, made once and owned in one place.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_GEOGRAPHY_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_GEOGRAPHY_H_

#include <memory>

#include "storage/engine.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/outcodes.h"
#include "storage/geography/places.h"
#include "storage/geography/postcodes.h"

namespace localoffer::geography {

// Thread-safe. Outlived by the engine, which holds the table of postcodes.
class Geography {
 public:
  // The first of a process reads what is built in, which takes tens of
  // milliseconds; the others share it.
  explicit Geography(storage::Engine& engine);
  Geography(const Geography&) = delete;
  Geography& operator=(const Geography&) = delete;

  const Boundaries& boundaries() const { return *ground_.boundaries; }
  const Outcodes& outcodes() const { return *ground_.outcodes; }
  const Gazetteer& gazetteer() const { return *ground_.gazetteer; }
  Postcodes& postcodes() { return postcodes_; }
  const Postcodes& postcodes() const { return postcodes_; }
  const Places& places() const { return places_; }

 private:
  // What is built in, and the same for every node.
  struct Ground {
    std::unique_ptr<const Boundaries> boundaries = Boundaries::Load();
    std::unique_ptr<const Outcodes> outcodes = Outcodes::Load();
    std::unique_ptr<const Gazetteer> gazetteer =
        Gazetteer::Load(*boundaries, *outcodes);
  };

  static const Ground& BuiltIn();

  const Ground& ground_;
  Postcodes postcodes_;
  const Places places_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_GEOGRAPHY_H_
