// The CSV tables that are built into the program.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_ROWS_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_ROWS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::geography {

// The rows below the heading, by cells (RFC 4180). For data that ships with
// the product: a row that has not as many cells as the heading is left out,
// and line breaks within cells are not expected. A byte-order mark is dropped.
std::vector<std::vector<std::string>> ReadRows(absl::string_view csv);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_ROWS_H_
