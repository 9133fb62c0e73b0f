#include "services/rpc/worker_pool.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace localoffer::rpc {
namespace {

TEST(WorkerPool, RunsAllThatManyThreadsGiveIt) {
  constexpr size_t kCallers = 4;
  constexpr size_t kEach = 500;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(3, kCallers * kEach);
    std::vector<std::thread> callers;
    for (size_t i = 0; i < kCallers; ++i) {
      callers.emplace_back([&] {
        for (size_t j = 0; j < kEach; ++j) {
          EXPECT_TRUE(pool.Run([&ran] { ++ran; }));
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
  EXPECT_EQ(ran, kCallers * kEach);
}

TEST(WorkerPool, WakesAThreadForEachPieceOfWork) {
  constexpr int kThreads = 4;
  // Each piece ends when all have begun: none may wait behind another.
  absl::Barrier begun(kThreads);
  WorkerPool pool(kThreads, kThreads);
  for (int i = 0; i < kThreads; ++i) {
    EXPECT_TRUE(pool.Run([&begun] { begun.Block(); }));
  }
}

TEST(WorkerPool, TurnsWorkAwayWhenTooMuchIsWaiting) {
  absl::Notification started;
  absl::Notification release;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.Run([&] {
      started.Notify();
      release.WaitForNotification();
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.Run([&ran] { ++ran; }));
    EXPECT_TRUE(pool.Run([&ran] { ++ran; }));
    EXPECT_FALSE(pool.Run([&ran] { ran += 100; }));
    // The rest of work that was taken is never turned away.
    pool.Continue([&ran] { ++ran; });
    release.Notify();
  }
  EXPECT_EQ(ran, 3);
}

}  // namespace
}  // namespace localoffer::rpc
