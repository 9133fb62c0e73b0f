#include "services/openreferral/csv_table.h"

#include <random>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

using ::testing::ElementsAre;
using Rows = std::vector<std::vector<std::string>>;

Rows RowsOf(absl::string_view text) {
  Rows rows;
  CsvTable table(text);
  for (CsvRow row; table.Next(&row);) rows.push_back(row.cells);
  return rows;
}

TEST(CsvTable, ReadsCellsAndRows) {
  EXPECT_EQ(RowsOf("a,b\nc,d\n"), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(RowsOf("a,b\nc,d"), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(RowsOf("a,\n,b\n,\n"), (Rows{{"a", ""}, {"", "b"}, {"", ""}}));
  EXPECT_EQ(RowsOf(" a , b "), (Rows{{" a ", " b "}}));
  EXPECT_EQ(RowsOf("a,"), (Rows{{"a", ""}}));
  EXPECT_EQ(RowsOf(""), Rows{});
}

TEST(CsvTable, TakesEveryLineEnd) {
  const Rows rows{{"a", "b"}, {"c", "d"}};
  EXPECT_EQ(RowsOf("a,b\r\nc,d\r\n"), rows);
  EXPECT_EQ(RowsOf("a,b\rc,d\r"), rows);
  EXPECT_EQ(RowsOf("a,b\nc,d\r\n"), rows);
  EXPECT_EQ(RowsOf("a\n\nb\n"), (Rows{{"a"}, {""}, {"b"}}));
}

TEST(CsvTable, TakesQuotedCellsAsTheyAre) {
  EXPECT_EQ(RowsOf("\"a,b\",\"c\r\nd\"\n\"say \"\"hi\"\"\",\"\"\n"),
            (Rows{{"a,b", "c\r\nd"}, {"say \"hi\"", ""}}));
  EXPECT_EQ(RowsOf("5\" pipe,b"), (Rows{{"5\" pipe", "b"}}));
}

TEST(CsvTable, FindsTheSeparator) {
  EXPECT_EQ(RowsOf("a;b;c,d\n1;2;3,4"),
            (Rows{{"a", "b", "c,d"}, {"1", "2", "3,4"}}));
  EXPECT_EQ(RowsOf("a\tb\n1,2,3\t4"), (Rows{{"a", "b"}, {"1,2,3", "4"}}));
  EXPECT_EQ(RowsOf("\"x;y;z\",b\n1,2"), (Rows{{"x;y;z", "b"}, {"1", "2"}}));
  EXPECT_EQ(RowsOf("\r\na;b\r\n"), (Rows{{""}, {"a", "b"}}));
  EXPECT_EQ(CsvTable("name\nx;y").separator(), ',');
}

TEST(CsvTable, HonoursTheLineWithWhichSpreadsheetsNameTheSeparator) {
  EXPECT_EQ(RowsOf("sep=;\r\na,b;c\r\n"), (Rows{{"a,b", "c"}}));
  EXPECT_EQ(RowsOf("sep=x\na,b"), (Rows{{"sep=x"}, {"a", "b"}}));
}

TEST(CsvTable, CountsRowsAsSpreadsheetsDo) {
  CsvTable table("a\n\"b\nb\"\n\nc\n");
  std::vector<int64_t> numbers;
  for (CsvRow row; table.Next(&row);) numbers.push_back(row.number);
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4));
}

TEST(CsvTable, SaysWhenQuotationMarksAreWrong) {
  CsvTable table("\"a\"b,c\n\"d\",e\n\"f,g\nh,i\n");
  CsvRow row;
  ASSERT_TRUE(table.Next(&row));
  EXPECT_EQ(row.quoting, CsvQuoting::kTextAfterQuote);
  EXPECT_THAT(row.cells, ElementsAre("ab", "c"));
  ASSERT_TRUE(table.Next(&row));
  EXPECT_EQ(row.quoting, CsvQuoting::kRight);
  ASSERT_TRUE(table.Next(&row));
  EXPECT_EQ(row.quoting, CsvQuoting::kUnclosed);
  EXPECT_EQ(row.number, 3);
  EXPECT_THAT(row.cells, ElementsAre("f,g\nh,i\n"));
  EXPECT_FALSE(table.Next(&row));
}

TEST(CsvTable, UsesARowAgainWithoutLeftovers) {
  CsvTable table("a,b,c\nd\n");
  CsvRow row;
  ASSERT_TRUE(table.Next(&row));
  ASSERT_TRUE(table.Next(&row));
  EXPECT_THAT(row.cells, ElementsAre("d"));
}

// Any cells, written by the rules of RFC 4180, come back as they were.
TEST(CsvTable, ReadsBackRandomTables) {
  std::mt19937 random(7);
  const std::string alphabet = "ab,;\t\"\r\n' ";
  auto below = [&](int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random);
  };
  for (int round = 0; round < 500; ++round) {
    // The heading decides the separator.
    Rows rows{{"one", "two", "three"}};
    std::string text = "one,two,three\r\n";
    for (int r = below(4); r >= 0; --r) {
      std::vector<std::string> row;
      for (int c = 0; c < 3; ++c) {
        std::string cell;
        for (int k = below(6); k > 0; --k) cell += alphabet[below(10)];
        text += c > 0 ? ",\"" : "\"";
        for (char ch : cell) text += ch == '"' ? "\"\"" : std::string(1, ch);
        text += '"';
        row.push_back(std::move(cell));
      }
      text += "\r\n";
      rows.push_back(std::move(row));
    }
    EXPECT_EQ(RowsOf(text), rows) << text;
  }
}

TEST(CsvTable, EndsOnAnyBytes) {
  std::mt19937 random(11);
  const std::string alphabet = "a,;\"\r\n=";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    const int size = static_cast<int>(random() % 40);
    for (int i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
    EXPECT_LE(RowsOf(text).size(), text.size());
  }
}

}  // namespace
}  // namespace localoffer::openreferral
