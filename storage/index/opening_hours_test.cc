#include "storage/index/opening_hours.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<OpeningTime> Read(const std::string& service) {
  v1::Service message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(service, &message));
  return OpeningHours(message);
}

constexpr uint16_t At(int day, int hour, int minute = 0) {
  return static_cast<uint16_t>(day * kMinutesOfDay + hour * 60 + minute);
}

OpeningTime EveryWeek(uint16_t begin, uint16_t end) {
  OpeningTime time;
  time.begin = begin;
  time.end = end;
  return time;
}

DayNumber Day(int year, int month, int day) {
  return static_cast<DayNumber>(absl::CivilDay(year, month, day) -
                                absl::CivilDay(1970, 1, 1));
}

bool IsOpenOn(const std::string& schedule, DayNumber day) {
  AskedTime asked;
  asked.day = day;
  return IsOpen(Read(absl::StrCat("schedules { ", schedule, " }")), asked);
}

bool IsOpenEveryWeek(const std::string& schedule, DayNumber day) {
  AskedTime asked;
  asked.day = day;
  asked.is_every_week = true;
  return IsOpen(Read(absl::StrCat("schedules { ", schedule, " }")), asked);
}

TEST(OpeningHours, AreThoseOfEachDayNamed) {
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_WEEKLY
                      byday: "MO, we" opens_at: "09:30" closes_at: "17:00:00" })"),
              ElementsAre(EveryWeek(At(0, 9, 30), At(0, 17)),
                          EveryWeek(At(2, 9, 30), At(2, 17))));
}

TEST(OpeningHours, WithoutTimesTheWholeDayCounts) {
  EXPECT_THAT(Read(R"(schedules { byday: "SU" })"),
              ElementsAre(EveryWeek(At(6, 0), At(7, 0))));
}

TEST(OpeningHours, WithoutDaysAWeeklyScheduleHasThatOfItsBeginning) {
  OpeningTime thursdays = EveryWeek(At(3, 10), At(3, 11));
  thursdays.first_day = Day(2026, 1, 1);
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_WEEKLY
                      dtstart: "2026-01-01T10:00:00Z"
                      opens_at: "10:00" closes_at: "11:00" })"),
              ElementsAre(thursdays));
  EXPECT_THAT(Read(R"(schedules { opens_at: "10:00" closes_at: "11:00" })"),
              IsEmpty());
}

TEST(OpeningHours, ANightGoesOnPastMidnightAndTheWeek) {
  const std::vector<OpeningTime> times =
      Read(R"(schedules { byday: "SU" opens_at: "20:00" closes_at: "08:00" })");
  EXPECT_THAT(times, ElementsAre(EveryWeek(At(6, 20), At(7, 8))));
  // Monday, 7 September 2026.
  AskedTime asked = {Day(2026, 9, 7), 479, 480};
  EXPECT_TRUE(IsOpen(times, asked));
  asked = {Day(2026, 9, 7), 480, 481};
  EXPECT_FALSE(IsOpen(times, asked));
}

TEST(OpeningHours, EndWithTheScheduleAndBeginWithIt) {
  // Mondays.
  constexpr char kTerm[] =
      R"(byday: "MO" valid_from: "2026-09-07" valid_to: "2026-12-14T00:00:00Z")";
  EXPECT_FALSE(IsOpenOn(kTerm, Day(2026, 8, 31)));
  EXPECT_TRUE(IsOpenOn(kTerm, Day(2026, 9, 7)));
  EXPECT_TRUE(IsOpenOn(kTerm, Day(2026, 12, 14)));
  EXPECT_FALSE(IsOpenOn(kTerm, Day(2026, 12, 21)));
  EXPECT_FALSE(IsOpenEveryWeek(kTerm, Day(2026, 12, 21)));
  EXPECT_TRUE(IsOpenEveryWeek(kTerm, Day(2026, 12, 14)));
  EXPECT_FALSE(IsOpenOn(R"(byday: "MO" until: "2026-09-06")", Day(2026, 9, 7)));
  EXPECT_FALSE(
      IsOpenOn(R"(byday: "MO" dtstart: "2026-09-08")", Day(2026, 9, 7)));
}

