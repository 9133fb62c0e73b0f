#include "storage/index/bit_words.h"

#include <algorithm>

#include "absl/numeric/bits.h"

// Built twice, the better for processors that have AVX2. Choosing comes before
// a sanitizer is ready for it.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LOCALOFFER_FOR_PROCESSORS \
  __attribute__((target_clones("avx2", "default")))
#else
#define LOCALOFFER_FOR_PROCESSORS
#endif

namespace localoffer {
namespace {

// 4 KiB.
constexpr size_t kPieceWords = 512;

// Whatever `combine` makes of the words of the first of `sets` and those of
// each of the others, one after the other.
template <typename Combine>
void CombineAll(absl::Span<const absl::Span<const BitWord>> sets,
                absl::Span<BitWord> words, const Combine& combine) {
  for (size_t from = 0; from < words.size(); from += kPieceWords) {
    const absl::Span<BitWord> piece = words.subspan(from, kPieceWords);
    const BitWord* const first = sets.front().data() + from;
    std::copy(first, first + piece.size(), piece.begin());
    for (const absl::Span<const BitWord> set : sets.subspan(1)) {
      combine(piece, set.subspan(from, piece.size()));
    }
  }
}

// Whatever `combine` makes of each word of the lines and its counterpart. To be
// built into its callers, for their processor.
template <typename Combine>
__attribute__((always_inline)) inline void ForEachOfLines(
    absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
    absl::Span<const BitWord> others, const Combine& combine) {
  BitWord* to = words.data();
  for (const uint32_t line : lines) {
    const BitWord* const from = others.data() + line * kLineWords;
    for (size_t i = 0; i < kLineWords; ++i) to[i] = combine(to[i], from[i]);
    to += kLineWords;
  }
}

}  // namespace

LOCALOFFER_FOR_PROCESSORS
void UniteWords(absl::Span<BitWord> words, absl::Span<const BitWord> others) {
  const size_t size = std::min(words.size(), others.size());
  BitWord* const to = words.data();
  const BitWord* const from = others.data();
  for (size_t i = 0; i < size; ++i) to[i] |= from[i];
}

LOCALOFFER_FOR_PROCESSORS
void IntersectWords(absl::Span<BitWord> words,
                    absl::Span<const BitWord> others) {
  const size_t size = std::min(words.size(), others.size());
  BitWord* const to = words.data();
  const BitWord* const from = others.data();
  for (size_t i = 0; i < size; ++i) to[i] &= from[i];
}

void UniteAll(absl::Span<const absl::Span<const BitWord>> sets,
              absl::Span<BitWord> words) {
  CombineAll(sets, words, UniteWords);
}

void IntersectAll(absl::Span<const absl::Span<const BitWord>> sets,
                  absl::Span<BitWord> words) {
  CombineAll(sets, words, IntersectWords);
}

LOCALOFFER_FOR_PROCESSORS
void SubtractWords(absl::Span<BitWord> words,
                   absl::Span<const BitWord> others) {
  const size_t size = std::min(words.size(), others.size());
  BitWord* const to = words.data();
  const BitWord* const from = others.data();
  for (size_t i = 0; i < size; ++i) to[i] &= ~from[i];
}

size_t CountBits(absl::Span<const BitWord> words) {
  size_t count = 0;
  for (const BitWord word : words) count += absl::popcount(word);
  return count;
}

size_t CountCommonBits(absl::Span<const BitWord> words,
                       absl::Span<const BitWord> others) {
  const size_t size = std::min(words.size(), others.size());
  size_t count = 0;
  for (size_t i = 0; i < size; ++i)
    count += absl::popcount(words[i] & others[i]);
  return count;
}

LOCALOFFER_FOR_PROCESSORS
std::vector<uint32_t> LinesInUse(absl::Span<const BitWord> words) {
  const size_t count = words.size() / kLineWords;
  std::vector<uint32_t> lines(count);
  // Without a branch: nobody can foresee which they are.
  size_t in_use = 0;
  for (size_t line = 0; line < count; ++line) {
    const BitWord* const from = words.data() + line * kLineWords;
    BitWord any = 0;
    for (size_t i = 0; i < kLineWords; ++i) any |= from[i];
    lines[in_use] = static_cast<uint32_t>(line);
    in_use += any != 0;
  }
  lines.resize(in_use);
  return lines;
}

void CopyLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
               absl::Span<const BitWord> others) {
  ForEachOfLines(words, lines, others,
                 [](BitWord /*word*/, BitWord other) { return other; });
}

LOCALOFFER_FOR_PROCESSORS
void UniteLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
                absl::Span<const BitWord> others) {
  ForEachOfLines(words, lines, others,
                 [](BitWord word, BitWord other) { return word | other; });
}

LOCALOFFER_FOR_PROCESSORS
void IntersectLines(absl::Span<BitWord> words, absl::Span<const uint32_t> lines,
                    absl::Span<const BitWord> others) {
  ForEachOfLines(words, lines, others,
                 [](BitWord word, BitWord other) { return word & other; });
}

size_t CountCommonBitsOfLines(absl::Span<const BitWord> words,
                              absl::Span<const uint32_t> lines,
                              absl::Span<const BitWord> others) {
  size_t count = 0;
  const BitWord* mine = words.data();
  for (const uint32_t line : lines) {
    const BitWord* const from = others.data() + line * kLineWords;
    for (size_t i = 0; i < kLineWords; ++i) {
      count += absl::popcount(mine[i] & from[i]);
    }
    mine += kLineWords;
  }
  return count;
}

}  // namespace localoffer
