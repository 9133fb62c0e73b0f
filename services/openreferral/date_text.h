// Repair rules for dates, date-times and times of day.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_DATE_TEXT_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_DATE_TEXT_H_

#include "absl/strings/string_view.h"
#include "services/openreferral/repaired.h"

namespace localoffer::openreferral {

// All expect trimmed text.

// A calendar date as YYYY-MM-DD (RFC 3339 full-date). Rules:
//   DATE_REWRITTEN  "01/02/2024", "1.2.2024", "2024/02/01", "1 February 2024":
//                   days come before months, as in Britain
//   DATE_CUT        a date-time, of which the date was taken
//   DATE_INVALID    set aside: no date, or one the calendar does not have
Repaired RepairDate(absl::string_view supplied);

// A date-time of RFC 3339. Rules:
//   ZONE_ASSUMED        a date-time without zone: Z (UTC) put after it
//   DATE_TIME_COMPLETED a date alone: midnight UTC
//   DATE_TIME_REWRITTEN a space for the T, "+0100" for "+01:00", no seconds
//   DATE_TIME_INVALID   set aside
Repaired RepairDateTime(absl::string_view supplied);

// A date, or a date-time with or without zone, as `dtstart` and `until` of a
// schedule have (RFC 5545), also in that standard's own form,
// "20260901T093000Z". Rules: DATE_REWRITTEN, DATE_INVALID.
Repaired RepairDateOrDateTime(absl::string_view supplied);

// A time of day, HH:MM or HH:MM:SS, with a zone if it was supplied, or 24:00
// for its end. Rules:
//   TIME_REWRITTEN  "9:00", "9.30am", "5 pm", "1730"
//   TIME_INVALID    set aside
Repaired RepairTime(absl::string_view supplied);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_DATE_TEXT_H_
