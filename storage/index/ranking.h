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
// A query is read as groups, each one thing that it asks for, met by any of
// several terms, each with a factor that says how well (query_words.h). Of a
// group
//   weight(document) = the greatest factor * weight of its terms
//   met(document)    = the greatest factor of those the document has
//   rarity           = its importance * that of its commonest good term.
// Groups of which no document alive has a term are left out. With R the sum of
// the rarities of the others, Q,
//   relevance = sum over Q of rarity * weight / R       in (0, 1)
//   covered   = sum over Q of rarity * met / R          in (0, 1]
//   score     = relevance * covered * covered           in (0, 1).
// So documents with more of what is asked for come before those with less, but
// not whatever the rest: one that has it all in passing, as the page of a
// council that offers everything does, stands behind one whose name is most of
// the question.
//
// Scores have bounds, by which most documents need not be scored. A group is
// important from kImportant on (all are when none is), met well by a term with
// a factor of at least kGood.
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
    {12.0, 0.4, 5.0},
    {3.0, 0.4, 5.0},
    {4.0, 0.3, 12.0},
    {3.0, 0.3, 12.0},
    {1.0, 0.75, 130.0},
}};

// k1: how soon further occurrences stop counting. High, so that a mention in a
// long text is far from being the name.
inline constexpr double kSaturation = 4;

// The importance of a group from which on it is one of those that tell apart
// documents with all that is asked for, and the factor from which on a term
// meets it well; its rarity is that of such a term.
inline constexpr double kImportant = 0.5;
inline constexpr double kGood = 0.5;

// Numbers of words, by Field.
using FieldCounts = std::array<uint32_t, kFieldCount>;

// Weights are kept as whole numbers, of which this is 1.
inline constexpr double kFullWeight = 65535;

// The weight from which on a document tells of a term rather than mentions it.
// Those that tell are kept apart: often they are all that a search has to
// score.
inline constexpr uint16_t kTelling = 16384;

// The weight of a term that occurs `counts` times in fields of `lengths`
// words, of kFullWeight; at least 1.
uint16_t TermWeight(const FieldCounts& counts, const FieldCounts& lengths);

// The score of a document, as above.
double ScoreOf(double relevance, double covered);

// How much a term tells that `containing` of `alive` documents have: positive
// for any term, the more the rarer it is.
double Rarity(size_t alive, size_t containing);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_RANKING_H_
