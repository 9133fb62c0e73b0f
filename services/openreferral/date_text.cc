#include "services/openreferral/date_text.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kMonths[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

constexpr absl::string_view kDateRewritten =
    "Dates are written YYYY-MM-DD; the day was read before the month.";

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// A number of at least one and at most `digits` digits.
std::optional<int> Number(absl::string_view text, size_t digits) {
  int number = 0;
  if (text.empty() || text.size() > digits) return std::nullopt;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<std::string> CalendarDate(std::optional<int> year,
                                        std::optional<int> month,
                                        std::optional<int> day) {
  if (!year || !month || !day || *year < 1000) return std::nullopt;
  const absl::CivilDay date(*year, *month, *day);
  if (date.month() != *month || date.day() != *day) return std::nullopt;
  return absl::StrFormat("%04d-%02d-%02d", *year, *month, *day);
}

std::optional<int> MonthFromName(absl::string_view name) {
  if (name.size() < 3) return std::nullopt;
  const std::string lower = absl::AsciiStrToLower(name);
  for (size_t i = 0; i < std::size(kMonths); ++i) {
    if (absl::StartsWith(kMonths[i], lower)) return static_cast<int>(i) + 1;
  }
  return lower == "sept" ? std::optional<int>(9) : std::nullopt;
}

// "1", "1st", "22nd".
std::optional<int> DayFromText(absl::string_view text) {
  for (const absl::string_view ending : {"st", "nd", "rd", "th"}) {
    if (absl::ConsumeSuffix(&text, ending)) break;
  }
  return Number(text, 2);
}

std::optional<std::string> IsoDate(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  return CalendarDate(Number(text.substr(0, 4), 4),
                      Number(text.substr(5, 2), 2),
                      Number(text.substr(8, 2), 2));
}

std::optional<std::string> NumericDate(absl::string_view text) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::ByAnyChar("/.-"));
  if (parts.size() != 3) return std::nullopt;
  if (parts[0].size() == 4) {
    return CalendarDate(Number(parts[0], 4), Number(parts[1], 2),
                        Number(parts[2], 2));
  }
  if (parts[2].size() != 4) return std::nullopt;
  return CalendarDate(Number(parts[2], 4), Number(parts[1], 2),
                      Number(parts[0], 2));
}

std::optional<std::string> WordyDate(absl::string_view text) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::ByAnyChar(" ,-"), absl::SkipEmpty());
  if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
  return CalendarDate(Number(parts[2], 4), MonthFromName(parts[1]),
                      DayFromText(parts[0]));
}

