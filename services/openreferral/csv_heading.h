// The first row of a CSV file: which column is which.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_HEADING_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_HEADING_H_

#include <cstddef>
#include <string>
#include <vector>

#include "services/openreferral/csv_columns.h"
#include "services/openreferral/csv_table.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

struct CsvHeadingCell {
  // As supplied, trimmed. Empty above a column without heading.
  std::string heading;
  // Null when the form does not have it.
  const CsvColumn* column = nullptr;
  // For a column that the form does not have: the name under which its cells
  // are kept. No member of a service has it.
  std::string member;
};

// Positions are those of the cells.
using CsvHeading = std::vector<CsvHeadingCell>;

// Reads the heading. What makes the file unreadable goes to
// source->violations, columns that are not known to source->repairs;
// `position` is copied into both.
CsvHeading ReadCsvHeading(const CsvRow& row, const v1::SourcePosition& position,
                          Source* source);

// How spreadsheets call a column: A for 0, AA for 26.
std::string SpreadsheetColumn(size_t index);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_HEADING_H_
