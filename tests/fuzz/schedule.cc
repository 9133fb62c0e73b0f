// Schedules as feeds write them: whatever they say, each time is one of a week,
// and what opens on a day is found open on it.
#include "google/protobuf/text_format.h"
#include "storage/index/opening_hours.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

// In January 2026, and as many as a year has.
constexpr DayNumber kFirstDay = 20'460;
constexpr DayNumber kDays = 366;

}  // namespace

void Run(absl::string_view bytes) {
  if (const auto minute = MinuteOfDay(bytes)) {
    FUZZ_CHECK(*minute <= kMinutesOfDay);
  }
  Pieces pieces(bytes);
  v1::Service service;
  while (!pieces.done() && service.schedules_size() < 20) {
    v1::Schedule& schedule = *service.add_schedules();
    schedule.set_freq(static_cast<v1::ScheduleFrequency>(pieces.Number(1) % 8));
    schedule.set_byday(pieces.Next());
    schedule.set_opens_at(pieces.Next());
    schedule.set_closes_at(pieces.Next());
    schedule.set_dtstart(pieces.Next());
  }
  const std::vector<OpeningTime> times = OpeningHours(service);
  for (const OpeningTime& time : times) {
    FUZZ_CHECK(time.begin < kMinutesOfWeek);
    FUZZ_CHECK(time.begin < time.end);
    FUZZ_CHECK(time.end <= kLastEnd);
    FUZZ_CHECK(time.interval >= 1);
    for (DayNumber day = kFirstDay; day < kFirstDay + kDays; ++day) {
      if (!OpensOn(time, day)) continue;
      FUZZ_CHECK(time.begin / kMinutesOfDay == WeekdayOf(day));
      const auto minute = static_cast<uint16_t>(time.begin % kMinutesOfDay);
      const auto next = static_cast<uint16_t>(minute + 1);
      FUZZ_CHECK(IsOpen(times, {day, minute, next}));
    }
  }
}

std::vector<std::string> Seeds() {
  const std::string weekly(1, '\2');
  return {weekly + Joined({"MO, we", "09:30", "17:00:00", ""}),
          weekly + Joined({"SU", "20:00", "08:00", ""}),
          weekly + Joined({"", "10:00", "11:00", "2026-01-01T10:00:00Z"}) +
              std::string(1, '\3') + Joined({"1TU,-1FR", "", "", ""}),
          "24:00"};
}

}  // namespace localoffer::fuzz
