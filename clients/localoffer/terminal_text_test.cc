#include "clients/localoffer/terminal_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace localoffer::command {
namespace {

TEST(SafeText, KeepsWordsOfAnyScript) {
  const std::string text = "Tŷ Hafan – 子ども – مرکز – café";
  EXPECT_EQ(SafeText(text), text);
}

TEST(SafeText, DropsEscapeSequences) {
  EXPECT_EQ(SafeText("a\x1b[31mred\x1b[0m b"), "ared b");
  EXPECT_EQ(SafeText("\x1b[2J\x1b[1;1Hgone"), "gone");
  EXPECT_EQ(SafeText("\x1b]0;title\x07x"), "]0;titlex");
  EXPECT_EQ(SafeText("end\x1b["), "end");
  EXPECT_EQ(SafeText("end\x1b"), "end");
}

TEST(SafeText, DropsControlCharactersOfEveryKind) {
  EXPECT_EQ(SafeText(std::string("a\0\x07\x08\x7f", 5) + "b"), "ab");
  EXPECT_EQ(SafeText("a\xc2\x9b"
                     "31mb"),
            "a31mb");
}

TEST(SafeText, DropsMarksThatReorderOrHide) {
  EXPECT_EQ(SafeText("a\u202Eb\u2066c\u200Bd\uFEFFe\u200Ff"), "abcdef");
}

TEST(SafeText, MakesOneLine) {
  EXPECT_EQ(SafeText("a\r\nb\tc\u2028d\u00A0e"), "a  b c d e");
}

TEST(SafeText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(SafeText("a\xff"
                     "b"),
            "a\uFFFDb");
  EXPECT_EQ(SafeText("\xc0\xaf"), "\uFFFD\uFFFD");
  EXPECT_EQ(SafeText("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(SafeText("caf\xc3"), "caf\uFFFD");
}

TEST(SafeText, HoldsNoControlCharacterWhateverComesIn) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      text.push_back(static_cast<char>(random() % 256));
    }
    const std::string safe = SafeText(text);
    for (const char c : safe) {
      EXPECT_GE(static_cast<unsigned char>(c), 0x20);
      EXPECT_NE(c, '\x7f');
    }
    EXPECT_EQ(SafeText(safe), safe);
  }
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("café"), 4);
  EXPECT_EQ(DisplayWidth("cafe\u0301"), 4);
  EXPECT_EQ(DisplayWidth("子ども"), 6);
  EXPECT_EQ(DisplayWidth("🎈"), 2);
  EXPECT_EQ(DisplayWidth("0–18"), 4);
}

TEST(CutToWidth, EndsInAnEllipsisAndFits) {
  EXPECT_EQ(CutToWidth("respite", 7), "respite");
  EXPECT_EQ(CutToWidth("respite care", 7), "respit…");
  EXPECT_EQ(CutToWidth("caféteria", 5), "café…");
  EXPECT_EQ(CutToWidth("子ども", 4), "子…");
  EXPECT_EQ(CutToWidth("abc", 1), "…");
  EXPECT_EQ(CutToWidth("abc", 0), "");
}

TEST(WithoutMarkup, LeavesRunningText) {
  EXPECT_EQ(WithoutMarkup("<p>Short&nbsp;breaks &amp; care</p><br/>from 5"),
            "Short breaks & care from 5");
  EXPECT_EQ(WithoutMarkup("ages < 5 & > 3"), "ages < 5 & > 3");
  EXPECT_EQ(WithoutMarkup("broken <p"), "broken <p");
}

}  // namespace
}  // namespace localoffer::command
