// Local offers from spreadsheets: the CSV form that docs/csv.md describes.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_READER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_READER_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

struct CsvOptions {
  // The caller's name for the source, for messages: "offer.csv".
  std::string source_name;
  // The entry id for a `reference` that is no UUID: the same for the same
  // reference, and another one for every other, within the authority. Must be
  // set.
  std::function<std::string(absl::string_view)> entry_id_from_reference;
};

// Reads a heading and one service a row.
//
// The encoding is found out (csv_text.h) and said in Source.encoding; one
// other than UTF-8 is also a repair of the source, ENCODING_CONVERTED. The
// separator is found out (csv_table.h). Empty rows are no records.
//
// Every other row is a record, in order, with position.record its row as a
// spreadsheet counts. What is wrong in it is in its violations, with the
// column's heading; what was put right is in its repairs, and the cell as it
// was supplied is in `verbatim.replaced` of the message that holds the value
// (within a local offer in `local_offer.verbatim`). Columns that the form does
// not have are kept in `service.verbatim.unrecognized` as JSON strings and
// reported once, as COLUMN_NOT_KNOWN.
//
// A row's `reference` gives the entry its id: a UUID is the id itself, from
// any other text it is derived, and the text is kept as the replaced `id`.
// Without a reference the id derives from name and provider; that is reported
// once, as ID_FROM_NAME. A later row with the id of an earlier one is refused.
//
// When the file can't be read as a table with a `name` column, Source
// .violations say why and there are no records:
//   SOURCE_UNREADABLE   not text in a known encoding
//   SOURCE_EMPTY        no heading
//   COLUMN_MISSING      no `name`
//   COLUMN_TWICE        two columns with one meaning
//   QUOTE_UNCLOSED      a quotation mark that is never closed; there are
//                       records up to its row, the rest of the file is in it
// Reasons of a record's violations beyond those of csv_cells.h: REQUIRED,
// QUOTE_NOT_DOUBLED, CELL_WITHOUT_HEADING, DUPLICATE_REFERENCE,
// DUPLICATE_VALUE, MALFORMED_IDENTIFIER, CONTRADICTION.
//
// What a record says is not checked beyond its cells: see
// services/entry/validate.h. Safe to call from any thread if
// entry_id_from_reference is.
Source ReadCsv(absl::string_view bytes, const CsvOptions& options);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_READER_H_
