// The forms that values of the model have to have, as yes-or-no questions.
#ifndef LOCALOFFER_SERVICES_ENTRY_FORMS_H_
#define LOCALOFFER_SERVICES_ENTRY_FORMS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace localoffer::entry {

// 8-4-4-4-12 hexadecimal digits, lower or upper case.
bool IsUuid(absl::string_view text);

// A UUID of RFC 4122 (versions 1 to 8, as RFC 9562 continues them), in lower
// case: what an entry id must be.
bool IsEntryUuid(absl::string_view text);

// http:// or https://, a host, and nothing that a URL can't hold (RFC 3986:
// no white space, no control characters, none of <>"\^`{|}). Letters beyond
// ASCII are allowed, as browsers allow them.
bool IsWebAddress(absl::string_view text);

// Plausible, not proven: one @ with something before it, a domain with a dot
// behind it, no white space.
bool IsEmailAddress(absl::string_view text);

// A real day of the calendar, YYYY-MM-DD (RFC 3339 full-date); absent when it
// is not.
std::optional<absl::CivilDay> DateOf(absl::string_view text);

// RFC 3339 date-time, with its offset.
bool IsDateTime(absl::string_view text);

// HH:MM or HH:MM:SS, 00:00 to 23:59:59, or 24:00 for the end of the day.
bool IsTimeOfDay(absl::string_view text);

// Whether all of `text` is UTF-8 (RFC 3629).
bool IsUtf8(absl::string_view text);

// Whether `text` has a control character (below U+0020, or U+007F) that is no
// line break or tab.
bool HasControlCharacter(absl::string_view text);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_FORMS_H_
