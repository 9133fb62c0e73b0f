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
  // Reads what is built in: takes tens of milliseconds.
  explicit Geography(storage::Engine& engine);
  Geography(const Geography&) = delete;
  Geography& operator=(const Geography&) = delete;

  const Boundaries& boundaries() const { return *boundaries_; }
  const Outcodes& outcodes() const { return *outcodes_; }
  const Gazetteer& gazetteer() const { return *gazetteer_; }
  Postcodes& postcodes() { return postcodes_; }
  const Postcodes& postcodes() const { return postcodes_; }
  const Places& places() const { return places_; }

 private:
  const std::unique_ptr<const Boundaries> boundaries_;
  const std::unique_ptr<const Outcodes> outcodes_;
  const std::unique_ptr<const Gazetteer> gazetteer_;
  Postcodes postcodes_;
  const Places places_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_GEOGRAPHY_H_
