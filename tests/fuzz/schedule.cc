// Schedules as feeds write them: whatever they say, the times of a week are in
// order and apart.
#include "google/protobuf/text_format.h"
#include "storage/index/opening_hours.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

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
  const std::vector<WeekTime> times = OpeningHours(service);
  int last_end = -1;
  for (const WeekTime& time : times) {
    FUZZ_CHECK(time.begin < time.end);
    FUZZ_CHECK(time.end <= kMinutesOfWeek);
    // Those that touch are joined.
    FUZZ_CHECK(time.begin > last_end);
    FUZZ_CHECK(IsOpen(times, time.begin, time.begin + 1));
    last_end = time.end;
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
