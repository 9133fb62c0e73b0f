// What tests of the ground share: the data loaded once, and chance with a
// seed.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_TESTING_GEOGRAPHY_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_TESTING_GEOGRAPHY_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/outcodes.h"

namespace localoffer::geography {

// Loaded once; they do not change.
inline const Boundaries& TestBoundaries() {
  static const auto* const boundaries = Boundaries::Load().release();
  return *boundaries;
}

inline const Outcodes& TestOutcodes() {
  static const auto* const outcodes = Outcodes::Load().release();
  return *outcodes;
}

inline const Gazetteer& TestGazetteer() {
  static const auto* const gazetteer =
      Gazetteer::Load(TestBoundaries(), TestOutcodes()).release();
  return *gazetteer;
}

// A file of the repository; "" when it is not there.
inline std::string ReadSource(absl::string_view path) {
  std::ifstream file(absl::StrCat(LOCALOFFER_SOURCE_DIR, "/", path),
                     std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file),
                     std::istreambuf_iterator<char>());
}

class Chance {
 public:
  explicit Chance(uint64_t seed) : generator_(seed) {}

  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(generator_);
  }
  int Whole(int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(generator_);
  }
  // Somewhere in England or the seas and lands around it.
  Point AroundEngland() { return {Between(49.8, 55.9), Between(-6.5, 1.9)}; }

 private:
  std::mt19937_64 generator_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_TESTING_GEOGRAPHY_H_