TEST(OpeningHours, EverySecondWeekIsNotEveryWeek) {
  constexpr char kFortnightly[] =
      R"(freq: SCHEDULE_FREQUENCY_WEEKLY interval: 2 byday: "MO,SU"
         dtstart: "2026-09-07")";
  EXPECT_TRUE(IsOpenOn(kFortnightly, Day(2026, 9, 7)));
  EXPECT_TRUE(IsOpenOn(kFortnightly, Day(2026, 9, 13)));
  EXPECT_FALSE(IsOpenOn(kFortnightly, Day(2026, 9, 14)));
  EXPECT_TRUE(IsOpenOn(kFortnightly, Day(2026, 9, 21)));
  EXPECT_FALSE(IsOpenEveryWeek(kFortnightly, Day(2026, 9, 21)));
  // In which weeks, nobody says.
  EXPECT_THAT(Read(R"(schedules { freq: SCHEDULE_FREQUENCY_WEEKLY interval: 2
                                  byday: "MO" })"),
              IsEmpty());
}

TEST(OpeningHours, WeeksBeginWithTheDayThatIsNamed) {
  constexpr char kFromSunday[] =
      R"(freq: SCHEDULE_FREQUENCY_WEEKLY interval: 2 byday: "MO,SU"
         dtstart: "2026-09-07" wkst: WEEKDAY_SU)";
  EXPECT_FALSE(IsOpenOn(kFromSunday, Day(2026, 9, 13)));
  EXPECT_TRUE(IsOpenOn(kFromSunday, Day(2026, 9, 20)));
}

TEST(OpeningHours, DaysOfAMonthAreThoseDaysOnly) {
  constexpr char kMonthly[] =
      R"(freq: SCHEDULE_FREQUENCY_MONTHLY byday: "1TU,-1FR")";
  EXPECT_TRUE(IsOpenOn(kMonthly, Day(2026, 9, 1)));
  EXPECT_FALSE(IsOpenOn(kMonthly, Day(2026, 9, 8)));
  EXPECT_FALSE(IsOpenOn(kMonthly, Day(2026, 9, 18)));
  EXPECT_TRUE(IsOpenOn(kMonthly, Day(2026, 9, 25)));
  EXPECT_FALSE(IsOpenEveryWeek(kMonthly, Day(2026, 9, 1)));
  // Every Tuesday of a month is every Tuesday.
  EXPECT_TRUE(IsOpenEveryWeek(R"(freq: SCHEDULE_FREQUENCY_MONTHLY byday: "TU")",
                              Day(2026, 9, 8)));
}

TEST(OpeningHours, ACountEndsThemWithItsLastDay) {
  constexpr char kFourTimes[] =
      R"(freq: SCHEDULE_FREQUENCY_WEEKLY byday: "MO,WE" count: 4
         dtstart: "2026-09-07")";
  EXPECT_TRUE(IsOpenOn(kFourTimes, Day(2026, 9, 16)));
  EXPECT_FALSE(IsOpenOn(kFourTimes, Day(2026, 9, 21)));
  EXPECT_THAT(Read(R"(schedules { byday: "MO" count: 4 })"), IsEmpty());
}

TEST(OpeningHours, WhatCannotBeToldCountsForNothing) {
  EXPECT_THAT(Read(R"(schedules { byday: "MO" dtstart: "2026-09-07"
                                  interval: 2000 })"),
              IsEmpty());
  for (const char* part :
       {R"(byday: "1MO" bymonthday: "3")", R"(bymonthday: "3" byyearday: "34")",
        R"(bymonthday: "0,32")", R"(byweekno: "20")"}) {
    EXPECT_THAT(Read(absl::StrCat("schedules { ", part, " }")), IsEmpty())
        << part;
  }
}

