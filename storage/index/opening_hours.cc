#include "storage/index/opening_hours.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace localoffer {
namespace {

constexpr absl::string_view kDays[] = {"MO", "TU", "WE", "TH",
                                       "FR", "SA", "SU"};

// The number of a day in a BYDAY list, from 0 for Monday.
absl::optional<int> DayOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  while (!text.empty() && !absl::ascii_isalpha(text.front())) {
    text.remove_prefix(1);  // "1MO", "-1FR"
  }
  const std::string day = absl::AsciiStrToUpper(text.substr(0, 2));
  const auto* const found = std::find(std::begin(kDays), std::end(kDays), day);
  if (found == std::end(kDays)) return absl::nullopt;
  return static_cast<int>(found - std::begin(kDays));
}

std::vector<int> DaysOf(const v1::Schedule& schedule) {
  std::vector<int> days;
  for (const absl::string_view text :
       absl::StrSplit(schedule.byday(), absl::ByAnyChar(",; "))) {
    if (const auto day = DayOf(text); day.has_value()) days.push_back(*day);
  }
  if (days.empty() && schedule.freq() == v1::SCHEDULE_FREQUENCY_WEEKLY) {
    absl::CivilDay first;
    if (absl::ParseCivilTime(schedule.dtstart().substr(0, 10), &first)) {
      days.push_back(static_cast<int>(absl::GetWeekday(first)));
    }
  }
  return days;
}

void AddDay(int day, uint16_t opens, uint16_t closes,
            std::vector<WeekTime>& times) {
  const auto midnight = static_cast<uint16_t>(day * kMinutesOfDay);
  if (closes > opens) {
    times.push_back({static_cast<uint16_t>(midnight + opens),
                     static_cast<uint16_t>(midnight + closes)});
    return;
  }
  const auto next = static_cast<uint16_t>((day + 1) % 7 * kMinutesOfDay);
  // Who opens at 24:00 opens the next day.
  if (opens < kMinutesOfDay) {
    times.push_back({static_cast<uint16_t>(midnight + opens),
                     static_cast<uint16_t>(midnight + kMinutesOfDay)});
  }
  if (closes > 0) {
    times.push_back({next, static_cast<uint16_t>(next + closes)});
  }
}

void AddSchedules(
    const google::protobuf::RepeatedPtrField<v1::Schedule>& schedules,
    std::vector<WeekTime>& times) {
  for (const v1::Schedule& schedule : schedules) {
    const uint16_t opens = MinuteOfDay(schedule.opens_at()).value_or(0);
    const uint16_t closes =
        MinuteOfDay(schedule.closes_at()).value_or(kMinutesOfDay);
    for (const int day : DaysOf(schedule)) AddDay(day, opens, closes, times);
  }
}

// In order, what touches made one.
std::vector<WeekTime> Joined(std::vector<WeekTime> times) {
  std::sort(times.begin(), times.end(),
            [](const WeekTime& a, const WeekTime& b) {
              return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
            });
  std::vector<WeekTime> joined;
  for (const WeekTime& time : times) {
    if (!joined.empty() && time.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, time.end);
    } else {
      joined.push_back(time);
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

std::vector<WeekTime> OpeningHours(const v1::Service& service) {
  std::vector<WeekTime> times;
  AddSchedules(service.schedules(), times);
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    AddSchedules(at.schedules(), times);
    AddSchedules(at.location().schedules(), times);
  }
  return Joined(std::move(times));
}

bool IsOpen(absl::Span<const WeekTime> times, uint16_t begin, uint16_t end) {
  return std::any_of(times.begin(), times.end(), [&](const WeekTime& time) {
    return time.begin < end && begin < time.end;
  });
}

}  // namespace localoffer
