#include "storage/index/opening_hours.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace localoffer {
namespace {

constexpr absl::string_view kDays[] = {"MO", "TU", "WE", "TH",
                                       "FR", "SA", "SU"};
constexpr int kDaysOfWeek = 7;
constexpr int kMostOrdinal = 5;
// Nobody means more; nor is more counted.
constexpr double kMostInterval = 1'000;
constexpr DayNumber kMostDaysCounted = 20 * 366;
constexpr size_t kMostOrdinals = 62;

// "MO", "1MO", "-1FR".
struct NamedDay {
  int weekday = 0;
  int16_t ordinal = 0;

  friend auto operator<=>(const NamedDay&, const NamedDay&) = default;
};

absl::optional<NamedDay> NamedDayOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const auto* const letter =
      std::find_if(text.begin(), text.end(), absl::ascii_isalpha);
  const auto digits = static_cast<size_t>(letter - text.begin());
  int ordinal = 0;
  if (digits > 0 && (!absl::SimpleAtoi(text.substr(0, digits), &ordinal) ||
                     ordinal == 0 || std::abs(ordinal) > kMostOrdinal)) {
    return absl::nullopt;
  }
  const std::string day = absl::AsciiStrToUpper(text.substr(digits, 2));
  const auto* const found = std::find(std::begin(kDays), std::end(kDays), day);
  if (found == std::end(kDays)) return absl::nullopt;
  return NamedDay{static_cast<int>(found - std::begin(kDays)),
                  static_cast<int16_t>(ordinal)};
}

// What a schedule counts its days by, and the places that it names.
struct CountedDays {
  Counted counted = Counted::kWeekdaysOfMonth;
  std::set<int16_t> ordinals;
};

// Of a list such as "1,15,-1": those from 1 to `most`, from either end.
std::set<int16_t> OrdinalsOf(absl::string_view list, int most) {
  std::set<int16_t> ordinals;
  for (const absl::string_view text :
       absl::StrSplit(list, absl::ByAnyChar(",; "))) {
    int ordinal = 0;
    if (absl::SimpleAtoi(text, &ordinal) && ordinal != 0 && ordinal <= most &&
        ordinal >= -most) {
      ordinals.insert(static_cast<int16_t>(ordinal));
    }
  }
  return ordinals;
}

// Of a date or a date-time.
absl::optional<DayNumber> DayOf(absl::string_view date) {
  constexpr size_t kDateLength = 10;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date.substr(0, kDateLength), &day)) {
    return absl::nullopt;
  }
  return static_cast<DayNumber>(day - absl::CivilDay(1970, 1, 1));
}

// One schedule, read.
class ScheduleReader {
 public:
  explicit ScheduleReader(const v1::Schedule& schedule)
      : schedule_(schedule), beginning_(DayOf(schedule.dtstart())) {
    if (!beginning_) beginning_ = DayOf(schedule.valid_from());
  }

  void AddTo(std::vector<OpeningTime>& times) {
    if (!ReadInterval() || !ReadCountedDays()) return;
    ReadValidity();
    std::vector<OpeningTime> read;
    for (const NamedDay& day : Days()) AddTimesOn(day, read);
    if (!ApplyCount(read)) return;
    times.insert(times.end(), read.begin(), read.end());
  }

 private:
  // False when nobody can tell in which weeks.
  bool ReadInterval() {
    const double interval = schedule_.interval();
    every_.is_monthly = schedule_.freq() == v1::SCHEDULE_FREQUENCY_MONTHLY;
    if (!(interval > 1)) return true;
    if (interval > kMostInterval) return false;
    every_.interval = static_cast<uint16_t>(interval);
    return every_.interval == interval && beginning_.has_value();
  }

  // False when nobody can tell which.
  bool ReadCountedDays() {
    const struct {
      const std::string& list;
      Counted counted;
      int most;
    } kLists[] = {{schedule_.bymonthday(), Counted::kDaysOfMonth, 31},
                  {schedule_.byyearday(), Counted::kDaysOfYear, 366},
                  {schedule_.byweekno(), Counted::kWeeksOfYear, 53}};
    for (const auto& [list, counted, most] : kLists) {
      if (list.empty()) continue;
      if (!counted_.ordinals.empty()) return false;
      counted_ = {counted, OrdinalsOf(list, most)};
      if (counted_.ordinals.empty() ||
          counted_.ordinals.size() > kMostOrdinals) {
        return false;
      }
    }
    const auto first = DayOf(schedule_.dtstart());
    if (every_.is_monthly && first && schedule_.byday().empty() &&
        counted_.ordinals.empty()) {
      const absl::CivilDay date = absl::CivilDay(1970, 1, 1) + *first;
      counted_ = {Counted::kDaysOfMonth, {static_cast<int16_t>(date.day())}};
    }
    return true;
  }

  void ReadValidity() {
    for (const std::string* text :
         {&schedule_.valid_from(), &schedule_.dtstart()}) {
      if (const auto day = DayOf(*text)) {
        every_.first_day = std::max(every_.first_day, *day);
      }
    }
    for (const std::string* text :
         {&schedule_.valid_to(), &schedule_.until()}) {
      if (const auto day = DayOf(*text)) {
        every_.last_day = std::min(every_.last_day, *day);
      }
    }
  }