TEST(OpeningHours, DaysOfAMonthMayBeNumbered) {
  constexpr char kFirstAndLast[] =
      R"(freq: SCHEDULE_FREQUENCY_MONTHLY bymonthday: "1,-1")";
  EXPECT_TRUE(IsOpenOn(kFirstAndLast, Day(2028, 2, 29)));
  EXPECT_FALSE(IsOpenOn(kFirstAndLast, Day(2028, 2, 28)));
  EXPECT_TRUE(IsOpenOn(kFirstAndLast, Day(2028, 3, 1)));
  EXPECT_FALSE(IsOpenEveryWeek(kFirstAndLast, Day(2028, 3, 1)));
  constexpr char kFridayThe13th[] = R"(byday: "FR" bymonthday: "13")";
  EXPECT_TRUE(IsOpenOn(kFridayThe13th, Day(2026, 11, 13)));
  EXPECT_FALSE(IsOpenOn(kFridayThe13th, Day(2026, 10, 13)));
  // The day of its beginning, when it names none.
  constexpr char kFifteenth[] =
      R"(freq: SCHEDULE_FREQUENCY_MONTHLY dtstart: "2026-09-15")";
  EXPECT_TRUE(IsOpenOn(kFifteenth, Day(2026, 10, 15)));
  EXPECT_FALSE(IsOpenOn(kFifteenth, Day(2026, 10, 13)));
}

TEST(OpeningHours, DaysAndWeeksOfAYearMayBeNumbered) {
  EXPECT_TRUE(IsOpenOn(R"(byyearday: "60")", Day(2028, 2, 29)));
  EXPECT_TRUE(IsOpenOn(R"(byyearday: "60")", Day(2027, 3, 1)));
  EXPECT_TRUE(IsOpenOn(R"(byyearday: "-1")", Day(2027, 12, 31)));
  // 2027 begins within week 53 of 2026.
  constexpr char kLastWeek[] = R"(byday: "FR,MO" byweekno: "-1")";
  EXPECT_TRUE(IsOpenOn(kLastWeek, Day(2027, 1, 1)));
  EXPECT_FALSE(IsOpenOn(kLastWeek, Day(2027, 1, 4)));
  EXPECT_TRUE(IsOpenOn(R"(byday: "MO" byweekno: "1")", Day(2027, 1, 4)));
}

TEST(OpeningHours, SchedulesOfEveryKindAreJoined) {
  EXPECT_THAT(
      Read(R"(schedules { byday: "MO" opens_at: "09:00" closes_at: "12:00" }
              service_at_locations {
                schedules { byday: "MO" opens_at: "12:00" closes_at: "14:00" }
                location { schedules {
                  byday: "MO" opens_at: "13:00" closes_at: "15:00" } } })"),
      ElementsAre(EveryWeek(At(0, 9), At(0, 15))));
}

TEST(OpeningHours, SchedulesOfDifferentTermsAreNotJoined) {
  EXPECT_THAT(
      Read(R"(schedules { byday: "MO" opens_at: "09:00" closes_at: "12:00" }
              schedules { byday: "MO" opens_at: "12:00" closes_at: "14:00"
                          valid_to: "2026-09-07" })"),
      ::testing::SizeIs(2));
}

TEST(OpeningHours, NonsenseIsPassedOver) {
  EXPECT_THAT(Read(R"(schedules { byday: "every day" })"), IsEmpty());
  EXPECT_THAT(Read(R"(schedules { byday: "0MO,9TU" })"), IsEmpty());
  EXPECT_THAT(Read(R"(schedules { byday: "MO" opens_at: "late" until: "?" })"),
              ElementsAre(EveryWeek(At(0, 0), At(1, 0))));
}

TEST(MinuteOfDay, ReadsTimesOnly) {
  EXPECT_EQ(MinuteOfDay("00:00"), 0);
  EXPECT_EQ(MinuteOfDay("09:05:59"), 545);
  EXPECT_EQ(MinuteOfDay("10:30:00Z"), 630);
  EXPECT_EQ(MinuteOfDay("24:00"), kMinutesOfDay);
  for (const char* text :
       {"", "9", "25:00", "24:01", "10:60", "-1:00", "a:b"}) {
    EXPECT_FALSE(MinuteOfDay(text).has_value()) << text;
  }
}

TEST(IsOpen, NeedsAMinuteInCommon) {
  // Thursdays, of which 1970-01-01 is one.
  const std::vector<OpeningTime> times = {EveryWeek(At(3, 1), At(3, 2))};
  EXPECT_TRUE(IsOpen(times, {0, 119, 120}));
  EXPECT_TRUE(IsOpen(times, {0, 0, 1440}));
  EXPECT_FALSE(IsOpen(times, {0, 120, 121}));
  EXPECT_FALSE(IsOpen(times, {0, 59, 60}));
  EXPECT_FALSE(IsOpen(times, {1, 0, 1440}));
}

}  // namespace
}  // namespace localoffer
