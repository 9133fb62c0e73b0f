// Words of a query that say little.
#ifndef LOCALOFFER_STORAGE_INDEX_TELLING_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_TELLING_WORDS_H_

#include "absl/strings/string_view.h"

namespace localoffer {

// True for words that say nothing of what is looked for: "the", "for", "he".
// `word` is folded, without apostrophes.
bool TellsNothing(absl::string_view word);

// True for words that most people put into a search like these: "help", "need",
// "child", "son"; and for numbers, which are ages. `word` as above.
bool TellsLittle(absl::string_view word);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_TELLING_WORDS_H_