  // Each once.
  std::set<NamedDay> Days() const {
    std::set<NamedDay> days;
    for (const absl::string_view text :
         absl::StrSplit(schedule_.byday(), absl::ByAnyChar(",; "))) {
      if (const auto day = NamedDayOf(text)) days.insert(*day);
    }
    const bool counts_days = counted_.counted == Counted::kDaysOfMonth ||
                             counted_.counted == Counted::kDaysOfYear;
    if (days.empty() && counts_days) {
      for (int weekday = 0; weekday < kDaysOfWeek; ++weekday) {
        days.insert({weekday, 0});
      }
    } else if (days.empty() &&
               (schedule_.freq() == v1::SCHEDULE_FREQUENCY_WEEKLY ||
                counted_.counted == Counted::kWeeksOfYear)) {
      if (const auto first = DayOf(schedule_.dtstart())) {
        days.insert({WeekdayOf(*first), 0});
      }
    }
    return days;
  }

  void AddTimesOn(const NamedDay& day, std::vector<OpeningTime>& times) const {
    OpeningTime time = TimeOn(day);
    if (counted_.ordinals.empty()) times.push_back(time);
    // Of a month's first Fridays, who knows which are its thirteenth days?
    if (day.ordinal != 0) return;
    time.counted = counted_.counted;
    if (time.counted == Counted::kWeeksOfYear) {
      time.week_start = static_cast<uint8_t>(WeekStart());
    }
    for (const int16_t ordinal : counted_.ordinals) {
      time.ordinal = ordinal;
      times.push_back(time);
    }
  }

  OpeningTime TimeOn(NamedDay day) const {
    OpeningTime time = every_;
    time.ordinal = day.ordinal;
    int opens = MinuteOfDay(schedule_.opens_at()).value_or(0);
    const int closes =
        MinuteOfDay(schedule_.closes_at()).value_or(kMinutesOfDay);
    if (opens == kMinutesOfDay) {  // the beginning of the next day
      opens = 0;
      day.weekday = (day.weekday + 1) % kDaysOfWeek;
    }
    const int midnight = day.weekday * kMinutesOfDay;
    time.begin = static_cast<uint16_t>(midnight + opens);
    time.end = static_cast<uint16_t>(midnight + closes +
                                     (closes > opens ? 0 : kMinutesOfDay));
    if (time.interval > 1) time.anchor = AnchorOf(day.weekday);
    return time;
  }

  int WeekStart() const {
    return schedule_.wkst() == v1::WEEKDAY_UNSPECIFIED
               ? 0
               : static_cast<int>(schedule_.wkst()) - v1::WEEKDAY_MO;
  }

  // A month that counts, or the weekday in a week that does.
  int32_t AnchorOf(int weekday) const {
    if (every_.is_monthly) return MonthOf(*beginning_);
    const auto days_into_week = [this](int day) {
      return (day - WeekStart() + kDaysOfWeek) % kDaysOfWeek;
    };
    return *beginning_ - days_into_week(WeekdayOf(*beginning_)) +
           days_into_week(weekday);
  }

  // Sets the last day of a schedule that has a count of days. False when it
  // has one and nobody can tell where that leads.
  bool ApplyCount(std::vector<OpeningTime>& times) const {
    double left = schedule_.count();
    if (!(left >= 1)) return true;
    if (!beginning_) return false;
    for (DayNumber day = *beginning_; day < *beginning_ + kMostDaysCounted;
         ++day) {
      left -= std::any_of(
          times.begin(), times.end(),
          [day](const OpeningTime& time) { return OpensOn(time, day); });
      if (left >= 1) continue;
      for (OpeningTime& time : times) {
        time.last_day = std::min(time.last_day, day);
      }
      break;
    }
    return true;
  }

  const v1::Schedule& schedule_;
  // From where intervals and counts go.
  absl::optional<DayNumber> beginning_;
  CountedDays counted_;
  // What all its days have in common.
  OpeningTime every_;
};

void AddSchedules(
    const google::protobuf::RepeatedPtrField<v1::Schedule>& schedules,
    std::vector<OpeningTime>& times) {
  for (const v1::Schedule& schedule : schedules) {
    ScheduleReader(schedule).AddTo(times);
  }
}

// Whether both are of one weekday and open on the same days.
bool AreOfOneDay(const OpeningTime& a, OpeningTime b) {
  if (a.begin / kMinutesOfDay != b.begin / kMinutesOfDay) return false;
  b.begin = a.begin;
  b.end = a.end;
  return a == b;
}

// In order, what touches made one.
std::vector<OpeningTime> Joined(std::vector<OpeningTime> times) {
  std::sort(times.begin(), times.end());
  std::vector<OpeningTime> joined;
  for (const OpeningTime& time : times) {
    const auto touched = std::find_if(
        joined.begin(), joined.end(), [&time](const OpeningTime& earlier) {
          return time.begin <= earlier.end && AreOfOneDay(earlier, time);
        });
    if (touched == joined.end()) {
      joined.push_back(time);
    } else {
      touched->end = std::max(touched->end, time.end);
    }
  }
  return joined;
}

}  // namespace

absl::optional<uint16_t> MinuteOfDay(absl::string_view time) {
  const std::vector<absl::string_view> parts = absl::StrSplit(time, ':');
  int hour = 0;
  int minute = 0;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &hour) ||
      !absl::SimpleAtoi(parts[1].substr(0, 2), &minute)) {
    return absl::nullopt;
  }
  const int minutes = hour * 60 + minute;
  if (hour < 0 || minute < 0 || minute > 59 || minutes > kMinutesOfDay) {
    return absl::nullopt;
  }
  return static_cast<uint16_t>(minutes);
}

std::vector<OpeningTime> OpeningHours(const v1::Service& service) {
  std::vector<OpeningTime> times;
  AddSchedules(service.schedules(), times);
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    AddSchedules(at.schedules(), times);
    AddSchedules(at.location().schedules(), times);
  }
  return Joined(std::move(times));
}

}  // namespace localoffer
