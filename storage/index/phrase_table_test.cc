#include "storage/index/phrase_table.h"

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

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Completed(const PhraseTable& table,
                                   absl::string_view prefix, size_t limit) {
  std::vector<std::string> phrases;
  for (const CountedPhrase& found : table.Complete(prefix, limit)) {
    phrases.push_back(found.phrase);
  }
  return phrases;
}

TEST(PhraseTable, CompletesFromTheBeginningOfAnyWord) {
  PhraseTable table;
  table.Add("Children's Hospice", PhraseKind::kProvider, 2);
  table.Add("Hospice at Home", PhraseKind::kProvider);
  table.Add("Day care", PhraseKind::kTaxonomyTerm);
  EXPECT_THAT(Completed(table, "hos", 9),
              ElementsAre("Hospice at Home", "Children's Hospice"));
  EXPECT_THAT(Completed(table, "childrens hosp", 9),
              ElementsAre("Children's Hospice"));
  EXPECT_THAT(Completed(table, "day ", 9), ElementsAre("Day care"));
  EXPECT_THAT(Completed(table, "ospice", 9), IsEmpty());
  EXPECT_THAT(Completed(table, "", 9), IsEmpty());
}

TEST(PhraseTable, PhrasesThatDifferInCaseAloneAreOne) {
  PhraseTable table;
  table.Add("Short Breaks", PhraseKind::kTaxonomyTerm);
  table.Add("short-breaks", PhraseKind::kTaxonomyTerm, 4);
  const std::vector<CountedPhrase> found = table.Complete("sho", 9);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].phrase, "Short Breaks");
  EXPECT_EQ(found[0].count, 5);
}

TEST(PhraseTable, CompletesToWhatLookingAtAllWouldFind) {
  constexpr unsigned kSeed = 41;
  std::mt19937 random(kSeed);
  static constexpr absl::string_view kWords[] = {
      "su", "support", "supper", "group", "groups", "s", "children"};
  const auto random_phrase = [&] {
    std::string phrase;
    for (size_t words = 1 + random() % 4; words > 0; --words) {
      absl::StrAppend(&phrase, phrase.empty() ? "" : " ", kWords[random() % 7]);
    }
    return phrase;
  };
  PhraseTable table;
  std::map<std::string, uint32_t> counts;
  std::map<std::string, int> order;
  for (int i = 0; i < 400; ++i) {
    const std::string phrase = random_phrase();
    const uint32_t count = 1 + random() % 3;
    table.Add(phrase, PhraseKind::kProvider, count);
    counts[phrase] += count;
    order.try_emplace(phrase, i);
  }
  for (int round = 0; round < 500; ++round) {
    const std::string whole = random_phrase();
    const std::string prefix = whole.substr(0, 1 + random() % whole.size());
    std::vector<std::tuple<bool, int64_t, int, std::string>> all;
    for (const auto& [phrase, count] : counts) {
      const bool is_first = absl::StartsWith(phrase, prefix);
      if (is_first || absl::StrContains(phrase, absl::StrCat(" ", prefix))) {
        all.emplace_back(!is_first, -int64_t{count}, order[phrase], phrase);
      }
    }
    std::sort(all.begin(), all.end());
    std::vector<std::string> expected;
    for (const auto& [is_inner, count, place, phrase] : all) {
      if (expected.size() < 6) expected.push_back(phrase);
    }
    ASSERT_EQ(Completed(table, prefix, 6), expected)
        << prefix << " seed " << kSeed;
  }
}

TEST(PhraseTable, ForgetsTheRarestPhrasesWhenItIsFull) {
  PhraseTable table(/*max_phrases=*/50);
  table.Add("Respite at home", PhraseKind::kTaxonomyTerm, 3);
  for (int i = 0; i < 5'000; ++i) {
    table.Add(absl::StrCat("Spam ", i), PhraseKind::kProvider);
    ASSERT_LE(table.size(), 50);
  }
  table.Add(std::string(1'000, 'x'), PhraseKind::kProvider, 9);
  EXPECT_THAT(Completed(table, "resp", 5), ElementsAre("Respite at home"));
  EXPECT_THAT(Completed(table, "xxx", 5), IsEmpty());
}

}  // namespace
}  // namespace localoffer
