#include "storage/index/text.h"

#include <chrono>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Repeat(absl::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result.append(text.data(), text.size());
  return result;
}

TEST(PlainText, TextWithoutMarkupStaysButForWhiteSpace) {
  EXPECT_EQ(PlainText("Short breaks"), "Short breaks");
  EXPECT_EQ(PlainText(" \t Short \r\n\n breaks  "), "Short breaks");
  EXPECT_EQ(PlainText(""), "");
  EXPECT_EQ(PlainText("  "), "");
}

TEST(PlainText, InlineTagsDoNotBreakWords) {
  EXPECT_EQ(PlainText("<b>W</b>elcome to <span class=\"x\">us</span>"),
            "Welcome to us");
}

TEST(PlainText, BlockTagsBreakLines) {
  EXPECT_EQ(PlainText("<h1>About Us</h1>\n\n<p>We<br/>are <ul><li>a<LI>b</ul>"),
            "About Us\nWe\nare\na\nb");
}

TEST(PlainText, UnknownTagsBreakWords) {
  EXPECT_EQ(PlainText("one<wow>two</wow>three"), "one\ntwo\nthree");
}

TEST(PlainText, CommentsScriptsAndStylesAreLeftOut) {
  EXPECT_EQ(PlainText("a<!-- x > <p>y -->b"), "ab");
  EXPECT_EQ(PlainText("a<!-->b"), "ab");
  EXPECT_EQ(PlainText("a<SCRIPT type='x'>if (a<b) \"</p>\"</Script>b"), "a\nb");
  EXPECT_EQ(PlainText("a<style>p > b {}</style >b"), "a\nb");
  EXPECT_EQ(PlainText("<!DOCTYPE html><?xml version='1'?>a"), "a");
}

TEST(PlainText, WhatIsNeverClosedHidesTheRestAsInABrowser) {
  EXPECT_EQ(PlainText("a<!-- b <p>c"), "a");
  EXPECT_EQ(PlainText("a<script>b<p>c</scr"), "a");
}

TEST(PlainText, ALessThanSignThatBeginsNoTagIsText) {
  EXPECT_EQ(PlainText("aged < 5 or <5, 3 > 2 <3"), "aged < 5 or <5, 3 > 2 <3");
  EXPECT_EQ(PlainText("aged <five years"), "aged <five years");
  EXPECT_EQ(PlainText("<"), "<");
  EXPECT_EQ(PlainText("</"), "</");
  EXPECT_EQ(PlainText("<!"), "<!");
}

TEST(PlainText, AGreaterThanSignInAQuotedValueEndsNoTag) {
  EXPECT_EQ(PlainText("<a title=\"a > b\" href='c>d'>e</a>"), "e");
  EXPECT_EQ(PlainText("<p it's>text</p>"), "text");
}

TEST(PlainText, AValueWithoutItsClosingQuoteHidesNothing) {
  EXPECT_EQ(PlainText("<a href=\"x>first</a> <p>second</p>"), "first\nsecond");
}

TEST(PlainText, CharacterReferencesAreDecoded) {
  EXPECT_EQ(PlainText("A&amp;E &lt;b&gt; &quot;x&quot;&nbsp;&nbsp;y"),
            "A&E <b> \"x\" y");
  EXPECT_EQ(PlainText("&eacute;&Eacute;&pound;&wcirc;&rsquo;&hellip;"),
            "éÉ£ŵ’…");
  EXPECT_EQ(PlainText("&#233;&#xE9;&#Xe9;&#8217;&#146;&#128;"), "ééé’’€");
}

