#include "services/directory/open_at.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "storage/index/opening_hours.h"

namespace localoffer::directory {
namespace {

// Reads one of them.
class OpenAtReader {
 public:
  OpenAtReader(const v1::OpenAt& open_at, std::string field,
               std::vector<rpc::FieldError>& errors)
      : open_at_(open_at), field_(std::move(field)), errors_(errors) {}

  AskedTime Read() {
    ReadDay();
    ReadTimes();
    return asked_;
  }

 private:
  void Refuse(absl::string_view part, std::string wanted) {
    errors_.push_back({absl::StrCat(field_, ".", part), std::move(wanted)});
  }

  void ReadDay() {
    const int weekday = open_at_.day() - v1::DAY_OF_WEEK_MONDAY;
    const bool names_weekday = open_at_.day() != v1::DAY_OF_WEEK_UNSPECIFIED;
    if (open_at_.date().empty()) {
      if (!names_weekday || !v1::DayOfWeek_IsValid(open_at_.day())) {
        Refuse("day", "wanted a day of the week, or a date");
        return;
      }
      asked_.is_every_week = true;
      asked_.day = kSomeMonday + weekday;
      return;
    }
    const absl::optional<DayNumber> date = ReadDate(open_at_.date());
    if (!date.has_value()) {
      Refuse("date",
             absl::StrCat("\"", open_at_.date(), "\": wanted YYYY-MM-DD"));
      return;
    }
    asked_.day = *date;
    if (!names_weekday || WeekdayOf(asked_.day) == weekday) return;
    Refuse("day", "wanted the weekday of date, or none");
  }

  void ReadTimes() {
    const std::string& time = open_at_.time();
    const std::string& end_time = open_at_.end_time();
    if (!time.empty()) {
      const absl::optional<uint16_t> minute = MinuteOfDay(time);
      if (!minute.has_value() || *minute == kMinutesOfDay) {
        Refuse("time",
               absl::StrCat("\"", time, "\": wanted HH:MM, such as 14:30"));
        return;
      }
      asked_.begin = *minute;
      asked_.end = static_cast<uint16_t>(*minute + 1);
    }
    if (end_time.empty()) return;
    const absl::optional<uint16_t> minute = MinuteOfDay(end_time);
    if (!minute.has_value()) {
      Refuse("end_time",
             absl::StrCat("\"", end_time, "\": wanted HH:MM, at most 24:00"));
    } else if (*minute <= asked_.begin) {
      Refuse("end_time", absl::StrCat("\"", end_time, "\": wanted later than ",
                                      time.empty() ? "00:00" : time));
    } else {
      asked_.end = *minute;
    }
  }

  const v1::OpenAt& open_at_;
  const std::string field_;
  std::vector<rpc::FieldError>& errors_;
  AskedTime asked_;
};

}  // namespace

std::vector<AskedTime> ReadOpenAt(
    const google::protobuf::RepeatedPtrField<v1::OpenAt>& open_at,
    std::vector<rpc::FieldError>& errors) {
  std::vector<AskedTime> times;
  for (int i = 0; i < open_at.size(); ++i) {
    const std::string field = absl::StrCat("filter.open_at[", i, "]");
    times.push_back(OpenAtReader(open_at[i], field, errors).Read());
  }
  return times;
}

absl::optional<DayNumber> ReadDate(absl::string_view date) {
  constexpr absl::civil_year_t kLastYear = 9999;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date, &day) || day.year() < 1 ||
      day.year() > kLastYear) {
    return absl::nullopt;
  }
  return static_cast<DayNumber>(day - absl::CivilDay(1970, 1, 1));
}

DayNumber DayOf(absl::Time time) {
  const absl::Time day = std::max(time, absl::UnixEpoch());
  return static_cast<DayNumber>(absl::ToCivilDay(day, absl::UTCTimeZone()) -
                                absl::CivilDay(1970, 1, 1));
}

void JudgeOpening(DayNumber today, std::vector<AskedTime>& open_at) {
  constexpr int kDaysOfWeek = 7;
  for (AskedTime& asked : open_at) {
    if (!asked.is_every_week) continue;
    const int days_ahead = WeekdayOf(asked.day) - WeekdayOf(today);
    asked.day = today + (days_ahead + kDaysOfWeek) % kDaysOfWeek;
  }
}

}  // namespace localoffer::directory
