#include "storage/index/bit_words.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

using Words = std::vector<BitWord>;

Words RandomWords(size_t size, std::mt19937_64& random) {
  Words words(size);
  for (BitWord& word : words) word = random();
  return words;
}

TEST(BitWords, ManySetsAreCombinedWordByWord) {
  std::mt19937_64 random(1);
  for (const size_t size : {0, 1, 511, 512, 513, 1024, 1300}) {
    std::vector<Words> sets;
    std::vector<absl::Span<const BitWord>> spans;
    Words any(size, 0);
    Words all(size, ~BitWord{0});
    for (size_t i = 0; i < 5; ++i) {
      sets.push_back(RandomWords(size, random));
    }
    // The first, the first two, and so on.
    for (const Words& set : sets) {
      spans.emplace_back(set);
      for (size_t i = 0; i < size; ++i) {
        any[i] |= set[i];
        all[i] &= set[i];
      }
      Words united(size, 7);
      UniteAll(spans, absl::MakeSpan(united));
      EXPECT_EQ(united, any) << size << " " << spans.size();
      Words common(size, 7);
      IntersectAll(spans, absl::MakeSpan(common));
      EXPECT_EQ(common, all) << size << " " << spans.size();
    }
  }
}

}  // namespace
}  // namespace localoffer
