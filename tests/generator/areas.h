// England as the generator knows it: real authorities, districts, integrated
// care boards and postcodes. Sources and licences: data/README.md.
#ifndef LOCALOFFER_TESTS_GENERATOR_AREAS_H_
#define LOCALOFFER_TESTS_GENERATOR_AREAS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace localoffer::generator {

// A postcode, or an outcode with its centroid where unit postcodes are not at
// hand.
struct Place {
  std::string postcode;
  double latitude = 0;
  double longitude = 0;
  std::string district;
};

struct Area {
  // Such as E06000023.
  std::string gss;
  std::string title;
  double latitude = 0;
  double longitude = 0;
  // In 2020.
  int64_t population = 0;
  std::string icb_code;
  std::string icb;
  std::vector<std::string> outcodes;
  // Empty in a unitary authority.
  std::vector<std::string> districts;
  // At least one.
  std::vector<Place> places;
  // Indexes of all areas by distance of their centres; this one first.
  std::vector<size_t> nearest;
};

// The 153 upper-tier authorities in the order of their codes.
std::vector<Area> EnglishAreas();

// How many of `entries` each authority has: proportional to population by
// largest remainders, but at least one where there are enough for all.
std::vector<size_t> Shares(const std::vector<Area>& areas, size_t entries);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_AREAS_H_
