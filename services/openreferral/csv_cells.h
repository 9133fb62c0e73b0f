// What a person may write in a cell, and what is understood by it.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_CELLS_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_CELLS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace localoffer::openreferral {

// What was understood by a cell: a value, perhaps after a repair, or nothing,
// and then what was wanted. Cells come in trimmed and not empty.
struct CellReading {
  // As the model wants it. Meaningless when the cell is refused.
  std::string value;
  // The repair's rule and its explanation; empty where there was none.
  absl::string_view rule;
  absl::string_view explanation;
  // The refusal's reason, and what was wanted; empty where there was none.
  absl::string_view reason;
  std::string wanted;

  bool refused() const { return !reason.empty(); }
};

// Without white space and no-break spaces at its ends.
absl::string_view TrimmedCell(absl::string_view cell);

// Any text; control characters go, a vertical tab or form feed, with which
// word processors break lines, becomes a line break
// (CONTROL_CHARACTERS_REMOVED). Never refused.
CellReading ReadText(absl::string_view cell);
// A web address; https:// is put before one without scheme
// (URL_SCHEME_ADDED). NOT_A_WEB_ADDRESS.
CellReading ReadWebAddress(absl::string_view cell);
// NOT_AN_EMAIL_ADDRESS.
CellReading ReadEmailAddress(absl::string_view cell);
// YYYY-MM-DD, or the British day/month/year (DATE_REWRITTEN). NOT_A_DATE.
CellReading ReadDate(absl::string_view cell);
// A postcode or its first half, in upper case with one space
// (POSTCODE_REWRITTEN). NOT_A_POSTCODE.
CellReading ReadPostcode(absl::string_view cell);
// A number with digits and a point; the value is its text. NOT_A_NUMBER.
CellReading ReadNumber(absl::string_view cell);
// yes, no, y, n, true or false in any case; the value is "yes" or "no".
// NOT_YES_OR_NO.
CellReading ReadYesNo(absl::string_view cell);
// A word of an enum, in any case, joined by spaces, underscores or hyphens;
// the value is the word as JSON has it. UNKNOWN_VALUE.
CellReading ReadWord(const google::protobuf::EnumDescriptor& type,
                     absl::string_view cell);
// Id of a statutory item, in any case. UNKNOWN_STATUTORY_ITEM.
CellReading ReadStatutoryItem(absl::string_view cell);

// The amount in `cell`, such as £1,250.50; absent when it is anything else.
std::optional<double> AmountOf(absl::string_view cell);

// The items of a list, separated by semicolons, trimmed, without empty ones.
std::vector<absl::string_view> ItemsOf(absl::string_view cell);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_CELLS_H_
