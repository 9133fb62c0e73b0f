#include "services/gateway/pages/spreadsheet_cell.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace localoffer::gateway::pages {

std::string SpreadsheetCell(absl::string_view text) {
  const bool formula =
      !text.empty() &&
      absl::string_view("=+-@\t").find(text.front()) != absl::string_view::npos;
  return absl::StrCat("\"", formula ? "'" : "",
                      absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

HttpResponse SpreadsheetNamed(absl::string_view file_name,
                              absl::string_view heading) {
  HttpResponse response;
  response.content_type = "text/csv; charset=utf-8; header=present";
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"", file_name, "\""));
  response.body = std::string(heading);
  return response;
}

}  // namespace localoffer::gateway::pages
