#include "clients/localoffer/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "clients/localoffer/terminal_text.h"

namespace localoffer::command {
namespace {

using ::testing::ElementsAre;

TEST(Table, AlignsColumnsByWhatIsSeen) {
  Table table({{"name"}, {"ages"}});
  table.AddRow({std::string("Tŷ Hafan"), std::string("0–18")});
  table.AddRow({std::string("Club"), std::string("5–11")});
  EXPECT_THAT(table.Lines(0, false), ElementsAre("name      ages",  //
                                                 "Tŷ Hafan  0–18",  //
                                                 "Club      5–11"));
}

TEST(Table, CutsTheWidestColumnsToFit) {
  Table table({{"name"}, {"code", Fit::kWhole}});
  table.AddRow(
      {std::string("A very long name indeed"), std::string("E06000023")});
  EXPECT_THAT(table.Lines(24, false),
              ElementsAre("name           code",  //
                          "A very long …  E06000023"));
}

TEST(Table, MovesAColumnBelowWhenItDoesNotFit) {
  Table table({{"name"}, {"entry", Fit::kBelow}});
  table.AddRow(
      {std::string("Club"), std::string("authorities/E06000023/entries/1")});
  table.AddRow({std::string("None"), std::string("")});
  EXPECT_THAT(table.Lines(20, false),
              ElementsAre("name", "Club",  //
                          "    authorities/E06000023/entries/1", "None"));
  EXPECT_THAT(table.Lines(0, false),
              ElementsAre("name  entry",  //
                          "Club  authorities/E06000023/entries/1", "None"));
}

TEST(Table, PaintsOnlyWhenAsked) {
  Table table({{"status"}});
  table.AddRow({Cell("listed", Colour::kGreen)});
  EXPECT_THAT(table.Lines(0, true),
              ElementsAre("\x1b[1mstatus\x1b[0m", "\x1b[32mlisted\x1b[0m"));
}

TEST(Table, MakesCellsSafe) {
  Table table({{"name"}});
  table.AddRow({std::string("a\x1b[2Jb\nc")});
  EXPECT_THAT(table.Lines(0, true)[1], "ab c");
}

TEST(Table, NeverIsWiderThanTheTerminalWhenItsColumnsMayBeCut) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    Table table({{"a"}, {"b"}, {"c"}});
    for (int row = 0; row < 5; ++row) {
      std::vector<Cell> cells;
      for (int i = 0; i < 3; ++i) {
        std::string text;
        for (unsigned n = random() % 30; n > 0; --n) {
          text += random() % 4 == 0 ? "子" : "é";
        }
        cells.emplace_back(text);
      }
      table.AddRow(std::move(cells));
    }
    const int width = 28 + static_cast<int>(random() % 60);
    for (const std::string& line : table.Lines(width, false)) {
      EXPECT_LE(DisplayWidth(line), width);
      EXPECT_FALSE(!line.empty() && line.back() == ' ');
    }
  }
}

}  // namespace
}  // namespace localoffer::command
