// Entries as the CSV form that docs/csv.md describes.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_WRITER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_WRITER_H_

#include <string>

#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {

struct CsvWriterOptions {
  // Give back repaired cells as they were supplied.
  bool as_supplied = false;
  // Begin with a byte-order mark: without one, spreadsheets on Windows take
  // the file for Windows-1252.
  bool byte_order_mark = true;
};

// Writes a heading and rows, one after another, so that a file of any size
// can be streamed: UTF-8, comma, CRLF (RFC 4180). Every column of the form is
// written. A cell that a spreadsheet could take for a formula gets an
// apostrophe (csv_formula.h); numbers do not need one.
//
// A service that ReadCsv made reads back equal, without what it keeps of its
// repairs and of other columns. Of a service from another source the row holds
// what the form has room for: of several locations, prices or phones the first,
// of schedules the words of the first and the times of those that are of every
// week, and a semicolon inside an item of a list as a comma.
//
// Immutable; safe to use from any thread.
class CsvWriter {
 public:
  explicit CsvWriter(const CsvWriterOptions& options) : options_(options) {}

  void AppendHeading(std::string* out) const;
  // The row's `reference` is the one that the entry came with, or else its id.
  void AppendRow(const v1::Service& service, const v1::LocalOffer& local_offer,
                 std::string* out) const;

 private:
  const CsvWriterOptions options_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_WRITER_H_
