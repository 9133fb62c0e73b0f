// Names of providers, brought into a form in which they compare.
//
// Pure functions; safe to call from any thread.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_NAME_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_NAME_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer {

// The longest normal name, in bytes; longer ones lose their last words.
inline constexpr size_t kLongestNormalName = 128;

// `name` with nothing left that a change of typing habits would change: words
// in lower case without accents, joined by one space. Left out are
//   - punctuation; an apostrophe joins ("children's" is "childrens")
//   - "and", so that "&" is the same
//   - "the" at the beginning
//   - legal forms at the end: ltd, limited, plc, llp, cic, cio, inc, community
//     interest company, charitable incorporated organisation, limited by
//     guarantee
//   - "trust", "charity" and "charitable trust" at the end, behind "hospice"
//     or "hospices" only: an academy trust is not the academy, and a
//     hospital's charity is not the hospital
// "saint" is "st"; single letters in a row are one word ("C.I.C." is "cic").
// A name of nothing else keeps its words. Empty when there is no word.
//
// Part of keys; see clues.h.
std::string NormalName(absl::string_view name);

// Whether two normal names, not equal, may well be one name: the same words
// in another order or with other spaces; one word more in one of them, with
// at least two in common; or one typing error (a letter more, less, other or
// swapped with its neighbour) in one word of at least four letters.
bool IsNearName(absl::string_view normal, absl::string_view other);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_NAME_H_
