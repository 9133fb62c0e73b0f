#include "storage/index/word_table.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/sound.h"
#include "storage/index/spelling.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Words(const std::vector<CountedWord>& counted) {
  std::vector<std::string> words;
  for (const CountedWord& word : counted) words.push_back(word.word);
  return words;
}

std::vector<std::string> Words(const std::vector<NearWord>& near) {
  std::vector<std::string> words;
  for (const NearWord& word : near) words.push_back(word.word);
  return words;
}

std::string RandomWord(std::mt19937& random) {
  static constexpr absl::string_view kLetters[] = {"a", "b", "c", "e", "ж"};
  std::string word;
  for (size_t size = 1 + random() % 7; size > 0; --size) {
    absl::StrAppend(&word, kLetters[random() % 5]);
  }
  return word;
}

// A table with random words, and what is in it.
struct RandomTable {
  explicit RandomTable(unsigned seed) : random(seed) {
    for (int i = 0; i < 3'000; ++i) {
      const std::string word = RandomWord(random);
      const uint32_t count = 1 + random() % 5;
      table.Add(word, count);
      if (word.size() >= WordTable::kMinWordSize) counts[word] += count;
    }
  }
  std::mt19937 random;
  WordTable table;
  std::map<std::string, uint32_t> counts;
};

TEST(WordTable, CountsTheDocumentsOfAWord) {
  WordTable table;
  table.Add({"short", "breaks"});
  table.Add({"short"});
  table.Add("short", 5);
  EXPECT_EQ(table.Count("short"), 7);
  EXPECT_EQ(table.Count("breaks"), 1);
  EXPECT_EQ(table.Count("break"), 0);
}

TEST(WordTable, PassesOverWhatIsNobodysTypingError) {
  WordTable table;
  table.Add({"", "x", "bs1", "2024", std::string(41, 'x')});
  EXPECT_EQ(table.size(), 0);
}

TEST(WordTable, FindsNearWordsByDistanceThenByCount) {
  WordTable table;
  table.Add("respite", 3);
  table.Add("respited", 9);
  table.Add("despite", 9);
  table.Add("hospice", 9);
  EXPECT_THAT(Words(table.Near("respite", 2, 10)),
              ElementsAre("despite", "respited"));
  EXPECT_THAT(Words(table.Near("respitd", 2, 10)),
              ElementsAre("respited", "respite", "despite"));
  EXPECT_THAT(Words(table.Near("respit", 1, 1)), ElementsAre("respite"));
}

TEST(WordTable, FindsTheNearWordsThatComparingAllWouldFind) {
  constexpr unsigned kSeed = 21;
  RandomTable made(kSeed);
  for (int round = 0; round < 300; ++round) {
    const std::string word = RandomWord(made.random);
    const int max_distance = 1 + static_cast<int>(made.random() % 2);
    std::vector<NearWord> all;
    for (const auto& [other, count] : made.counts) {
      const int distance = EditDistance(word, other, max_distance);
      if (distance > 0 && distance <= max_distance) {
        all.push_back({other, count, distance});
      }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.distance, b.count, a.word) <
             std::tie(b.distance, a.count, b.word);
    });
    if (all.size() > 20) all.resize(20);
    ASSERT_EQ(Words(made.table.Near(word, max_distance, 20)), Words(all))
        << word << " seed " << kSeed;
  }
}

TEST(WordTable, FindsTheSoundingWordsThatComparingAllWouldFind) {
  constexpr unsigned kSeed = 24;
  RandomTable made(kSeed);
  for (int round = 0; round < 300; ++round) {
    const std::string word = RandomWord(made.random);
    const int max_distance = static_cast<int>(made.random() % 2);
    std::vector<NearWord> all;
    for (const auto& [other, count] : made.counts) {
      const int distance =
          EditDistance(SoundOf(word), SoundOf(other), max_distance);
      if (other != word && distance <= max_distance) {
        all.push_back({other, count, distance});
      }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.distance, b.count, a.word) <
             std::tie(b.distance, a.count, b.word);
    });
    if (all.size() > 20) all.resize(20);
    ASSERT_EQ(Words(made.table.Sounding(word, max_distance, 20)), Words(all))
        << word << " seed " << kSeed;
  }
}

TEST(WordTable, CompletesToTheCommonestWords) {
  constexpr unsigned kSeed = 22;
  RandomTable made(kSeed);
  for (int round = 0; round < 300; ++round) {
    const std::string word = RandomWord(made.random);
    const std::string prefix = word.substr(0, 1 + made.random() % word.size());
    std::vector<CountedWord> all;
    for (const auto& [other, count] : made.counts) {
      if (absl::StartsWith(other, prefix)) all.push_back({other, count});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(b.count, a.word) < std::tie(a.count, b.word);
    });
    if (all.size() > 8) all.resize(8);
    ASSERT_EQ(Words(made.table.Complete(prefix, 8)), Words(all))
        << prefix << " seed " << kSeed;
  }
  EXPECT_THAT(made.table.Complete("", 8), IsEmpty());
}

TEST(WordTable, GoesThroughAllThatGivesItBack) {
  RandomTable made(23);
  WordTable again;
  made.table.ForEach(
      [&](absl::string_view word, uint32_t count) { again.Add(word, count); });
  EXPECT_EQ(again.size(), made.counts.size());
  for (const auto& [word, count] : made.counts) {
    EXPECT_EQ(again.Count(word), count) << word;
  }
}

TEST(WordTable, ForgetsTheRarestWordsWhenItIsFull) {
  WordTable table(/*max_words=*/100);
  for (int document = 0; document < 3; ++document) {
    table.Add({"respite", "hospice", "autism"});
  }
  std::mt19937 random(24);
  for (int i = 0; i < 10'000; ++i) {
    std::string word;
    for (int letter = 0; letter < 12; ++letter) {
      word.push_back(static_cast<char>('a' + random() % 26));
    }
    table.Add(word, 1);
    ASSERT_LE(table.size(), 100);
  }
  EXPECT_EQ(table.Count("respite"), 3);
  EXPECT_THAT(Words(table.Near("respit", 1, 5)), ElementsAre("respite"));
  EXPECT_THAT(Words(table.Complete("auti", 5)), ElementsAre("autism"));
}

TEST(WordTable, CountsDoNotWrap) {
  WordTable table;
  table.Add("respite", 0xFFFFFFFF);
  table.Add("respite", 2);
  EXPECT_EQ(table.Count("respite"), 0xFFFFFFFF);
}

}  // namespace
}  // namespace localoffer
