// One row of a CSV file as a record.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_RECORD_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_RECORD_H_

#include "services/openreferral/csv_heading.h"
#include "services/openreferral/csv_reader.h"
#include "services/openreferral/csv_table.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

struct CsvRecord {
  Record record;
  // Whether the row has a reference; without one the id is from its name.
  bool has_reference = false;
};

// Reads a row that is not empty. See ReadCsv for what becomes of its cells.
CsvRecord ReadCsvRecord(const CsvHeading& heading, const CsvRow& row,
                        const CsvOptions& options);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_RECORD_H_
