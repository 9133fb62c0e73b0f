#include "storage/index/phrase_trie.h"

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Found = std::vector<std::tuple<size_t, size_t, uint32_t>>;
using Phrase = std::vector<PhraseWord>;

constexpr uint32_t kNothing = PhraseTrie::kMeansNothing;

Found FoundIn(const PhraseTrie& trie, const Phrase& words) {
  Found found;
  trie.MatchAll(words, [&](size_t first, size_t last, uint32_t value) {
    found.emplace_back(first, last, value);
  });
  std::sort(found.begin(), found.end());
  return found;
}

TEST(PhraseTrie, FindsPhrasesThatOverlapAndContainOneAnother) {
  PhraseTrie trie;
  trie.Add({2, 3}, 10);
  trie.Add({3, 4}, 11);
  trie.Add({2, 3, 4}, 12);
  trie.Add({2}, 13);
  EXPECT_THAT(
      FoundIn(trie, {2, 3, 4}),
      ElementsAre(std::make_tuple(0, 0, 13), std::make_tuple(0, 1, 10),
                  std::make_tuple(0, 2, 12), std::make_tuple(1, 2, 11)));
}

TEST(PhraseTrie, FindsNothingWithinAPhraseThatMeansNothing) {
  PhraseTrie trie;
  trie.Add({2}, 10);
  trie.Add({3}, 11);
  trie.Add({2, 3}, kNothing);
  EXPECT_THAT(FoundIn(trie, {2, 3}), IsEmpty());
  EXPECT_THAT(FoundIn(trie, {3, 2}), ElementsAre(std::make_tuple(0, 0, 11),
                                                 std::make_tuple(1, 1, 10)));
}

TEST(PhraseTrie, FindsWhatComparingEveryPhraseEverywhereWouldFind) {
  constexpr unsigned kSeed = 31;
  std::mt19937 random(kSeed);
  const auto random_words = [&](size_t longest) {
    Phrase words;
    for (size_t size = 1 + random() % longest; size > 0; --size) {
      words.push_back(kFirstPhraseWord + random() % 4);
    }
    return words;
  };
  for (int round = 0; round < 500; ++round) {
    PhraseTrie trie;
    std::vector<std::pair<Phrase, uint32_t>> phrases;
    for (uint32_t value = 0; value < 12; ++value) {
      const uint32_t meant = value < 2 ? kNothing : value;
      phrases.emplace_back(random_words(4), meant);
      trie.Add(phrases.back().first, meant);
    }
    const Phrase text = random_words(40);
    Found expected;
    size_t silent_end = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const auto stands_at_i = [&](const Phrase& phrase) {
        return phrase.size() <= text.size() - i &&
               std::equal(phrase.begin(), phrase.end(), text.begin() + i);
      };
      for (const auto& [phrase, value] : phrases) {
        if (value == kNothing && stands_at_i(phrase)) {
          silent_end = std::max(silent_end, i + phrase.size());
        }
      }
      for (const auto& [phrase, value] : phrases) {
        const size_t end = i + phrase.size();
        if (value != kNothing && stands_at_i(phrase) && end > silent_end) {
          expected.emplace_back(i, end - 1, value);
        }
      }
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(FoundIn(trie, text), expected) << "seed " << kSeed;
  }
}

}  // namespace
}  // namespace localoffer
