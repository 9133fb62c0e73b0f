// How names of areas are compared.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_AREA_NAME_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_AREA_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::geography {

// The name in the form in which names are compared: small letters, "&" as
// "and", no apostrophes and no "the", one space for anything else that is
// neither letter nor digit.
std::string NormalAreaName(absl::string_view name);

// The normal form and, with the nearest first, those that are left when words
// are taken away that say what kind of area it is ("borough council", "city
// of") or how it is meant ("across", "only").
std::vector<std::string> ReadingsOf(absl::string_view name);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_AREA_NAME_H_
