// How postcodes are written.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODE_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::geography {

// "BS1 4DJ" for a unit postcode in any case and spacing; nothing for what has
// not the form of one (BS 7666). Whether it exists is another question.
std::optional<std::string> ParsePostcode(absl::string_view text);

// "BS1" for an outward code; nothing for anything else.
std::optional<std::string> ParseOutcode(absl::string_view text);

// "BS1 4" for a sector written with a space; nothing for anything else.
std::optional<std::string> ParseSector(absl::string_view text);

// The parts of a postcode as ParsePostcode returns it: "BS1", and "BS1 4".
std::string OutcodeOf(absl::string_view postcode);
std::string SectorOf(absl::string_view postcode);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODE_H_
