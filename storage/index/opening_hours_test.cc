#include "storage/index/opening_hours.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<WeekTime> Read(const std::string& service) {
  v1::Service message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(service, &message));
  return OpeningHours(message);
}

constexpr uint16_t At(int day, int hour, int minute = 0) {
  return static_cast<uint16_t>(day * kMinutesOfDay + hour * 60 + minute);
}

TEST(OpeningHours, AreThoseOfEachDayNamed) {
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_WEEKLY
                      byday: "MO, we" opens_at: "09:30" closes_at: "17:00:00" })"),
              ElementsAre(WeekTime{At(0, 9, 30), At(0, 17)},
                          WeekTime{At(2, 9, 30), At(2, 17)}));
}

TEST(OpeningHours, WithoutTimesTheWholeDayCounts) {
  EXPECT_THAT(Read(R"(schedules { byday: "SU" })"),
              ElementsAre(WeekTime{At(6, 0), At(7, 0)}));
}

TEST(OpeningHours, WithoutDaysAWeeklyScheduleHasThatOfItsBeginning) {
  // A Thursday.
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_WEEKLY
                      dtstart: "2026-01-01T10:00:00Z"
                      opens_at: "10:00" closes_at: "11:00" })"),
              ElementsAre(WeekTime{At(3, 10), At(3, 11)}));
  EXPECT_THAT(Read(R"(schedules { opens_at: "10:00" closes_at: "11:00" })"),
              IsEmpty());
}

TEST(OpeningHours, ANightGoesOnPastMidnightAndTheWeek) {
  EXPECT_THAT(
      Read(R"(schedules { byday: "SU" opens_at: "20:00" closes_at: "08:00" })"),
      ElementsAre(WeekTime{At(0, 0), At(0, 8)},
                  WeekTime{At(6, 20), At(7, 0)}));
}

TEST(OpeningHours, DaysOfAMonthCountAsDaysOfAWeek) {
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_MONTHLY
                      byday: "1TU,-1FR" })"),
              ElementsAre(WeekTime{At(1, 0), At(2, 0)},
                          WeekTime{At(4, 0), At(5, 0)}));
}

TEST(OpeningHours, SchedulesOfEveryKindAreJoined) {
  EXPECT_THAT(
      Read(R"(schedules { byday: "MO" opens_at: "09:00" closes_at: "12:00" }
              service_at_locations {
                schedules { byday: "MO" opens_at: "12:00" closes_at: "14:00" }
                location { schedules {
                  byday: "MO" opens_at: "13:00" closes_at: "15:00" } } })"),
      ElementsAre(WeekTime{At(0, 9), At(0, 15)}));
}

TEST(OpeningHours, NonsenseIsPassedOver) {
  EXPECT_THAT(Read(R"(schedules { byday: "every day" })"), IsEmpty());
  EXPECT_THAT(Read(R"(schedules { byday: "MO" opens_at: "late" })"),
              ElementsAre(WeekTime{At(0, 0), At(1, 0)}));
}

TEST(MinuteOfDay, ReadsTimesOnly) {
  EXPECT_EQ(MinuteOfDay("00:00"), 0);
  EXPECT_EQ(MinuteOfDay("09:05:59"), 545);
  EXPECT_EQ(MinuteOfDay("10:30:00Z"), 630);
  EXPECT_EQ(MinuteOfDay("24:00"), kMinutesOfDay);
  for (const char* text : {"", "9", "25:00", "24:01", "10:60", "-1:00", "a:b"}) {
    EXPECT_FALSE(MinuteOfDay(text).has_value()) << text;
  }
}

TEST(IsOpen, NeedsAMinuteInCommon) {
  const std::vector<WeekTime> times = {{60, 120}};
  EXPECT_TRUE(IsOpen(times, 119, 120));
  EXPECT_TRUE(IsOpen(times, 0, 1440));
  EXPECT_FALSE(IsOpen(times, 120, 121));
  EXPECT_FALSE(IsOpen(times, 59, 60));
}

}  // namespace
}  // namespace localoffer
