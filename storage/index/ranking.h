// How hits are ranked: BM25F (Robertson and Zaragoza, "The Probabilistic
// Relevance Framework: BM25 and Beyond", 2009) with constant average lengths.
//
// A term's weight in a document,
//   occurrences = sum over fields f of  boost_f * count_f / norm_f
//   norm_f      = 1 - b_f + b_f * words_f / typical_words_f
//   weight      = occurrences / (kSaturation + occurrences),
// depends on the document alone, because the typical lengths are constants:
// it is worked out once, when the document is added, and no later document
// changes it. A term's rarity depends on the documents alive at the instant
// searched, and on nothing later. So the pages of a search at one instant
// stay as they are whatever is published meanwhile.
//
// The score of a document that has the terms M of a query's terms Q, where Q
// are those that any document alive at the instant has, with R(T) the sum of
// the rarities of T:
//   relevance = sum over M of rarity * weight / R(Q)       in (0, 1)
//   score     = 1 + relevance              when M = Q
//   score     = relevance * R(M) / R(Q)    otherwise.
// So documents with all words come before those with some; among the latter,
// those with more and rarer words are favoured, without a common word in
// passing outweighing a rare one in the name.
#ifndef LOCALOFFER_STORAGE_INDEX_RANKING_H_
#define LOCALOFFER_STORAGE_INDEX_RANKING_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace localoffer {

// The texts of a document, in the order of its members.
enum class Field { kName, kProvider, kKeywords, kPlace, kText };
inline constexpr size_t kFieldCount = 5;

struct FieldRule {
  // What one occurrence is worth.
  double boost;
  // b: how far long texts count less, 0 to 1.
  double length_penalty;
  // Words. About what the directories of councils have.
  double typical_words;
};

// In the order of Field.
inline constexpr std::array<FieldRule, kFieldCount> kFieldRules = {{
    {8.0, 0.4, 5.0},
    {3.0, 0.4, 5.0},
    {4.0, 0.3, 12.0},
    {3.0, 0.3, 12.0},
    {1.0, 0.5, 130.0},
}};

// k1: how soon further occurrences stop counting.
inline constexpr double kSaturation = 1.2;

// Numbers of words, by Field.
using FieldCounts = std::array<uint32_t, kFieldCount>;

// Weights are kept as whole numbers, of which this is 1.
inline constexpr double kFullWeight = 65535;

// The weight of a term that occurs `counts` times in fields of `lengths`
// words, of kFullWeight; at least 1.
uint16_t TermWeight(const FieldCounts& counts, const FieldCounts& lengths);

// How much a term tells that `containing` of `alive` documents have: positive
// for any term, the more the rarer it is.
double Rarity(size_t alive, size_t containing);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_RANKING_H_
