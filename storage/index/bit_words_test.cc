#include "storage/index/bit_words.h"

#include <algorithm>
#include <random>
#include <vector>

#include "absl/numeric/bits.h"
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

TEST(BitWords, LinesAreCombinedWithThoseOfTheirNumbers) {
  std::mt19937_64 random(1);
  for (const size_t count : {0, 1, 2, 9, 40}) {
    // Some empty, among them the last one.
    Words others = RandomWords(count * kLineWords, random);
    std::vector<uint32_t> lines;
    for (uint32_t line = 0; line < count; ++line) {
      if (random() % 3 > 0 && line + 1 < count) {
        lines.push_back(line);
        continue;
      }
      std::fill_n(others.begin() + line * kLineWords, kLineWords, 0);
    }
    // One bit makes a line one in use.
    if (!lines.empty()) {
      const auto first = others.begin() + lines.front() * kLineWords;
      std::fill_n(first, kLineWords, 0);
      first[random() % kLineWords] = BitWord{1} << random() % 64;
    }
    EXPECT_EQ(LinesInUse(others), lines);

    const Words words = RandomWords(lines.size() * kLineWords, random);
    Words copied = words;
    CopyLines(absl::MakeSpan(copied), lines, others);
    Words united = words;
    UniteLines(absl::MakeSpan(united), lines, others);
    Words common = words;
    IntersectLines(absl::MakeSpan(common), lines, others);
    size_t bits = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      const BitWord other =
          others[lines[i / kLineWords] * kLineWords + i % kLineWords];
      EXPECT_EQ(copied[i], other);
      EXPECT_EQ(united[i], words[i] | other);
      EXPECT_EQ(common[i], words[i] & other);
      bits += absl::popcount(words[i] & other);
    }
    EXPECT_EQ(CountCommonBitsOfLines(words, lines, others), bits);
  }
}

}  // namespace
}  // namespace localoffer
