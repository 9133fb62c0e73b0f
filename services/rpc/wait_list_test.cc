#include "services/rpc/wait_list.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace localoffer::rpc {
namespace {

class WaitListTest : public ::testing::Test {
 protected:
  WorkerPool workers_{2, 100};
};

TEST_F(WaitListTest, WhoWaitsGoesOnWhenSomethingChanges) {
  WaitList list(workers_, absl::Hours(1));
  absl::Notification woken;
  list.Wait(list.version(), [&](Wake why) {
    EXPECT_EQ(why, Wake::kChanged);
    woken.Notify();
  });
  list.Changed();
  woken.WaitForNotification();
}

TEST_F(WaitListTest, AChangeBetweenLookingAndWaitingIsNotMissed) {
  WaitList list(workers_, absl::Hours(1));
  const uint64_t seen = list.version();
  list.Changed();
  absl::Notification woken;
  list.Wait(seen, [&](Wake) { woken.Notify(); });
  woken.WaitForNotification();
}

TEST_F(WaitListTest, AHeartbeatComesWhenNothingChanges) {
  WaitList list(workers_, absl::Milliseconds(4));
  absl::Notification woken;
  list.Wait(list.version(), [&](Wake why) {
    EXPECT_EQ(why, Wake::kHeartbeat);
    woken.Notify();
  });
  woken.WaitForNotification();
}

TEST_F(WaitListTest, GoesOnWhenToldAndOnce) {
  WaitList list(workers_, absl::Hours(1));
  std::atomic<int> times = 0;
  absl::Notification woken;
  const uint64_t ticket = list.Wait(list.version(), [&](Wake) {
    ++times;
    woken.Notify();
  });
  list.GoOn(ticket);
  woken.WaitForNotification();
  list.GoOn(ticket);
  list.Changed();
  list.Stop();
  EXPECT_EQ(times, 1);
}

TEST_F(WaitListTest, StoppingEndsAllWaits) {
  WaitList list(workers_, absl::Hours(1));
  absl::Notification woken;
  list.Wait(list.version(), [&](Wake why) {
    EXPECT_EQ(why, Wake::kStopping);
    woken.Notify();
  });
  list.Stop();
  woken.WaitForNotification();
  absl::Notification late;
  list.Wait(list.version(), [&](Wake why) {
    EXPECT_EQ(why, Wake::kStopping);
    late.Notify();
  });
  late.WaitForNotification();
}

}  // namespace
}  // namespace localoffer::rpc
