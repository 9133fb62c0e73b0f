#include "storage/index/opening_time.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace localoffer {
namespace {

constexpr int kDaysOfWeek = 7;

absl::CivilDay DateOf(DayNumber day) {
  return absl::CivilDay(1970, 1, 1) + day;
}

// The place of something among `size`, from 1 at the first, from -1 at the
// last.
bool IsThe(int ordinal, absl::civil_diff_t place, absl::civil_diff_t size) {
  return ordinal > 0 ? place == ordinal : place == size + 1 + ordinal;
}

// The first day of the first week of a year: that with most of its days in it.
absl::CivilDay FirstWeekOf(absl::civil_year_t year, int week_start) {
  const absl::CivilDay fourth(year, 1, 4);
  const int weekday = static_cast<int>(absl::GetWeekday(fourth));
  return fourth - (weekday - week_start + kDaysOfWeek) % kDaysOfWeek;
}

bool IsOfWeek(const OpeningTime& time, absl::CivilDay date) {
  // The first and the last days of a year may be of a week of another.
  absl::civil_year_t year = date.year() + 1;
  while (date < FirstWeekOf(year, time.week_start)) --year;
  const absl::CivilDay first = FirstWeekOf(year, time.week_start);
  const absl::CivilDay end = FirstWeekOf(year + 1, time.week_start);
  return IsThe(time.ordinal, (date - first) / kDaysOfWeek + 1,
               (end - first) / kDaysOfWeek);
}

// Whether `day` is the one of those that are counted.
bool IsCounted(const OpeningTime& time, DayNumber day) {
  const absl::CivilDay date = DateOf(day);
  const absl::CivilDay month(absl::CivilMonth{date});
  const absl::CivilDay month_end(absl::CivilMonth(date) + 1);
  switch (time.counted) {
    case Counted::kWeekdaysOfMonth: {
      const auto before = (date - month) / kDaysOfWeek;
      const auto behind = (month_end - date - 1) / kDaysOfWeek;
      return IsThe(time.ordinal, before + 1, before + 1 + behind);
    }
    case Counted::kDaysOfMonth:
      return IsThe(time.ordinal, date.day(), month_end - month);
    case Counted::kDaysOfYear: {
      const absl::CivilDay year(absl::CivilYear{date});
      const absl::CivilDay year_end(absl::CivilYear(date) + 1);
      return IsThe(time.ordinal, date - year + 1, year_end - year);
    }
    case Counted::kWeeksOfYear:
      return IsOfWeek(time, date);
  }
  return false;
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
      day > time.last_day || (time.ordinal != 0 && !IsCounted(time, day))) {
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

bool IsOpenAtAny(absl::Span<const OpeningTime> times,
                 absl::Span<const AskedTime> asked) {
  return std::any_of(
      asked.begin(), asked.end(),
      [times](const AskedTime& each) { return IsOpen(times, each); });
}

}  // namespace localoffer
