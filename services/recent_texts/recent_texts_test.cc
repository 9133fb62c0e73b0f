#include "services/recent_texts/recent_texts.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

RecentTexts::Text TextOf(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

TEST(RecentTexts, GivesBackWhatWasKept) {
  RecentTexts texts(1 << 20);
  EXPECT_EQ(texts.Find("a"), nullptr);
  texts.Keep("a", TextOf("one"));
  ASSERT_NE(texts.Find("a"), nullptr);
  EXPECT_EQ(*texts.Find("a"), "one");
  EXPECT_EQ(texts.Find("b"), nullptr);
}

TEST(RecentTexts, WhatIsUsedStaysAndWhatIsNotGoes) {
  RecentTexts texts(1 << 16);
  texts.Keep("used", TextOf("once"));
  for (int i = 0; i < 2000; ++i) {
    texts.Keep(absl::StrCat(i), TextOf(std::string(100, 'x')));
    ASSERT_NE(texts.Find("used"), nullptr) << i;
  }
  EXPECT_EQ(texts.Find("0"), nullptr);
  EXPECT_NE(texts.Find("1999"), nullptr);
}

TEST(RecentTexts, WhatWasUsedOnceGoesInItsTurn) {
  RecentTexts texts(1 << 16);
  texts.Keep("once", TextOf("used"));
  ASSERT_NE(texts.Find("once"), nullptr);
  for (int i = 0; i < 3000; ++i) {
    texts.Keep(absl::StrCat(i), TextOf(std::string(100, 'x')));
  }
  EXPECT_EQ(texts.Find("once"), nullptr);
}

TEST(RecentTexts, OneThatIsTooLargeStandsAloneAndWhoReadsKeepsIt) {
  RecentTexts texts(16);
  texts.Keep("a", TextOf(std::string(10000, 'a')));
  const RecentTexts::Text reading = texts.Find("a");
  ASSERT_NE(reading, nullptr);
  for (int i = 0; i < 1000; ++i) texts.Keep(absl::StrCat(i), TextOf("b"));
  EXPECT_EQ(texts.Find("a"), nullptr);
  EXPECT_EQ(reading->size(), 10000u);
}

}  // namespace
}  // namespace localoffer
