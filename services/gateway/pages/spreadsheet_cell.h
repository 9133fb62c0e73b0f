// Cells of the tables that pages offer to spreadsheets.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_SPREADSHEET_CELL_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_SPREADSHEET_CELL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/http_message.h"

namespace localoffer::gateway::pages {

// A cell of CSV (RFC 4180), quoted. What begins like a formula is made text.
std::string SpreadsheetCell(absl::string_view text);

// A table to download; `heading` and the lines that are added to its body end
// with CR LF.
HttpResponse SpreadsheetNamed(absl::string_view file_name,
                              absl::string_view heading);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_SPREADSHEET_CELL_H_
