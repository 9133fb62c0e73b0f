#include "services/recent_texts/recent_texts.h"

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

RecentTexts::Text TextOf(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

RecentTexts::Text Find(const RecentTexts& texts, const std::string& key) {
  return texts.Find({key}).front();
}

TEST(RecentTexts, GivesBackWhatWasKept) {
  RecentTexts texts(1 << 20);
  EXPECT_EQ(Find(texts, "a"), nullptr);
  texts.Keep("a", TextOf("one"));
  ASSERT_NE(Find(texts, "a"), nullptr);
  EXPECT_EQ(*Find(texts, "a"), "one");
  EXPECT_EQ(Find(texts, "b"), nullptr);
}

TEST(RecentTexts, FindsManyAtOnceInTheirOrder) {
  RecentTexts texts(1 << 20);
  std::vector<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    // Some too long to lie within a string.
    keys.push_back(absl::StrCat(std::string(size_t{20} * (i % 3), 'k'), i));
    if (i % 7 != 0) texts.Keep(keys.back(), TextOf(absl::StrCat("text ", i)));
  }
  std::reverse(keys.begin(), keys.end());
  const std::vector<RecentTexts::Text> found = texts.Find(keys);
  ASSERT_EQ(found.size(), keys.size());
  for (int i = 0; i < 100; ++i) {
    const RecentTexts::Text& text = found[99 - i];
    ASSERT_EQ(text == nullptr, i % 7 == 0) << i;
    EXPECT_EQ(text == nullptr ? absl::StrCat("text ", i) : *text,
              absl::StrCat("text ", i));
  }
  EXPECT_TRUE(texts.Find({}).empty());
}

TEST(RecentTexts, ManyThreadsReadAndKeepTheSame) {
  RecentTexts texts(20'000);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&texts, thread] {
      for (int i = 0; i < 2000; ++i) {
        const std::string key = absl::StrCat((i * (thread + 1)) % 300);
        const RecentTexts::Text text = Find(texts, key);
        if (text == nullptr) {
          texts.Keep(key, TextOf(key));
        } else {
          ASSERT_EQ(*text, key);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(RecentTexts, WhatIsUsedStaysAndWhatIsNotGoes) {
  RecentTexts texts(1 << 16);
  texts.Keep("used", TextOf("once"));
  for (int i = 0; i < 2000; ++i) {
    texts.Keep(absl::StrCat(i), TextOf(std::string(100, 'x')));
    ASSERT_NE(Find(texts, "used"), nullptr) << i;
  }
  EXPECT_EQ(Find(texts, "0"), nullptr);
  EXPECT_NE(Find(texts, "1999"), nullptr);
}

TEST(RecentTexts, WhatWasUsedOnceGoesInItsTurn) {
  RecentTexts texts(1 << 16);
  texts.Keep("once", TextOf("used"));
  ASSERT_NE(Find(texts, "once"), nullptr);
  for (int i = 0; i < 3000; ++i) {
    texts.Keep(absl::StrCat(i), TextOf(std::string(100, 'x')));
  }
  EXPECT_EQ(Find(texts, "once"), nullptr);
}

TEST(RecentTexts, OneThatIsTooLargeStandsAloneAndWhoReadsKeepsIt) {
  RecentTexts texts(16);
  texts.Keep("a", TextOf(std::string(10000, 'a')));
  const RecentTexts::Text reading = Find(texts, "a");
  ASSERT_NE(reading, nullptr);
  for (int i = 0; i < 1000; ++i) texts.Keep(absl::StrCat(i), TextOf("b"));
  EXPECT_EQ(Find(texts, "a"), nullptr);
  EXPECT_EQ(reading->size(), 10000u);
}

}  // namespace
}  // namespace localoffer
