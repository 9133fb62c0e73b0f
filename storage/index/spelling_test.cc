#include "storage/index/spelling.h"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/numeric/bits.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

// The definition, without any saving.
int PlainDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> rows(a.size() + 1,
                                     std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = static_cast<int>(i + j);
        continue;
      }
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1,
                             rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.size()][b.size()];
}

std::string RandomWord(std::mt19937& random, size_t longest) {
  std::string word;
  for (size_t size = random() % (longest + 1); size > 0; --size) {
    word.push_back(static_cast<char>('a' + random() % 4));
  }
  return word;
}

TEST(EditDistance, CountsEachKindOfEditOnce) {
  EXPECT_EQ(EditDistance("respite", "respite", 2), 0);
  EXPECT_EQ(EditDistance("respit", "respite", 2), 1);
  EXPECT_EQ(EditDistance("respitte", "respite", 2), 1);
  EXPECT_EQ(EditDistance("raspite", "respite", 2), 1);
  EXPECT_EQ(EditDistance("repsite", "respite", 2), 1);
  EXPECT_EQ(EditDistance("hopsise", "hospice", 2), 2);
  EXPECT_EQ(EditDistance("autism", "hospice", 2), 3);
}

TEST(EditDistance, CountsCharactersAndNotBytes) {
  EXPECT_EQ(EditDistance("помощ", "помощь", 2), 1);
  EXPECT_EQ(EditDistance("помосчь", "помощь", 2), 2);
  EXPECT_EQ(CharacterCount("помощь"), 6);
  EXPECT_EQ(EditDistance("a\xFF", "a\xFE", 2), 1);
}

TEST(EditDistance, IsWhatItsDefinitionSaysUpToTheLimit) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 50'000; ++round) {
    const std::string a = RandomWord(random, 9);
    const std::string b = RandomWord(random, 9);
    for (int limit = 0; limit <= 3; ++limit) {
      ASSERT_EQ(EditDistance(a, b, limit),
                std::min(PlainDistance(a, b), limit + 1))
          << a << " " << b << " seed " << kSeed;
    }
  }
}

TEST(LetterSignature, DiffersByNoMoreBitsThanTheEditsAllow) {
  constexpr unsigned kSeed = 12;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 50'000; ++round) {
    const std::string a = RandomWord(random, 9);
    const std::string b = RandomWord(random, 9);
    const int longer =
        std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size()));
    ASSERT_LE(absl::popcount(LetterSignature(a) ^ LetterSignature(b)),
              2 * PlainDistance(a, b) - longer)
        << a << " " << b << " seed " << kSeed;
  }
}

}  // namespace
}  // namespace localoffer
