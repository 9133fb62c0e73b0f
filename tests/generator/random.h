// Chance that is the same everywhere: no generator or distribution of the
// standard library, whose results differ between libraries.
#ifndef LOCALOFFER_TESTS_GENERATOR_RANDOM_H_
#define LOCALOFFER_TESTS_GENERATOR_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::generator {

// A well-spread number made of the given ones; the order matters.
uint64_t Mix(uint64_t a, uint64_t b);
uint64_t Mix(uint64_t a, uint64_t b, uint64_t c);
uint64_t Mix(uint64_t a, absl::string_view text);
uint64_t Mix(uint64_t a, absl::string_view text, uint64_t b);

// SplitMix64. Not thread-safe; as small as its seed.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  // From 0 to `count` - 1; `count` is not 0.
  uint64_t Below(uint64_t count);
  // From `low` to `high`, both of them possible.
  int Between(int low, int high);
  // True in `percent` of 100 cases.
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }
  // Any element of a container that is not empty.
  template <typename Container>
  const auto& Pick(const Container& container) {
    return container[Below(container.size())];
  }

 private:
  uint64_t state_;
};

// A version 4 UUID in lower case.
std::string RandomUuid(Random& random);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_RANDOM_H_
