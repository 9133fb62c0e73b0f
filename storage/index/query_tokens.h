// The words of a query, as people meant to type them.
#ifndef LOCALOFFER_STORAGE_INDEX_QUERY_TOKENS_H_
#define LOCALOFFER_STORAGE_INDEX_QUERY_TOKENS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/index/analyzer.h"
#include "storage/index/correction.h"
#include "storage/index/phrase_trie.h"

namespace localoffer {

// How likely it is that words were meant that were written apart, or together.
inline constexpr double kMended = 0.9;

// How much a word tells.
enum class Telling { kNothing, kLittle, kMuch };

struct QueryToken {
  // As it stands in the query, within its text.
  absl::string_view typed;
  std::string folded;
  std::string term;
  // How many documents have the term; not known of words that do not tell.
  size_t documents = 0;
  Telling telling = Telling::kMuch;
  // "HIV": a few capitals among other letters.
  bool is_acronym = false;
  // False for "ME": documents that have the word mean another.
  bool is_asked_for = true;
  // Written as two words, or one of two that were written as one.
  bool is_mended = false;
  // Of the term, or of the first correction that has one.
  PhraseWord phrase_word = kNoWord;
  // 1, that of the correction that `phrase_word` is of, or kMended.
  double phrase_factor = 1;
  // What it may stand for, the likeliest first, when nobody writes it so.
  std::vector<Correction> corrections;
};

// The words of `text`, which has to outlive them, at most kMaxQueryWords.
//
// - Two words that are one where nobody writes either alone become it: "gastro
//   stomy". One that nobody writes and that is no typing error becomes two that
//   are known: "rhubarbgroup".
// - A word that tells and that nobody writes has corrections (correction.h);
//   at most kMaxCorrectedWords.
std::vector<QueryToken> ReadQueryTokens(absl::string_view text,
                                        const Vocabulary& vocabulary,
                                        Analyzer& analyzer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_QUERY_TOKENS_H_
