// What of a name tells which others are like it.
#ifndef LOCALOFFER_STORAGE_INDEX_NAME_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_NAME_WORDS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace localoffer {

// The beginning of a word, as a number.
using NameWord = uint64_t;

// Of a folded name: the first five letters of each word, those that tell
// nothing left out; rising, each once.
std::vector<NameWord> NameWordsOf(absl::string_view folded_name);

// Whether two names are alike: two words or more in common, and three fifths
// of the shorter one's.
bool AreAlike(absl::Span<const NameWord> a, absl::Span<const NameWord> b);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_NAME_WORDS_H_
