#include "clients/localoffer/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/terminal_text.h"

namespace localoffer::command {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;
constexpr int kIndentBelow = 4;

absl::string_view CodeOf(Colour colour) {
  switch (colour) {
    case Colour::kPlain:
      return "";
    case Colour::kBold:
      return "1";
    case Colour::kFaint:
      return "2";
    case Colour::kRed:
      return "31";
    case Colour::kGreen:
      return "32";
    case Colour::kYellow:
      return "33";
  }
  return "";
}

int TotalWidth(const std::vector<int>& widths) {
  return std::accumulate(widths.begin(), widths.end(), 0) +
         kGap * (static_cast<int>(widths.size()) - 1);
}

// Takes from the widest column that may be cut until the line fits.
void Shrink(const std::vector<Column>& columns, int width,
            std::vector<int>& widths) {
  while (TotalWidth(widths) > width) {
    int widest = -1;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (columns[i].fit != Fit::kCut || widths[i] <= kNarrowest) continue;
      if (widest < 0 || widths[i] > widths[widest]) widest = i;
    }
    if (widest < 0) return;
    --widths[widest];
  }
}

// One line of cells, of which the first widths.size() are shown.
std::string LineOf(const std::vector<Cell>& cells,
                   const std::vector<int>& widths, bool in_colour) {
  std::string line;
  std::string gap;
  for (size_t i = 0; i < widths.size(); ++i) {
    const std::string text = CutToWidth(cells[i].text, widths[i]);
    // Padding waits for the next text, so that no line ends in spaces.
    if (!text.empty()) {
      absl::StrAppend(&line, gap, Painted(text, cells[i].colour, in_colour));
      gap.clear();
    }
    gap.append(widths[i] - DisplayWidth(text) + kGap, ' ');
  }
  return line;
}

}  // namespace

std::string Painted(absl::string_view text, Colour colour, bool is_on) {
  if (!is_on || colour == Colour::kPlain) return std::string(text);
  return absl::StrCat("\x1b[", CodeOf(colour), "m", text, "\x1b[0m");
}

void Table::AddRow(std::vector<Cell> cells) {
  for (Cell& cell : cells) cell.text = SafeText(cell.text);
  cells.resize(columns_.size(), Cell(""));
  rows_.push_back(std::move(cells));
}

std::vector<std::string> Table::Lines(int width, bool in_colour) const {
  std::vector<Cell> heading;
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    heading.emplace_back(columns_[i].heading, Colour::kBold);
    int widest = DisplayWidth(columns_[i].heading);
    for (const auto& row : rows_) {
      widest = std::max(widest, DisplayWidth(row[i].text));
    }
    widths.push_back(widest);
  }
  if (width > 0) {
    while (TotalWidth(widths) > width &&
           columns_[widths.size() - 1].fit == Fit::kBelow) {
      widths.pop_back();
    }
    Shrink(columns_, width, widths);
  }
  std::vector<std::string> lines = {LineOf(heading, widths, in_colour)};
  for (const auto& row : rows_) {
    lines.push_back(LineOf(row, widths, in_colour));
    for (size_t i = widths.size(); i < row.size(); ++i) {
      if (row[i].text.empty()) continue;
      lines.push_back(
          absl::StrCat(std::string(kIndentBelow, ' '),
                       Painted(row[i].text, row[i].colour, in_colour)));
    }
  }
  return lines;
}

}  // namespace localoffer::command
