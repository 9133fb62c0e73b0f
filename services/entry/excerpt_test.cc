#include "services/entry/excerpt.h"

#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

TEST(Excerpt, LeavesShortTextAsItIs) {
  EXPECT_EQ(Excerpt(""), "");
  EXPECT_EQ(Excerpt("caf\xc3\xa9 \xf0\x9f\x98\x80"),
            "caf\xc3\xa9 \xf0\x9f\x98\x80");
}

TEST(Excerpt, CutsBetweenCharacters) {
  EXPECT_EQ(Excerpt(std::string(300, 'a')), std::string(200, 'a'));
  EXPECT_EQ(Excerpt(std::string(199, 'a') + "\xc3\xa9"), std::string(199, 'a'));
  EXPECT_EQ(Excerpt(std::string(198, 'a') + "\xc3\xa9z"),
            std::string(198, 'a') + "\xc3\xa9");
}

TEST(Excerpt, ShowsBytesThatAreNoTextAsReplacementCharacters) {
  EXPECT_EQ(Excerpt("\x93hi"), "\xef\xbf\xbdhi");
  EXPECT_EQ(Excerpt("\xc3"), "\xef\xbf\xbd");
  EXPECT_EQ(Excerpt(std::string(300, '\xff')).size(), 198u);
}

TEST(CharacterLength, FollowsTheTableOfRfc3629) {
  EXPECT_EQ(CharacterLength(""), 0u);
  EXPECT_EQ(CharacterLength("a\xff"), 1u);
  EXPECT_EQ(CharacterLength("\xc2\xa3"), 2u);
  EXPECT_EQ(CharacterLength("\xe2\x82\xac"), 3u);
  EXPECT_EQ(CharacterLength("\xf4\x8f\xbf\xbf"), 4u);
  for (absl::string_view wrong :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82",
        "\xe2\x82z"}) {
    EXPECT_EQ(CharacterLength(wrong), 0u);
  }
}

}  // namespace
}  // namespace localoffer::entry
