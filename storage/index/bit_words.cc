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

}  // namespace localoffer