// RFC 5545's own form, "20260901" or "20260901T093000Z": without the
// punctuation of RFC 3339.
std::optional<std::string> BasicDate(absl::string_view text) {
  constexpr size_t kDate = 8;
  constexpr size_t kDateTime = 15;
  const auto digits = [text](size_t begin, size_t count) {
    return Number(text.substr(begin, count), count);
  };
  const absl::string_view zone =
      text.size() > kDateTime ? text.substr(kDateTime) : "";
  if (text.size() < kDate || (text.size() > kDate && text.size() < kDateTime) ||
      (!zone.empty() && zone != "Z")) {
    return std::nullopt;
  }
  auto date = CalendarDate(digits(0, 4), digits(4, 2), digits(6, 2));
  if (!date || text.size() == kDate) return date;
  const auto hour = digits(9, 2);
  const auto minute = digits(11, 2);
  const auto second = digits(13, 2);
  if (text[kDate] != 'T' || !hour || !minute || !second || *hour > 23 ||
      *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return absl::StrFormat("%sT%02d:%02d:%02d%s", *date, *hour, *minute, *second,
                         zone);
}

std::optional<std::string> AnyDate(absl::string_view text) {
  if (auto date = IsoDate(text)) return date;
  if (auto date = NumericDate(text)) return date;
  return WordyDate(text);
}

// "Z", "+01:00" or "+0100", as RFC 3339 writes it; empty for no zone.
std::optional<std::string> Zone(absl::string_view text) {
  if (text.empty()) return std::string();
  if (text == "Z" || text == "z") return std::string("Z");
  const absl::string_view digits = text.substr(1);
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const bool colon = digits.size() == 5 && digits[2] == ':';
  if (digits.size() != 4 && !colon) return std::nullopt;
  const auto hours = Number(digits.substr(0, 2), 2);
  const auto minutes = Number(digits.substr(digits.size() - 2), 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return absl::StrFormat("%c%02d:%02d", text[0], *hours, *minutes);
}

struct Clock {
  // HH:MM:SS with the fraction, if any.
  std::string time;
  std::string zone;
};

// The part of a date-time after the T.
std::optional<Clock> ParseClock(absl::string_view text) {
  const size_t zone_at = text.find_first_of("Zz+-");
  const absl::string_view time = text.substr(0, zone_at);
  const auto zone = Zone(text.substr(time.size()));
  std::vector<absl::string_view> parts = absl::StrSplit(time, ':');
  if (parts.size() == 2) parts.push_back("00");
  if (!zone || parts.size() != 3) return std::nullopt;
  const std::vector<absl::string_view> seconds =
      absl::StrSplit(parts[2], absl::MaxSplits('.', 1));
  const auto hour = Number(parts[0], 2);
  const auto minute = Number(parts[1], 2);
  const auto second = Number(seconds[0], 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 ||
      *second > 60) {
    return std::nullopt;
  }
  if (seconds.size() == 2 && !Number(seconds[1], 9)) return std::nullopt;
  return Clock{
      absl::StrFormat("%02d:%02d:%02d%s", *hour, *minute, *second,
                      seconds.size() == 2 ? absl::StrCat(".", seconds[1]) : ""),
      *zone};
}

struct DateTime {
  std::string date;
  Clock clock;
};

std::optional<DateTime> ParseDateTime(absl::string_view text) {
  const size_t split = text.find_first_of("Tt ");
  if (split == absl::string_view::npos) return std::nullopt;
  const absl::string_view date_text = text.substr(0, split);
  auto date = IsoDate(date_text);
  if (!date) date = NumericDate(date_text);
  auto clock = ParseClock(text.substr(split + 1));
  if (!date || !clock) return std::nullopt;
  return DateTime{*date, *clock};
}

// "9", "9:30", "0930" and "9.30" before am or pm, or on their own.
std::optional<Clock> LooseClock(absl::string_view text) {
  std::string lower = absl::AsciiStrToLower(text);
  absl::string_view rest = lower;
  const bool pm = absl::ConsumeSuffix(&rest, "pm");
  const bool am = !pm && absl::ConsumeSuffix(&rest, "am");
  rest = absl::StripTrailingAsciiWhitespace(rest);
  const size_t mark = rest.find_first_of(".:");
  absl::string_view minute_text = "00";
  absl::string_view hour_text = rest;
  if (mark != absl::string_view::npos) {
    hour_text = rest.substr(0, mark);
    minute_text = rest.substr(mark + 1);
  } else if (rest.size() == 4) {
    hour_text = rest.substr(0, 2);
    minute_text = rest.substr(2);
  } else if (!am && !pm) {
    return std::nullopt;
  }
  auto hour = Number(hour_text, 2);
  const auto minute = Number(minute_text, 2);
  if (!hour || !minute || minute_text.size() != 2 || *minute > 59 ||
      *hour * 60 + *minute > 24 * 60 ||
      ((am || pm) && (*hour > 12 || *hour == 0))) {
    return std::nullopt;
  }
  if (pm && *hour < 12) *hour += 12;
  if (am && *hour == 12) *hour = 0;
  return Clock{absl::StrFormat("%02d:%02d", *hour, *minute), ""};
}

bool IsStandardTime(absl::string_view text) {
  // The end of the day, at which things close.
  if (text == "24:00" || text == "24:00:00") return true;
  return text.size() >= 5 && IsDigit(text[0]) && IsDigit(text[1]) &&
         text[2] == ':' && ParseClock(text).has_value();
}

}  // namespace

Repaired RepairDate(absl::string_view supplied) {
  if (auto date = IsoDate(supplied)) return Unchanged(*date);
  if (auto date = AnyDate(supplied)) {
    return Changed(*date, "DATE_REWRITTEN", kDateRewritten);
  }
  if (auto date_time = ParseDateTime(supplied)) {
    return Changed(date_time->date, "DATE_CUT",
                   "A date was wanted, so the time of day was left out.");
  }
  return SetAside("DATE_INVALID",
                  "This is no date of the calendar in a form that could be "
                  "read, so the field was left empty.");
}

Repaired RepairDateTime(absl::string_view supplied) {
  if (auto date = AnyDate(supplied)) {
    return Changed(absl::StrCat(*date, "T00:00:00Z"), "DATE_TIME_COMPLETED",
                   "A time was wanted; midnight UTC was put after the date.");
  }
  const auto parsed = ParseDateTime(supplied);
  if (!parsed) {
    return SetAside("DATE_TIME_INVALID",
                    "This is no date and time in a form that could be read, "
                    "so the field was left empty.");
  }
  std::string text = absl::StrCat(parsed->date, "T", parsed->clock.time);
  if (parsed->clock.zone.empty()) {
    return Changed(absl::StrCat(text, "Z"), "ZONE_ASSUMED",
                   "The time had no zone; UTC (Z) was assumed.");
  }
  absl::StrAppend(&text, parsed->clock.zone);
  if (absl::EqualsIgnoreCase(text, supplied)) {
    return Unchanged(std::string(supplied));
  }
  return Changed(text, "DATE_TIME_REWRITTEN",
                 "Date and time are written as in 2024-02-01T09:30:00Z.");
}

Repaired RepairDateOrDateTime(absl::string_view supplied) {
  if (IsoDate(supplied) || ParseDateTime(supplied)) {
    return Unchanged(std::string(supplied));
  }
  if (auto date = BasicDate(supplied)) {
    return Changed(*date, "DATE_REWRITTEN", kDateRewritten);
  }
  return RepairDate(supplied);
}

Repaired RepairTime(absl::string_view supplied) {
  if (IsStandardTime(supplied)) return Unchanged(std::string(supplied));
  if (auto clock = LooseClock(supplied)) {
    return Changed(clock->time, "TIME_REWRITTEN",
                   "Times of day are written HH:MM, from 00:00 to 24:00.");
  }
  return SetAside("TIME_INVALID",
                  "This is no time of day in a form that could be read, so "
                  "the field was left empty.");
}

}  // namespace localoffer::openreferral
