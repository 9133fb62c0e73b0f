// What sets of documents do with their bits, many words at a time. Where two
// spans differ in length, the words that both have are meant.
#ifndef LOCALOFFER_STORAGE_INDEX_BIT_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_BIT_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace localoffer {

using BitWord = uint64_t;

// Words side by side that one line of a processor's cache holds. Where only
// some lines of a set are looked at, a line costs hardly more than one of its
// words: what is waited for is its way from memory.
inline constexpr size_t kLineWords = 8;

// words |= others
void UniteWords(absl::Span<BitWord> words, absl::Span<const BitWord> others);
// words &= others
void IntersectWords(absl::Span<BitWord> words,
                    absl::Span<const BitWord> others);
// What is in any, or in all, of `sets`, of which there is at least one, each as
// long as `words`: in pieces that stay in the nearest cache, so that the more
// sets, the less a set costs.
void UniteAll(absl::Span<const absl::Span<const BitWord>> sets,
              absl::Span<BitWord> words);
void IntersectAll(absl::Span<const absl::Span<const BitWord>> sets,
                  absl::Span<BitWord> words);

// words &= ~others
void SubtractWords(absl::Span<BitWord> words, absl::Span<const BitWord> others);

// How many bits are set; in both.
size_t CountBits(absl::Span<const BitWord> words);
size_t CountCommonBits(absl::Span<const BitWord> words,
                       absl::Span<const BitWord> others);

// The numbers of the lines that are not all 0, rising. `words` are whole lines,
// as in all that follows.
std::vector<uint32_t> LinesInUse(absl::Span<const BitWord> words);
// The i-th line of `words` with line `lines[i]` of `others`, for lines that
// rise and that `others` has.
void CopyLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
               absl::Span<const BitWord> others);
void UniteLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
                absl::Span<const BitWord> others);
void IntersectLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
                    absl::Span<const BitWord> others);
size_t CountCommonBitsOfLines(absl::Span<const BitWord> words,
                              absl::Span<const uint32_t> lines,
                              absl::Span<const BitWord> others);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_BIT_WORDS_H_
