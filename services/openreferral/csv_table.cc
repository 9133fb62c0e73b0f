#include "services/openreferral/csv_table.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kSeparators = ",;\t";

// The separator that stands most often outside quotation marks in the first
// line with anything in it; a comma when none does.
char FindSeparator(absl::string_view text) {
  size_t counts[3] = {};
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    const bool line_end = c == '\n' || c == '\r';
    if (line_end && !quoted && !blank) break;
    if (!line_end) blank = false;
    const size_t which = kSeparators.find(c);
    if (which != kSeparators.npos && !quoted) ++counts[which];
  }
  return kSeparators[std::max_element(counts, counts + 3) - counts];
}

}  // namespace

CsvTable::CsvTable(absl::string_view text) : text_(text) {
  if (absl::StartsWithIgnoreCase(text, "sep=") && text.size() > 5 &&
      kSeparators.find(text[4]) != kSeparators.npos &&
      (text[5] == '\n' || text[5] == '\r')) {
    separator_ = text[4];
    next_ = 5;
    ConsumeLineEnd();
    return;
  }
  separator_ = FindSeparator(text);
}

bool CsvTable::Next(CsvRow* row) {
  if (next_ >= text_.size()) return false;
  row->number = ++rows_;
  row->quoting = CsvQuoting::kRight;
  size_t cells = 0;
  for (;;) {
    if (row->cells.size() <= cells) row->cells.emplace_back();
    std::string& cell = row->cells[cells++];
    cell.clear();
    if (next_ < text_.size() && text_[next_] == '"') {
      ReadQuoted(&cell, &row->quoting);
    }
    ReadPlain(&cell);
    if (next_ >= text_.size() || ConsumeLineEnd()) break;
    ++next_;  // The separator.
  }
  row->cells.resize(cells);
  return true;
}

void CsvTable::ReadQuoted(std::string* cell, CsvQuoting* quoting) {
  ++next_;
  for (;;) {
    const size_t quote = text_.find('"', next_);
    if (quote == text_.npos) {
      cell->append(text_.data() + next_, text_.size() - next_);
      next_ = text_.size();
      *quoting = CsvQuoting::kUnclosed;
      return;
    }
    cell->append(text_.data() + next_, quote - next_);
    next_ = quote + 1;
    if (next_ >= text_.size() || text_[next_] != '"') break;
    cell->push_back('"');
    ++next_;
  }
  if (next_ < text_.size() && text_[next_] != separator_ &&
      text_[next_] != '\n' && text_[next_] != '\r') {
    *quoting = CsvQuoting::kTextAfterQuote;
  }
}

void CsvTable::ReadPlain(std::string* cell) {
  const char ends[] = {separator_, '\n', '\r'};
  const size_t end = std::min(
      text_.find_first_of(absl::string_view(ends, 3), next_), text_.size());
  cell->append(text_.data() + next_, end - next_);
  next_ = end;
}

bool CsvTable::ConsumeLineEnd() {
  if (text_[next_] == '\r') {
    next_ += next_ + 1 < text_.size() && text_[next_ + 1] == '\n' ? 2 : 1;
    return true;
  }
  if (text_[next_] == '\n') {
    ++next_;
    return true;
  }
  return false;
}

}  // namespace localoffer::openreferral
