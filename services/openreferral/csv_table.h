// The rows and cells of CSV text (RFC 4180, read as leniently as
// spreadsheets read it).
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TABLE_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// What is wrong with the quotation marks of a row.
enum class CsvQuoting {
  kRight,
  // Something other than a separator follows a closing quotation mark: a mark
  // inside the cell was not doubled. The cells after it are guesses.
  kTextAfterQuote,
  // A quotation mark is open at the end of the file: all that follows it is in
  // this row.
  kUnclosed
};

struct CsvRow {
  // As a spreadsheet counts, from 1. Line breaks inside a cell do not count.
  int64_t number = 0;
  std::vector<std::string> cells;
  CsvQuoting quoting = CsvQuoting::kRight;
};

// Reads rows one after another. Comma, semicolon or tab separates cells,
// whichever the first row has most of, or the one that a first line `sep=;`
// names, which spreadsheets write and hide. Lines end in CRLF, LF or CR. Cells
// are given as they are, without trimming. A line without anything is a row of
// one empty cell; there is no row after the last line end.
//
// Keeps a view of the text, which must outlive it. Not thread-safe.
class CsvTable {
 public:
  // `text` is UTF-8 without byte-order mark.
  explicit CsvTable(absl::string_view text);

  // The next row into `row`, whose memory is used again; false at the end.
  bool Next(CsvRow* row);

  char separator() const { return separator_; }

 private:
  void ReadQuoted(std::string* cell, CsvQuoting* quoting);
  void ReadPlain(std::string* cell);
  // Steps over a line end, if one is next.
  bool ConsumeLineEnd();

  absl::string_view text_;
  size_t next_ = 0;
  int64_t rows_ = 0;
  char separator_ = ',';
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TABLE_H_
