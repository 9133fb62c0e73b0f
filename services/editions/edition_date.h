// The date in an edition's title, which becomes its id.
#ifndef LOCALOFFER_SERVICES_EDITIONS_EDITION_DATE_H_
#define LOCALOFFER_SERVICES_EDITIONS_EDITION_DATE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::editions {

// `2026-09-01` for a title that holds that date, or `1 September 2026`, `1st
// Sept 2026`, `1 sep, 2026`. Empty when there is none, when it is no day of
// the calendar, and when there are two different ones. Pure.
std::string DateInTitle(absl::string_view title);

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_EDITION_DATE_H_
