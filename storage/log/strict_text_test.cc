#include "storage/log/strict_text.h"

#include <optional>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace localoffer::log {
namespace {

TEST(StrictText, TakesWellFormedCodePointsOfEachLength) {
  absl::string_view text = "a\xC3\xA9\xE2\x80\x94\xF0\x9F\x8E\x93";
  EXPECT_EQ(TakeCodePoint(text), U'a');
  EXPECT_EQ(TakeCodePoint(text), U'\u00E9');
  EXPECT_EQ(TakeCodePoint(text), U'\u2014');
  EXPECT_EQ(TakeCodePoint(text), U'\U0001F393');
  EXPECT_EQ(TakeCodePoint(text), std::nullopt);
}

TEST(StrictText, KnowsTheEdgesOfUtf8) {
  for (const char* good : {"", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
                           "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(good)) << absl::CHexEscape(good);
  }
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2 ", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xE2\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
    EXPECT_FALSE(IsUtf8(bad)) << absl::CHexEscape(bad);
  }
}

TEST(StrictText, NoteTextHasNoControlCharactersButNewlines) {
  EXPECT_TRUE(IsNoteText("one\ntwo \xC3\xA9\n\n"));
  for (int c = 0; c < 0x20; ++c) {
    EXPECT_EQ(IsNoteText(std::string(1, static_cast<char>(c))), c == '\n') << c;
  }
}

TEST(StrictText, KeyNamesHaveNoSpacesAndNoPlus) {
  EXPECT_TRUE(IsKeyName("localoffer/E06000023"));
  EXPECT_TRUE(IsKeyName("caf\xC3\xA9.example"));
  EXPECT_TRUE(IsKeyName(std::string(255, 'a')));
  for (const char* bad :
       {"", "a b", "a+b", "a\nb", "a\tb", "a\x01", "a\xC2\x85", "a\xC2\xA0",
        "a\xE1\x9A\x80", "a\xE2\x80\x80", "a\xE2\x80\x8A", "a\xE2\x80\xA8",
        "a\xE2\x80\xAF", "a\xE2\x81\x9F", "a\xE3\x80\x80", "a\xFF"}) {
    EXPECT_FALSE(IsKeyName(bad)) << absl::CHexEscape(bad);
  }
  EXPECT_FALSE(IsKeyName(std::string(256, 'a')));
}

TEST(StrictText, AuthorityIdsAreSafeInNamesOfKeysAndFiles) {
  for (const std::string& good :
       {std::string("E06000023"), std::string("a"), std::string(48, 'a')}) {
    EXPECT_TRUE(IsAuthorityId(good)) << good;
  }
  for (const std::string& bad :
       {std::string(), std::string(49, 'a'), std::string("."),
        std::string(".."), std::string("a/b"), std::string("a.key"),
        std::string("a b"), std::string("a+b"), std::string("a\0", 2),
        std::string("\xC3\xA9")}) {
    EXPECT_FALSE(IsAuthorityId(bad)) << bad;
  }
}

TEST(StrictText, Base64HasOneSpelling) {
  EXPECT_EQ(DecodeBase64(""), "");
  EXPECT_EQ(DecodeBase64("Zg=="), "f");
  EXPECT_EQ(DecodeBase64("Zm8="), "fo");
  EXPECT_EQ(DecodeBase64("Zm9v"), "foo");
  EXPECT_EQ(DecodeBase64("+/+/"), "\xFB\xFF\xBF");
  for (const char* bad :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Zm8==", " Zm9v", "Zm9v ", "Zm\n9v",
        "Zm9v=", "Zm9v====", "-_-_", "Z", "=", "====", "Zg==Zg=="}) {
    EXPECT_EQ(DecodeBase64(bad), std::nullopt) << bad;
  }
}

TEST(StrictText, Base64OfAnyBytesComesBackAndNoOtherTextDoes) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    std::string text = absl::Base64Escape(bytes);
    EXPECT_EQ(DecodeBase64(text), bytes);
    if (text.empty()) continue;
    text[random() % text.size()] = static_cast<char>(random());
    const std::optional<std::string> decoded = DecodeBase64(text);
    EXPECT_TRUE(!decoded || absl::Base64Escape(*decoded) == text) << text;
  }
}

TEST(StrictText, Base64WithAnyByteChangedIsAnotherValueOrNone) {
  for (const absl::string_view good : {"Zm9v", "Zm8=", "Zg=="}) {
    for (size_t place = 0; place < good.size(); ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(good);
        text[place] = static_cast<char>(byte);
        const std::optional<std::string> decoded = DecodeBase64(text);
        EXPECT_TRUE(!decoded || absl::Base64Escape(*decoded) == text)
            << absl::CHexEscape(text);
      }
    }
  }
}

TEST(StrictText, DecimalHasOneSpelling) {
  EXPECT_EQ(DecodeDecimal("0"), 0);
  EXPECT_EQ(DecodeDecimal("20852163"), 20852163);
  EXPECT_EQ(DecodeDecimal("18446744073709551615"), UINT64_MAX);
  for (const char* bad : {"", "00", "01", "+1", "-1", "-0", " 1", "1 ", "1e3",
                          "0x1", "1.0", "18446744073709551616", "\xD9\xA1"}) {
    EXPECT_EQ(DecodeDecimal(bad), std::nullopt) << bad;
  }
}

TEST(StrictText, HexHasEightLowerCaseDigits) {
  EXPECT_EQ(DecodeHex32("c74f20a3"), 0xc74f20a3);
  EXPECT_EQ(DecodeHex32("00000001"), 1);
  for (const char* bad : {"", "c74f20a", "c74f20a3a", "C74F20A3", "0xc74f20",
                          " 74f20a3", "-74f20a3", "c74f20ag"}) {
    EXPECT_EQ(DecodeHex32(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace localoffer::log
