#include "services/openreferral/json_tree.h"

#include <ctime>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

TEST(JsonTree, KeepsTheTextOfEveryValue) {
  JsonTree tree;
  const absl::string_view text =
      "  { \"a\" : [ 1.50 , \"x\\n\\u00e9\" ] , \"b\":null,\"c\":{} }  ";
  ASSERT_FALSE(tree.Parse(text).has_value());
  EXPECT_EQ(tree.root().raw, absl::StripAsciiWhitespace(text));
  const JsonNode* a = tree.Member(0, "a");
  EXPECT_EQ(a->raw, "[ 1.50 , \"x\\n\\u00e9\" ]");
  const auto elements = tree.Children(1);
  ASSERT_EQ(elements.size(), 2);
  EXPECT_EQ(tree.node(elements[0]).raw, "1.50");
  EXPECT_EQ(tree.node(elements[0]).text, "1.50");
  EXPECT_EQ(tree.node(elements[1]).raw, "\"x\\n\\u00e9\"");
  EXPECT_EQ(tree.node(elements[1]).text, "x\n\u00e9");
  EXPECT_EQ(tree.Member(0, "b")->raw, "null");
  EXPECT_EQ(tree.Member(0, "c")->raw, "{}");
  EXPECT_EQ(tree.Member(0, "d"), nullptr);
  EXPECT_EQ(tree.Children(0).size(), 3);
}

TEST(JsonTree, TheLastOfSeveralMembersCounts) {
  JsonTree tree;
  ASSERT_FALSE(tree.Parse(R"({"a":1,"a":2})").has_value());
  EXPECT_EQ(tree.Member(0, "a")->text, "2");
}

TEST(JsonTree, RefusesWhatIsNoJson) {
  for (const absl::string_view text : {"",
                                       " ",
                                       "{",
                                       "[1,]",
                                       "{\"a\":1,}",
                                       "nul",
                                       "01",
                                       "1.",
                                       "+1",
                                       "'a'",
                                       "\"a",
                                       "\"\t\"",
                                       "{\"a\" 1}",
                                       "[] []",
                                       "// x\n1",
                                       "NaN",
                                       "1e999",
                                       "\"\\ud800\"",
                                       "\"\\udc00\"",
                                       "\"\\x\"",
                                       "\"\xff\"",
                                       "\"\xc0\x80\"",
                                       "\"\xed\xa0\x80\"",
                                       "[\xc3\xa9]"}) {
    JsonTree tree;
    const auto error = tree.Parse(text);
    ASSERT_TRUE(error.has_value()) << text;
    EXPECT_LE(error->offset, text.size()) << text;
    EXPECT_FALSE(error->problem.empty()) << text;
  }
}

TEST(JsonTree, RefusesANulCharacterAnywhere) {
  for (const absl::string_view text :
       {absl::string_view("[1]\0[2]", 7), absl::string_view("[1\0]", 4),
        absl::string_view("\"a\0b\"", 5), absl::string_view("\0", 1)}) {
    JsonTree tree;
    EXPECT_TRUE(tree.Parse(text).has_value());
  }
}

TEST(JsonTree, TakesSixtyFourLevelsAndNoMore) {
  const auto nested = [](int depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  JsonTree deep;
  EXPECT_FALSE(deep.Parse(nested(64)).has_value());
  JsonTree too_deep;
  const std::string text = nested(65);
  const auto error = too_deep.Parse(text);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->offset, 64);
  EXPECT_EQ(error->problem,
            "arrays and objects are nested deeper than 64 levels");
}

TEST(JsonTree, AnswersAtOnceToAHundredThousandBrackets) {
  const std::string text(100000, '[');
  const std::clock_t begin = std::clock();
  JsonTree tree;
  EXPECT_TRUE(tree.Parse(text).has_value());
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC / 10);
}

}  // namespace
}  // namespace localoffer::openreferral
