// What the value of one field of the model may be, by the field's name. The
// names are the same in every message, so one table serves them all.
#ifndef LOCALOFFER_SERVICES_ENTRY_FIELD_RULES_H_
#define LOCALOFFER_SERVICES_ENTRY_FIELD_RULES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::entry {

// Limits that docs/csv.md and the API's comments state.
inline constexpr int kNameBytes = 500;
inline constexpr int kListLength = 1000;
inline constexpr int kRecordBytes = 1 << 20;
inline constexpr double kOldestAge = 130;

// What is wrong with a value.
struct Finding {
  // UPPER_SNAKE_CASE, stable.
  absl::string_view reason;
  // What was wanted, in plain words.
  std::string wanted;
};

// Checks the form of a text field: valid UTF-8 without control characters, and
// what its name asks for, such as a web address in `url`.
std::optional<Finding> CheckText(absl::string_view field,
                                 absl::string_view value);

// Checks a number field: finite, and within the limits of its name.
std::optional<Finding> CheckNumber(absl::string_view field, double value);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_FIELD_RULES_H_
