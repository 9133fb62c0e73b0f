#include "services/openreferral/csv_opening.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/entry/forms.h"

namespace localoffer::openreferral {
namespace {

constexpr size_t kDaysOfWeek = 7;
constexpr std::array<absl::string_view, kDaysOfWeek> kDays = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};
constexpr std::array<absl::string_view, kDaysOfWeek> kCodes = {
    "MO", "TU", "WE", "TH", "FR", "SA", "SU"};

// By number of the day, from Monday.
using Days = std::array<bool, kDaysOfWeek>;

bool HasAny(const Days& days) {
  return std::any_of(days.begin(), days.end(), [](bool day) { return day; });
}

std::optional<size_t> DayOf(absl::string_view text) {
  constexpr size_t kShortest = 2;
  for (size_t day = 0; day < kDaysOfWeek; ++day) {
    // "Mondays" too.
    if (text.size() >= kShortest &&
        absl::StartsWith(absl::StrCat(kDays[day], "s"), text)) {
      return day;
    }
  }
  return std::nullopt;
}

// Days and ranges of days between commas.
std::optional<Days> DaysOf(absl::string_view text) {
  Days days = {};
  if (text == "daily") {
    days.fill(true);
    return days;
  }
  for (const absl::string_view part :
       absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    const std::vector<absl::string_view> ends = absl::StrSplit(part, '-');
    const auto first = DayOf(absl::StripAsciiWhitespace(ends.front()));
    const auto last = DayOf(absl::StripAsciiWhitespace(ends.back()));
    if (!first || !last || ends.size() > 2) return std::nullopt;
    for (size_t day = *first;; day = (day + 1) % kDaysOfWeek) {
      days[day] = true;
      if (day == *last) break;
    }
  }
  if (!HasAny(days)) return std::nullopt;
  return days;
}

// HH:MM of "9:00" too.
std::optional<std::string> TimeOf(absl::string_view text) {
  std::string time(absl::StripAsciiWhitespace(text));
  constexpr size_t kWithoutZero = 4;
  constexpr size_t kWhole = 5;
  if (time.size() == kWithoutZero) time = absl::StrCat("0", time);
  if (time.size() != kWhole || !entry::IsTimeOfDay(time)) return std::nullopt;
  return time;
}

std::string ByDay(const Days& days) {
  std::vector<absl::string_view> codes;
  for (size_t day = 0; day < kDaysOfWeek; ++day) {
    if (days[day]) codes.push_back(kCodes[day]);
  }
  return absl::StrJoin(codes, ",");
}

OpeningReading Refused(absl::string_view reason, absl::string_view wanted) {
  OpeningReading reading;
  reading.reason = reason;
  reading.wanted = wanted;
  return reading;
}

// The days of a BYDAY list without positions in a month; absent for others.
std::optional<Days> DaysOfRule(absl::string_view byday) {
  Days days = {};
  for (const absl::string_view code :
       absl::StrSplit(byday, absl::ByAnyChar(",; "), absl::SkipEmpty())) {
    const auto* const known = std::find(kCodes.begin(), kCodes.end(), code);
    if (known == kCodes.end()) return std::nullopt;
    days[static_cast<size_t>(known - kCodes.begin())] = true;
  }
  if (!HasAny(days)) return std::nullopt;
  return days;
}

std::string TitleOf(size_t day) {
  return absl::StrCat(kCodes[day].substr(0, 1),
                      absl::AsciiStrToLower(kCodes[day].substr(1)));
}

// "Mo-Fr", "Mo,We": three days or more in a row make a range.
std::string DayList(const Days& days) {
  std::vector<std::string> parts;
  for (size_t first = 0; first < kDaysOfWeek; ++first) {
    if (!days[first]) continue;
    size_t last = first;
    while (last + 1 < kDaysOfWeek && days[last + 1]) ++last;
    if (last - first < 2) last = first;
    parts.push_back(last == first
                        ? TitleOf(first)
                        : absl::StrCat(TitleOf(first), "-", TitleOf(last)));
    first = last;
  }
  return absl::StrJoin(parts, ",");
}

bool IsEveryWeek(const v1::Schedule& schedule) {
  return schedule.freq() == v1::SCHEDULE_FREQUENCY_WEEKLY &&
         (!schedule.has_interval() || schedule.interval() == 1) &&
         !schedule.has_count() && !schedule.has_valid_from() &&
         !schedule.has_valid_to() && !schedule.has_dtstart() &&
         !schedule.has_until() && !schedule.has_byweekno() &&
         !schedule.has_bymonthday() && !schedule.has_byyearday();
}

}  // namespace

OpeningReading ReadOpening(absl::string_view item) {
  // Word processors write "–" for "-".
  std::string text =
      absl::AsciiStrToLower(absl::StrReplaceAll(item, {{"\xE2\x80\x93", "-"}}));
  const size_t times_at =
      std::min(text.find_first_of("0123456789"), text.size());
  const auto days = DaysOf(
      absl::StripAsciiWhitespace(absl::string_view(text).substr(0, times_at)));
  if (!days) {
    return Refused("NOT_A_DAY",
                   "a day or days first, such as Mo, Mo-Fr or Mo,We, as in "
                   "Mo-Fr 09:00-17:00");
  }
  OpeningReading reading;
  for (const absl::string_view stretch :
       absl::StrSplit(absl::string_view(text).substr(times_at), ',')) {
    const std::vector<absl::string_view> ends = absl::StrSplit(stretch, '-');
    const auto opens = TimeOf(ends.front());
    const auto closes = TimeOf(ends.back());
    if (!opens || !closes || ends.size() != 2 || *opens == *closes ||
        *opens == "24:00") {
      return Refused("NOT_OPENING_TIMES",
                     "times from 00:00 to 24:00 behind the days, as in Mo-Fr "
                     "09:00-12:30, 13:00-17:00");
    }
    v1::Schedule& schedule = reading.schedules.emplace_back();
    schedule.set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
    schedule.set_byday(ByDay(*days));
    schedule.set_opens_at(*opens);
    schedule.set_closes_at(*closes);
  }
  return reading;
}

std::string OpeningCell(
    const google::protobuf::RepeatedPtrField<v1::Schedule>& schedules) {
  constexpr size_t kToMinutes = 5;
  std::vector<std::string> items;
  std::string days_before;
  for (const v1::Schedule& schedule : schedules) {
    const auto days = DaysOfRule(schedule.byday());
    const auto opens = TimeOf(schedule.opens_at().substr(0, kToMinutes));
    const auto closes = TimeOf(schedule.closes_at().substr(0, kToMinutes));
    if (!IsEveryWeek(schedule) || !days || !opens || !closes) continue;
    std::string day_list = DayList(*days);
    const std::string stretch = absl::StrCat(*opens, "-", *closes);
    if (day_list == days_before) {
      absl::StrAppend(&items.back(), ", ", stretch);
    } else {
      items.push_back(absl::StrCat(day_list, " ", stretch));
    }
    days_before = std::move(day_list);
  }
  return absl::StrJoin(items, "; ");
}

}  // namespace localoffer::openreferral
