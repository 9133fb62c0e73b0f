#include "storage/geography/rows.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::geography {
namespace {

std::vector<std::string> CellsOf(absl::string_view line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      // A doubled mark inside quotes stands for one.
      if (is_quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += line[++i];
      } else {
        is_quoted = !is_quoted;
      }
    } else if (line[i] == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

}  // namespace

std::vector<std::vector<std::string>> ReadRows(absl::string_view csv) {
  absl::ConsumePrefix(&csv, "\xEF\xBB\xBF");
  std::vector<std::vector<std::string>> rows;
  size_t columns = 0;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    absl::ConsumeSuffix(&line, "\r");
    std::vector<std::string> cells = CellsOf(line);
    if (columns == 0) {
      columns = cells.size();
    } else if (cells.size() == columns) {
      rows.push_back(std::move(cells));
    }
  }
  return rows;
}

}  // namespace localoffer::geography
