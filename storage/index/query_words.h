// What the words of a query ask for.
#ifndef LOCALOFFER_STORAGE_INDEX_QUERY_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_QUERY_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/index/analyzer.h"
#include "storage/index/correction.h"

namespace localoffer {

enum class AlternativeKind {
  // A word as typed.
  kWord,
  // What the words mean, by the thesaurus, as typed or corrected. What the
  // documents call it may be any of its names.
  kConcept,
  // A known word near to one that nobody knows.
  kCorrection
};

// A term that answers a group.
struct QueryAlternative {
  std::string term;
  // How well it answers, above 0 and at most 1.
  double factor = 1;
  AlternativeKind kind = AlternativeKind::kWord;
  // For people: the word, the concept's plain wording ("short breaks"), the
  // word corrected.
  std::string wording;
};

// One thing that a query asks for. A document has it by its best alternative:
// the greatest product of factor and weight (ranking.h).
struct QueryGroup {
  // Never empty; the best factor first, each term once.
  std::vector<QueryAlternative> alternatives;
  // As typed, each once, in their order.
  std::vector<std::string> words;
  // Above 0 and at most 1: "looking", "help" and "my child" tell less than
  // what they stand beside.
  double importance = 1;
};

// The most that a query is read as. What is beyond is not looked for.
inline constexpr size_t kMaxQueryGroups = 64;
inline constexpr size_t kMaxQueryAlternatives = 256;
// Words of a query that are looked at, and those of them that are corrected.
inline constexpr size_t kMaxQueryWords = 128;
inline constexpr size_t kMaxCorrectedWords = 16;

// The groups of a query in the order of their first words. `analyzer` brings
// the thesaurus, if it has one.
//
// - The words of a phrase of the thesaurus ("stay overnight") are one group:
//   its concepts, and its words as weak alternatives. The longest phrase from
//   the left counts, unless one that begins within it goes on behind it and has
//   more words, or as many and none left out: "adults with [learning
//   disability]". Each of its words that tells is a group of low importance
//   besides.
// - Any other word is a group: its term (1.0), what it means by the thesaurus
//   (less), and if nobody writes it so, its corrections (correction.h). A
//   corrected word may make a phrase: "speach therapy". So may words that were
//   written apart, or together (query_tokens.h): "gastro stomy".
// - What is typed in capitals among other letters ("HIV", "ME") tells much,
//   unless it is a common word that the thesaurus has not.
// - Words that tell nothing ("the", "for") are dropped, unless there are no
//   others. Words that tell little have a low importance, unless there are no
//   others.
//
// Empty when `text` has no word. Takes time bounded by the constants above.
std::vector<QueryGroup> ReadQuery(absl::string_view text,
                                  const Vocabulary& vocabulary,
                                  Analyzer& analyzer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_QUERY_WORDS_H_
