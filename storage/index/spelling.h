// How far one word is from another.
#ifndef LOCALOFFER_STORAGE_INDEX_SPELLING_H_
#define LOCALOFFER_STORAGE_INDEX_SPELLING_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace localoffer {

// The least number of edits that turn `a` into `b`, or `limit` + 1 when more
// than `limit` are needed. An edit adds, drops or changes a character, or
// swaps two neighbours; no part is edited twice (optimal string alignment).
// Characters are Unicode code points; bytes that are not UTF-8 count as one
// each. Takes time in the order of the words' length times `limit`. Characters
// beyond the 64th are not compared.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

// The number of characters of `word`, counted as by EditDistance.
size_t CharacterCount(absl::string_view word);

// Which letters a word has, and which twice, as bits. Two words within d edits
// of each other, whose lengths differ by k, differ in at most 2d - k bits.
uint64_t LetterSignature(absl::string_view word);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SPELLING_H_
