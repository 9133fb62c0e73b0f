// Keeping spreadsheets from taking a text for a formula.
//
// A cell that begins with = + - @, a tab or a carriage return can run as a
// formula when a spreadsheet opens the file. Such cells are written with an
// apostrophe in front, which spreadsheets take as "this is text"; reading
// takes it away again. A cell that itself begins with apostrophes before such
// a character gets one more, so that what is written reads back as it was.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_FORMULA_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_FORMULA_H_

#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// Whether the writer puts an apostrophe before `cell`.
bool NeedsFormulaGuard(absl::string_view cell);

// Whether `cell` has an apostrophe that the writer would have put there.
bool HasFormulaGuard(absl::string_view cell);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_FORMULA_H_
