// The words of a text on one line, for comparing what people type.
#ifndef LOCALOFFER_STORAGE_INDEX_FOLDED_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_FOLDED_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer {

// A word of a text, folded and without apostrophes, and where it begins.
struct FoldedWord {
  std::string word;
  size_t begin = 0;
  size_t end = 0;
};

// The words of `text` as Analyzer tells them, folded, not stemmed. One that
// folds to several ("½") is one all the same.
std::vector<FoldedWord> FoldedWordsOf(absl::string_view text);

// The same, with one space between two.
std::string JoinFoldedWords(absl::string_view text);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_FOLDED_WORDS_H_
