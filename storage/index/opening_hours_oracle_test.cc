// Opening hours against RFC 5545 written down a second time: random schedules,
// day by day and without arithmetic on weeks.
#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "storage/index/opening_hours.h"

namespace localoffer {
namespace {

constexpr const char* kWeekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

std::string WeekdayName(absl::CivilDay date) {
  return kWeekdays[static_cast<int>(absl::GetWeekday(date))];
}

// What one schedule says, as the test knows it.
struct Facts {
  // Of byday: the ordinal, 0 for none, and the day.
  std::vector<std::pair<int, std::string>> days;
  // Of one of bymonthday, byyearday and byweekno.
  enum class List { kNone, kMonthDays, kYearDays, kWeeks };
  List list = List::kNone;
  std::vector<int> numbers;
  bool is_monthly = false;
  int interval = 1;
  int count = 0;
  std::string week_start = "MO";
  // YYYY-MM-DD, empty for none: these compare as dates do.
  std::string valid_from;
  std::string valid_to;
  std::string dtstart;
  std::string until;
  int opens = 0;
  int closes = 0;
};

std::string Text(absl::CivilDay date) { return absl::FormatCivilTime(date); }

// The weeks, or months, that begin with that of `from` and end with that of
// `to`, told one by one.
int Periods(const Facts& facts, absl::CivilDay from, absl::CivilDay to) {
  int periods = 0;
  for (absl::CivilDay date = from; date < to;) {
    ++date;
    const bool begins = facts.is_monthly
                            ? date.day() == 1
                            : WeekdayName(date) == facts.week_start;
    periods += begins;
  }
  return periods;
}

int PlaceInMonth(absl::CivilDay date, int step) {
  int place = 0;
  for (absl::CivilDay other = date; other.month() == date.month();
       other -= absl::civil_diff_t{7} * step) {
    ++place;
  }
  return place * step;
}

// The days around `date` that have what it has, from the first to it and from
// it to the last, are counted one by one.
template <typename Same>
bool HasNumber(const Facts& facts, absl::CivilDay date, Same same) {
  int before = 1;
  while (same(date - before)) ++before;
  int behind = 1;
  while (same(date + behind)) ++behind;
  return std::any_of(
      facts.numbers.begin(), facts.numbers.end(),
      [&](int number) { return number == before || number == -behind; });
}

// The year that most days of the week around `date` are in.
absl::civil_year_t YearOfWeek(const Facts& facts, absl::CivilDay date) {
  while (WeekdayName(date) != facts.week_start) --date;
  int in_next = 0;
  for (int i = 0; i < 7; ++i) in_next += (date + i).year() > date.year();
  return date.year() + (in_next > 3 ? 1 : 0);
}

// Whether the week is one of those that are named.
bool IsOfNumberedWeek(const Facts& facts, absl::CivilDay date) {
  const absl::civil_year_t year = YearOfWeek(facts, date);
  absl::civil_diff_t before = 1;
  while (YearOfWeek(facts, date - 7 * before) == year) ++before;
  absl::civil_diff_t behind = 1;
  while (YearOfWeek(facts, date + 7 * behind) == year) ++behind;
  return std::any_of(
      facts.numbers.begin(), facts.numbers.end(),
      [&](int number) { return number == before || number == -behind; });
}

bool IsNumbered(const Facts& facts, absl::CivilDay date) {
  switch (facts.list) {
    case Facts::List::kNone:
      return true;
    case Facts::List::kMonthDays:
      return HasNumber(facts, date, [&](absl::CivilDay other) {
        return other.month() == date.month();
      });
    case Facts::List::kYearDays:
      return HasNumber(facts, date, [&](absl::CivilDay other) {
        return other.year() == date.year();
      });
    case Facts::List::kWeeks:
      return IsOfNumberedWeek(facts, date);
  }
  return false;
}

// Whether one of the days of the week that are named, or that the first
// occurrence stands for.
bool IsNamedDay(const Facts& facts, absl::CivilDay date) {
  if (!facts.days.empty()) {
    return std::any_of(
        facts.days.begin(), facts.days.end(), [&](const auto& day) {
          return day.second == WeekdayName(date) &&
                 (day.first == 0 || day.first == PlaceInMonth(date, 1) ||
                  day.first == PlaceInMonth(date, -1));
        });
  }
  if (facts.list == Facts::List::kMonthDays ||
      facts.list == Facts::List::kYearDays) {
    return true;
  }
  absl::CivilDay first;
  if (!absl::ParseCivilTime(facts.dtstart, &first)) return false;
  if (facts.list == Facts::List::kNone && facts.is_monthly) {
    return date.day() == first.day();
  }
  return WeekdayName(date) == WeekdayName(first);
}

// Whether the rule names the day, its count aside.
bool IsNamed(const Facts& facts, absl::CivilDay date) {
  const std::string text = Text(date);
  const auto is_outside = [&](const std::string& from, const std::string& to) {
    return (!from.empty() && text < from) || (!to.empty() && text > to);
  };
  if (is_outside(facts.valid_from, facts.valid_to) ||
      is_outside(facts.dtstart, facts.until)) {
    return false;
  }
  if (facts.interval > 1) {
    absl::CivilDay beginning;
    if (!absl::ParseCivilTime(
            facts.dtstart.empty() ? facts.valid_from : facts.dtstart,
            &beginning) ||
        Periods(facts, beginning, date) % facts.interval != 0) {
      return false;
    }
  }
  return IsNumbered(facts, date) && IsNamedDay(facts, date);
}

bool OpensOnDate(const Facts& facts, absl::CivilDay date) {
  if (!IsNamed(facts, date)) return false;
  if (facts.count == 0) return true;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(
          facts.dtstart.empty() ? facts.valid_from : facts.dtstart, &day)) {
    return false;
  }
  int named = 0;
  for (; day <= date; ++day) named += IsNamed(facts, day);
  return named <= facts.count;
}

bool IsOpenAtMinute(const Facts& facts, absl::CivilDay date, int minute) {
  if (facts.closes > facts.opens) {
    return OpensOnDate(facts, date) && facts.opens <= minute &&
           minute < facts.closes;
  }
  return (OpensOnDate(facts, date) && facts.opens <= minute) ||
         (OpensOnDate(facts, date - 1) && minute < facts.closes);
}

std::string Clock(int minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

class OpeningHoursOracle : public ::testing::Test {
 protected:
  int Below(int n) { return static_cast<int>(random_() % n); }

  std::string DateOrNone() {
    if (Below(2) == 0) return "";
    return Text(absl::CivilDay(2026, 1, 1) + Below(120));
  }

  Facts RandomFacts() {
    Facts facts;
    facts.is_monthly = Below(3) == 0;
    for (int i = Below(3); i >= 0; --i) {
      const int ordinal =
          facts.is_monthly && Below(2) == 0 ? Below(2) * 6 - 3 + Below(2) : 0;
      facts.days.emplace_back(ordinal, kWeekdays[Below(7)]);
    }
    if (Below(2) == 0) AddNumbers(facts);
    if (Below(3) == 0) facts.interval = 2 + Below(2);
    if (Below(4) == 0) facts.count = 1 + Below(12);
    if (Below(3) == 0) facts.week_start = kWeekdays[Below(7)];
    facts.valid_from = DateOrNone();
    facts.valid_to = DateOrNone();
    facts.dtstart = DateOrNone();
    facts.until = DateOrNone();
    facts.opens = Below(24) * 60;
    facts.closes = 30 + Below(24) * 60;
    return facts;
  }

  // Without ordinals of days, with which nobody can tell.
  void AddNumbers(Facts& facts) {
    if (Below(2) == 0) {
      facts.days.clear();
    } else {
      for (auto& day : facts.days) day.first = 0;
    }
    facts.list = static_cast<Facts::List>(Below(4));
    if (facts.list == Facts::List::kNone) return;
    const int most = facts.list == Facts::List::kMonthDays  ? 31
                     : facts.list == Facts::List::kYearDays ? 150
                                                            : 25;
    for (int i = Below(12); i >= 0; --i) {
      facts.numbers.push_back((1 + Below(most)) * (Below(3) == 0 ? -1 : 1));
    }
    // Those at the ends.
    if (Below(3) == 0) facts.numbers.insert(facts.numbers.end(), {1, -1, 366});
  }

  static v1::Service ServiceOf(const Facts& facts) {
    v1::Service service;
    v1::Schedule& schedule = *service.add_schedules();
    schedule.set_freq(facts.is_monthly ? v1::SCHEDULE_FREQUENCY_MONTHLY
                                       : v1::SCHEDULE_FREQUENCY_WEEKLY);
    schedule.set_byday(
        absl::StrJoin(facts.days, ",", [](std::string* out, const auto& day) {
          if (day.first != 0) absl::StrAppend(out, day.first);
          absl::StrAppend(out, day.second);
        }));
    const std::string numbers = absl::StrJoin(facts.numbers, ",");
    switch (facts.list) {
      case Facts::List::kNone:
        break;
      case Facts::List::kMonthDays:
        schedule.set_bymonthday(numbers);
        break;
      case Facts::List::kYearDays:
        schedule.set_byyearday(numbers);
        break;
      case Facts::List::kWeeks:
        schedule.set_byweekno(numbers);
        break;
    }
    schedule.set_interval(facts.interval);
    if (facts.count > 0) schedule.set_count(facts.count);
    v1::Weekday week_start = v1::WEEKDAY_UNSPECIFIED;
    EXPECT_TRUE(v1::Weekday_Parse(absl::StrCat("WEEKDAY_", facts.week_start),
                                  &week_start));
    schedule.set_wkst(week_start);
    schedule.set_valid_from(facts.valid_from);
    schedule.set_valid_to(facts.valid_to);
    schedule.set_dtstart(facts.dtstart);
    schedule.set_until(facts.until);
    schedule.set_opens_at(Clock(facts.opens));
    schedule.set_closes_at(Clock(facts.closes));
    return service;
  }

  std::mt19937 random_{20260901};
};

TEST_F(OpeningHoursOracle, AgreesOnEveryDayAskedFor) {
  int open = 0;
  int closed = 0;
  for (int round = 0; round < 1500; ++round) {
    const Facts facts = RandomFacts();
    const v1::Service service = ServiceOf(facts);
    const std::vector<OpeningTime> times = OpeningHours(service);
    for (int i = 0; i < 30; ++i) {
      const absl::CivilDay date = absl::CivilDay(2025, 12, 1) + Below(180);
      const int minute = Below(kMinutesOfDay);
      AskedTime asked;
      asked.day = static_cast<DayNumber>(date - absl::CivilDay(1970, 1, 1));
      asked.begin = static_cast<uint16_t>(minute);
      asked.end = static_cast<uint16_t>(minute + 1);
      const bool expected = IsOpenAtMinute(facts, date, minute);
      ASSERT_EQ(IsOpen(times, asked), expected)
          << service.ShortDebugString() << "\non " << Text(date) << " at "
          << Clock(minute);
      (expected ? open : closed) += 1;
      asked.is_every_week = true;
      const bool is_plain =
          facts.interval == 1 && facts.list == Facts::List::kNone &&
          !(facts.is_monthly && facts.days.empty()) &&
          std::all_of(facts.days.begin(), facts.days.end(),
                      [](const auto& day) { return day.first == 0; });
      if (is_plain || !expected) {
        ASSERT_EQ(IsOpen(times, asked), expected) << service.DebugString();
      }
      if (facts.interval > 1 || facts.list != Facts::List::kNone) {
        ASSERT_FALSE(IsOpen(times, asked));
      }
    }
  }
  EXPECT_GT(open, 500);
  EXPECT_GT(closed, 1000);
}

}  // namespace
}  // namespace localoffer
