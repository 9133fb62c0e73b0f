// A stretch of a day on which something is open, and on which days.
#ifndef LOCALOFFER_STORAGE_INDEX_OPENING_TIME_H_
#define LOCALOFFER_STORAGE_INDEX_OPENING_TIME_H_

#include <cstdint>
#include <limits>

#include "absl/types/span.h"

namespace localoffer {

inline constexpr uint16_t kMinutesOfDay = 24 * 60;
inline constexpr uint16_t kMinutesOfWeek = 7 * kMinutesOfDay;

// Days since 1970-01-01.
using DayNumber = int32_t;

// From 0 for Monday.
int WeekdayOf(DayNumber day);

// A day of which WeekdayOf() is 0: 1970-01-05.
inline constexpr DayNumber kSomeMonday = 4;

// Months since year 0, January.
int32_t MonthOf(DayNumber day);

// What an OpeningTime is the how-manieth of. DURABLE while kIndexVersion
// (index_record.h) stays as it is.
enum class Counted : uint8_t {
  kWeekdaysOfMonth = 0,
  kDaysOfMonth = 1,
  kDaysOfYear = 2,
  // ISO 8601's, but for the day that weeks begin with.
  kWeeksOfYear = 3
};

struct OpeningTime {
  // Minutes from Monday, 00:00, local time. `begin` is in the week and says
  // which weekday it is; `end`, the first minute after it, is at most the end
  // of the next day, perhaps beyond the week.
  uint16_t begin = 0;
  uint16_t end = 0;
  // It opens on no day before or after these.
  DayNumber first_day = std::numeric_limits<DayNumber>::min();
  DayNumber last_day = std::numeric_limits<DayNumber>::max();
  // Every so many weeks, or months, counted from `anchor`: a day on which it
  // opens, or the number of a month in which it does. At least 1.
  uint16_t interval = 1;
  bool is_monthly = false;
  // 0 for every such weekday, else only what is both: 1 for the first such
  // weekday of a month, or whatever is counted, -1 for the last.
  Counted counted = Counted::kWeekdaysOfMonth;
  int16_t ordinal = 0;
  // From 0 for Monday: what counted weeks begin with.
  uint8_t week_start = 0;
  int32_t anchor = 0;

  friend auto operator<=>(const OpeningTime&, const OpeningTime&) = default;
};

// The last minute at which a time of a week may end.
inline constexpr uint16_t kLastEnd = kMinutesOfWeek + kMinutesOfDay;

// Whether `day` is one on which it opens.
bool OpensOn(const OpeningTime& time, DayNumber day);

// When something ought to be open.
struct AskedTime {
  DayNumber day = 0;
  // Minutes of the day; any one of [begin, end).
  uint16_t begin = 0;
  uint16_t end = kMinutesOfDay;
  // On that weekday of every week, by what is in force on `day`; not on that
  // day alone.
  bool is_every_week = false;
};

// Whether one of `times` is open then.
bool IsOpen(absl::Span<const OpeningTime> times, const AskedTime& asked);
// The same for any of `asked`.
bool IsOpenAtAny(absl::Span<const OpeningTime> times,
                 absl::Span<const AskedTime> asked);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_OPENING_TIME_H_
