#include "storage/index/name_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool AreNamesAlike(absl::string_view a, absl::string_view b) {
  return AreAlike(NameWordsOf(a), NameWordsOf(b));
}

TEST(NameWords, AreTheFirstLettersOfWordsThatTell) {
  // "ab" is 0x6162; each once, rising.
  EXPECT_THAT(NameWordsOf("zz ab (the) zz"), ElementsAre(0x6162, 0x7a7a));
  EXPECT_EQ(NameWordsOf("swimming"), NameWordsOf("swimmers"));
  EXPECT_NE(NameWordsOf("swimming"), NameWordsOf("swift"));
}

TEST(NameWords, AnApostropheIsWithinAWordAndOtherSignsAreBetween) {
  EXPECT_EQ(NameWordsOf("o'neil club"), NameWordsOf("oneil/club"));
  EXPECT_EQ(NameWordsOf("gofal-plant"), NameWordsOf("gofal plant"));
}

TEST(NameWords, LettersOfOtherLanguagesCountAsTheirBytes) {
  EXPECT_THAT(NameWordsOf("\xc3\xa9"), ElementsAre(0xc3a9));
}

TEST(NameWords, OfNothingThatTellsThereAreNone) {
  EXPECT_THAT(NameWordsOf(""), IsEmpty());
  EXPECT_THAT(NameWordsOf("the of - '"), IsEmpty());
}

TEST(NameWords, NamesAreAlikeWithTwoWordsAndThreeFifthsInCommon) {
  EXPECT_TRUE(AreNamesAlike("otter youth club leeds", "otter club leeds"));
  EXPECT_TRUE(AreNamesAlike("otter club", "otter club of york and whitby"));
  EXPECT_FALSE(AreNamesAlike("otter", "otter"));
  EXPECT_FALSE(
      AreNamesAlike("otter club drama music", "otter club rowing chess"));
  EXPECT_FALSE(AreNamesAlike("", ""));
}

}  // namespace
}  // namespace localoffer
