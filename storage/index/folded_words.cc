#include "storage/index/folded_words.h"

#include <algorithm>
#include <utility>

#include "storage/index/analyzer.h"
#include "storage/index/word_scanner.h"

namespace localoffer {

std::vector<FoldedWord> FoldedWordsOf(absl::string_view text) {
  std::vector<FoldedWord> words;
  WordScanner scanner(text);
  std::string word;
  while (scanner.Next(Analyzer::kMaxTermSize, word)) {
    if (scanner.needs_folding()) word = FoldText(word);
    word.erase(std::remove(word.begin(), word.end(), '\''), word.end());
    const absl::string_view original = scanner.original();
    const auto begin = static_cast<size_t>(original.data() - text.data());
    words.push_back({std::move(word), begin, begin + original.size()});
  }
  return words;
}

std::string JoinFoldedWords(absl::string_view text) {
  std::string joined;
  for (const FoldedWord& word : FoldedWordsOf(text)) {
    if (!joined.empty()) joined.push_back(' ');
    joined.append(word.word);
  }
  return joined;
}

}  // namespace localoffer
