// The text of a CSV file, whatever program saved it.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TEXT_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

struct CsvText {
  // UTF-8, without byte-order mark.
  std::string text;
  // What it was: "utf-8", "utf-16" or "windows-1252".
  std::string encoding;
};

// Decodes `bytes`: UTF-8 with or without byte-order mark; UTF-16 with one, as
// spreadsheets save "Unicode text"; otherwise, when it is not valid UTF-8,
// Windows-1252, as spreadsheets of English Windows save "CSV".
//
// INVALID_ARGUMENT, with a message for whoever saved the file, when it is no
// text in any of these: a workbook, binary data, or bytes that Windows-1252
// does not assign. Nothing is ever replaced by a substitute character.
absl::StatusOr<CsvText> DecodeCsv(absl::string_view bytes);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TEXT_H_
