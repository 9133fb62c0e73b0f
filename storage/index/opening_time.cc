#include "storage/index/opening_time.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace localoffer {
namespace {

constexpr int kDaysOfWeek = 7;

absl::CivilDay DateOf(DayNumber day) {
  return absl::CivilDay(1970, 1, 1) + day;
}

// Whether `day` is the first, second … such weekday of its month, or the last,
// last but one …
bool IsThe(int ordinal, DayNumber day) {
  const absl::CivilDay date = DateOf(day);
  if (ordinal > 0) return (date.day() - 1) / kDaysOfWeek == ordinal - 1;
  const absl::CivilDay end(absl::CivilMonth(date) + 1);
  return (end - date - 1) / kDaysOfWeek == -ordinal - 1;
}

// What is open every week, and not in some weeks only.
bool IsEveryWeek(const OpeningTime& time) {
  return time.interval == 1 && time.ordinal == 0;
}

bool IsOpenAt(const OpeningTime& time, const AskedTime& asked) {
  if (asked.is_every_week && !IsEveryWeek(time)) return false;
  const int weekday = time.begin / kMinutesOfDay;
  // What opened the day before may still be open.
  for (const int days_ago : {0, 1}) {
    const DayNumber day = asked.day - days_ago;
    const int midnight = (weekday + days_ago) * kMinutesOfDay;
    if (time.begin < midnight + asked.end &&
        midnight + asked.begin < time.end && OpensOn(time, day)) {
      return true;
    }
  }
  return false;
}

}  // namespace

int WeekdayOf(DayNumber day) {
  constexpr int kOfFirstDay = 3;  // 1970 began on a Thursday
  return ((day + kOfFirstDay) % kDaysOfWeek + kDaysOfWeek) % kDaysOfWeek;
}

int32_t MonthOf(DayNumber day) {
  const absl::CivilDay date = DateOf(day);
  constexpr int kMonthsOfYear = 12;
  return static_cast<int32_t>(date.year() * kMonthsOfYear + date.month() - 1);
}

bool OpensOn(const OpeningTime& time, DayNumber day) {
  if (WeekdayOf(day) != time.begin / kMinutesOfDay || day < time.first_day ||
      day > time.last_day || (time.ordinal != 0 && !IsThe(time.ordinal, day))) {
    return false;
  }
  if (time.interval == 1) return true;
  const int32_t since = time.is_monthly ? MonthOf(day) - time.anchor
                                        : (day - time.anchor) / kDaysOfWeek;
  return since % time.interval == 0;
}

bool IsOpen(absl::Span<const OpeningTime> times, const AskedTime& asked) {
  return std::any_of(
      times.begin(), times.end(),
      [&asked](const OpeningTime& time) { return IsOpenAt(time, asked); });
}

}  // namespace localoffer
