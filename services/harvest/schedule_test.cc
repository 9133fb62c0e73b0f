#include "services/harvest/schedule.h"

#include "gtest/gtest.h"

namespace localoffer::harvest {
namespace {

constexpr absl::Time kNow = absl::UnixEpoch();

absl::Duration Wait(int failures, double random) {
  return NextAttempt(
             {.end = kNow, .interval = absl::Hours(10), .failures = failures},
             random) -
         kNow;
}

TEST(Schedule, AfterSuccessIsTheIntervalGiveOrTakeATenth) {
  EXPECT_EQ(Wait(0, 0.5), absl::Hours(10));
  EXPECT_EQ(Wait(0, 0), absl::Hours(9));
  EXPECT_EQ(Wait(0, 1), absl::Hours(11));
}

TEST(Schedule, BacksOffWithEveryFailureUpToADay) {
  EXPECT_EQ(Wait(1, 0.5), absl::Minutes(5));
  EXPECT_EQ(Wait(2, 0.5), absl::Minutes(10));
  EXPECT_EQ(Wait(4, 0.5), absl::Minutes(40));
  EXPECT_EQ(Wait(20, 0.5), absl::Hours(24));
  EXPECT_EQ(Wait(1'000'000'000, 0.5), absl::Hours(24));
  EXPECT_EQ(Wait(1, 0), absl::Minutes(5) / 2);
}

TEST(Schedule, IsNotBeforeTheServerAllows) {
  EXPECT_EQ(NextAttempt({.end = kNow,
                         .interval = absl::Hours(1),
                         .failures = 1,
                         .not_before = kNow + absl::Hours(3)},
                        0.5),
            kNow + absl::Hours(3));
}

}  // namespace
}  // namespace localoffer::harvest
