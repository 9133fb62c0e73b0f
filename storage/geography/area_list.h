// Texts that name several areas.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_AREA_LIST_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_AREA_LIST_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "storage/geography/outcodes.h"

namespace localoffer::geography {

// What a text names.
struct NamedAreas {
  // Ids, each once, in the order of the text.
  std::vector<std::string> areas;
  // The parts that name no area that is known, as written.
  std::vector<std::string> unrecognised;
};

// The areas that all of a part of the text names; empty when it names none.
using AreaFinder =
    absl::FunctionRef<std::vector<std::string>(absl::string_view part)>;

// Finds the areas of a text that may be a list: between its commas, "and"s
// and the like it looks for the longest parts that name something. It stops
// after `most_parts` parts.
NamedAreas ReadAreaList(absl::string_view text, size_t most_parts,
                        AreaFinder find);

// The ids of the outcodes that a text names all together: a postcode area
// ("BS"), a range ("BS1 to BS5", "BS1-5"), or outcodes and postcodes with
// nothing but spaces between them. Empty when it names none, or anything
// else besides.
std::vector<std::string> FindOutcodes(const Outcodes& outcodes,
                                      absl::string_view text);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_AREA_LIST_H_
