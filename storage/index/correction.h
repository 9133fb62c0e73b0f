// What somebody meant who typed a word that nobody writes.
#ifndef LOCALOFFER_STORAGE_INDEX_CORRECTION_H_
#define LOCALOFFER_STORAGE_INDEX_CORRECTION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "storage/index/analyzer.h"
#include "storage/index/word_table.h"

namespace localoffer {

// What a query is read against: the words of the documents that it is asked
// of. Made for a call and gone with it.
struct Vocabulary {
  // The number of those documents that have a term, 0 when none has.
  absl::FunctionRef<size_t(absl::string_view term)> document_count;
  // Their words, and perhaps words of others: what no document has counts as
  // unknown all the same.
  const WordTable& words;
};

struct Correction {
  // Folded.
  std::string word;
  // Of the analyzer.
  std::string term;
  // How likely it is what was meant, above 0 and below 1.
  double factor = 0;
};

inline constexpr size_t kMaxCorrections = 3;
// The factor from which on a correction is within an edit of what was typed, or
// sounds like it.
inline constexpr double kLikelyCorrection = 0.8;

// The words that `folded_word`, whose term is `term`, may stand for, the
// likeliest first. None when it is known: by a document, or by the thesaurus of
// `analyzer`, unless next to no document has it and a word near to it is a
// hundred times as common. None for words with digits.
//
// Words of four to six characters are looked for at one edit, longer ones at
// two; those that keep the first letter come before those that don't, which
// for words below six characters has to be kept or swapped. Unless there is one
// within an edit, so are those that sound alike (sound.h), which counts as one
// edit, or nearly, as two. Failing all that, the commonest words that begin
// with it.
std::vector<Correction> CorrectionsOf(absl::string_view folded_word,
                                      absl::string_view term,
                                      const Vocabulary& vocabulary,
                                      Analyzer& analyzer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_CORRECTION_H_
