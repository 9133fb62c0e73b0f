#include "services/openreferral/csv_opening.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

// Each schedule as "MO,TU 09:00-17:00"; the reason of a refusal.
std::string Shown(absl::string_view item) {
  const OpeningReading reading = ReadOpening(item);
  if (reading.refused()) {
    EXPECT_TRUE(reading.schedules.empty());
    return std::string(reading.reason);
  }
  return absl::StrJoin(
      reading.schedules, " ",
      [](std::string* out, const v1::Schedule& schedule) {
        EXPECT_EQ(schedule.freq(), v1::SCHEDULE_FREQUENCY_WEEKLY);
        absl::StrAppend(out, schedule.byday(), " ", schedule.opens_at(), "-",
                        schedule.closes_at());
      });
}

TEST(Opening, IsDaysAndTimes) {
  for (const auto& [item, shown] :
       {std::pair("Mo-Fr 09:00-17:00", "MO,TU,WE,TH,FR 09:00-17:00"),
        std::pair("sa 10:00-12:00", "SA 10:00-12:00"),
        std::pair("Mo,We 9:00 - 15:30", "MO,WE 09:00-15:30"),
        std::pair("Monday, Wednesday-Thursday 09:00-15:00",
                  "MO,WE,TH 09:00-15:00"),
        std::pair("Saturdays 20:00–02:00", "SA 20:00-02:00"),
        std::pair("Sa-Mo 10:00-11:00", "MO,SA,SU 10:00-11:00"),
        std::pair("daily 00:00-24:00", "MO,TU,WE,TH,FR,SA,SU 00:00-24:00"),
        std::pair("Tu 09:00-12:00, 13:00-17:00",
                  "TU 09:00-12:00 TU 13:00-17:00")}) {
    EXPECT_EQ(Shown(item), shown) << item;
  }
}

TEST(Opening, SaysWhichPartIsNotUnderstood) {
  for (const char* item :
       {"09:00-17:00", "Someday 09:00-17:00", "M 09:00-10:00", "by appointment",
        "Mo-Fr-Su 09:00-10:00", "term time 09:00-10:00"}) {
    EXPECT_EQ(Shown(item), "NOT_A_DAY") << item;
  }
  for (const char* item :
       {"Mo", "Mo 9", "Mo 09:00", "Mo 09:00-25:00", "Mo 9am-5pm",
        "Mo 09:00-17:00,", "Mo 10:00-10:00", "Mo 09:00-12:00-13:00",
        "Mo 24:00-08:00", "Mo 09:00-17:00 in term time"}) {
    EXPECT_EQ(Shown(item), "NOT_OPENING_TIMES") << item;
  }
}

TEST(OpeningCell, ReadsBackEqual) {
  for (const char* cell :
       {"Mo-Fr 09:00-17:00; Sa 10:00-12:00", "Mo,Tu,Th-Sa 09:00-15:00",
        "Mo-Su 00:00-24:00", "Tu 09:00-12:00, 13:00-17:00; We 08:00-02:00"}) {
    v1::Service service;
    for (const absl::string_view item : absl::StrSplit(cell, "; ")) {
      for (const v1::Schedule& schedule : ReadOpening(item).schedules) {
        *service.add_schedules() = schedule;
      }
    }
    EXPECT_EQ(OpeningCell(service.schedules()), cell);
  }
}

TEST(OpeningCell, HasNoRoomForWhatIsNotEveryWeek) {
  v1::Service service;
  for (int i = 0; i < 4; ++i) {
    *service.add_schedules() = ReadOpening("Mo 09:00-17:00").schedules[0];
  }
  service.mutable_schedules(0)->set_interval(2);
  service.mutable_schedules(1)->set_until("2026-09-01");
  service.mutable_schedules(2)->set_byday("1MO");
  service.mutable_schedules(3)->clear_closes_at();
  EXPECT_EQ(OpeningCell(service.schedules()), "");
}

}  // namespace
}  // namespace localoffer::openreferral
