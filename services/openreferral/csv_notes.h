// What a row's record says of its own reading: violations, repairs, and cells
// kept as they were supplied.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_NOTES_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_NOTES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/openreferral/csv_cells.h"
#include "services/openreferral/csv_columns.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// A cell with something in it, under a column of the form.
struct CsvCell {
  const CsvColumn& column;
  // The heading as supplied.
  absl::string_view heading;
  // As supplied, without the apostrophe of a formula guard.
  absl::string_view supplied;
  // `supplied`, trimmed; never empty.
  absl::string_view text;
};

// Adds a violation to a record that has its position. `column` is a heading,
// empty where the row as a whole is meant.
void AddCsvViolation(absl::string_view column, absl::string_view field,
                     absl::string_view value, std::string wanted,
                     absl::string_view reason, Record* record);

// Refuses a cell, or one item of it, `value`, for the reading's reason.
void RefuseCell(const CsvCell& cell, absl::string_view value,
                const CellReading& reading, Record* record);

// Reports the reading's repair.
void ReportRepair(const CsvCell& cell, const CellReading& reading,
                  Record* record);

// Reports white space that was trimmed; says whether there was any.
bool ReportTrimmed(const CsvCell& cell, Record* record);

// Keeps the cell as supplied in `verbatim.replaced` of `holder`, the message
// with its value, or of the local offer that `holder` is part of.
void KeepSupplied(const CsvCell& cell, google::protobuf::Message* holder,
                  Record* record);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_NOTES_H_