TEST(PlainText, CharacterReferencesOfNothingAreTextOrReplaced) {
  EXPECT_EQ(PlainText("AT&T &unknown; & &; &#; &#x; &#xg; &amp"),
            "AT&T &unknown; & &; &#; &#x; &#xg; &amp");
  EXPECT_EQ(PlainText("&#0;&#xD800;&#x110000;&#999999999;"),
            "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(PlainText, DecodedMarkupIsText) {
  EXPECT_EQ(PlainText("&lt;script&gt;a&lt;/script&gt;"), "<script>a</script>");
}

TEST(PlainText, DataUrisAreLeftOut) {
  const std::string image =
      absl::StrCat("data:image/png;base64,", Repeat("iVBORw0KGgo", 100'000));
  EXPECT_EQ(PlainText(absl::StrCat("a <img src=\"", image, "\"> b")), "a\nb");
  EXPECT_EQ(PlainText(absl::StrCat("a ", image, " b")), "a b");
  EXPECT_EQ(PlainText(absl::StrCat("a url(", image, ") b")), "a url( b");
  EXPECT_EQ(PlainText(absl::StrCat(image, "<p>b")), "b");
  EXPECT_EQ(PlainText(absl::StrCat("<p>a<p>", image, "<p>", image)), "a");
}

TEST(PlainText, WordsAboutDataStay) {
  EXPECT_EQ(PlainText("Our data: names, ages. DATA:yes,no data:"),
            "Our data: names, ages. DATA:yes,no data:");
}

TEST(PlainText, LongBase64WordsAreLeftOut) {
  EXPECT_EQ(PlainText(absl::StrCat("a ", Repeat("QUJD", 15), " b")), "a b");
  const std::string address =
      absl::StrCat("https://example.org/", Repeat("a", 100));
  EXPECT_EQ(PlainText(address), address);
}

TEST(PlainText, BytesThatAreNotUtf8ArePassedOn) {
  EXPECT_EQ(PlainText("a\xFF<b>\xC2</b>"), "a\xFF\xC2");
  EXPECT_EQ(PlainText("a\xC2"), "a\xC2");
}

TEST(PlainText, IsNeverLongerThanTheHtml) {
  std::mt19937 random(1);
  const std::string alphabet = "<>&;#x!-/\"'= \nabcp\xC2\xA0\xE2script,:0";
  for (int round = 0; round < 20'000; ++round) {
    std::string html;
    for (size_t size = random() % 40; size > 0; --size) {
      html.push_back(alphabet[random() % alphabet.size()]);
    }
    ASSERT_LE(PlainText(html).size(), html.size()) << html;
  }
}

TEST(PlainText, TextIsReadAlikeWithMarkupAndWithout) {
  std::mt19937 random(2);
  const std::string alphabet = "  <&a:;/,+data: \n\tbc\xC2\xA0\xA3\xE2";
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    for (size_t size = random() % 30; size > 0; --size) {
      text.push_back(alphabet[random() % alphabet.size()]);
    }
    // Long words now and then.
    if (round % 10 == 0) {
      text.insert(text.size() / 2, std::string(random() % 70, 'x'));
    }
    // A tag that may stand within a word, and says nothing.
    ASSERT_EQ(PlainText(text), PlainText(absl::StrCat("<i></i>", text)))
        << text;
  }
}

// Each is quadratic for a reader that looks for an end again and again.
TEST(PlainText, TakesLinearTimeOnHostileHtml) {
  const auto start = std::chrono::steady_clock::now();
  for (const absl::string_view unit :
       {"<a",       "<a ",        "<!",          "<!-",       "<!--",
        "<?",       "</",         "</a",         "<a b=\"",   "<a b='",
        "<script>", "<script></", "<style></p>", "&",         "&#",
        "&#1",      "&amp",       "data:",       "data:a/b;", "data:a/b, ",
        "<p>",      "\xC2\xA0",   "<a b=\"c>"}) {
    const std::string html = Repeat(unit, 1'000'000 / unit.size());
    EXPECT_LE(PlainText(html).size(), html.size()) << unit;
    EXPECT_LE(PlainText(absl::StrCat(html, ">")).size(), html.size() + 1);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(PlainText, NothingOfAScriptIsLeft) {
  EXPECT_THAT(PlainText("<p>a<script>evil</script><script>evil</script>b"),
              Not(HasSubstr("evil")));
}

}  // namespace
}  // namespace localoffer
