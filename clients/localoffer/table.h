// Aligned columns that fit a terminal.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_TABLE_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::command {

// What becomes of a column when the terminal is too narrow.
enum class Fit {
  // Its cells end in an ellipsis.
  kCut,
  // It stays whole.
  kWhole,
  // It moves to a line of its own below each row. The last columns only.
  kBelow,
};

enum class Colour { kPlain, kBold, kGreen, kYellow, kRed, kFaint };

// `text` in a colour, if `is_on`. The text must be safe.
std::string Painted(absl::string_view text, Colour colour, bool is_on);

struct Column {
  std::string heading;
  Fit fit = Fit::kCut;
};

struct Cell {
  Cell(std::string text, Colour colour = Colour::kPlain)  // NOLINT: implicit
      : text(std::move(text)), colour(colour) {}

  std::string text;
  Colour colour;
};

// Not thread-safe. Cells are made safe for a terminal as they come in.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell a column.
  void AddRow(std::vector<Cell> cells);

  bool empty() const { return rows_.empty(); }

  // Lines, the heading first, no wider than `width` columns where cutting can
  // do that; 0: nothing is cut or moved. No line ends in spaces.
  std::vector<std::string> Lines(int width, bool in_colour) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_TABLE_H_
