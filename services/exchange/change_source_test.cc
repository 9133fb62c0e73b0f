#include "services/exchange/change_source.h"

#include <functional>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/testing_node.h"

namespace localoffer::exchange {
namespace {

std::vector<std::string> LogsOf(const v1::WatchCheckpointsResponse& message) {
  std::vector<std::string> logs;
  for (const v1::LogCheckpoint& log : message.logs()) logs.push_back(log.log());
  return logs;
}

TEST(CheckpointSource, LogsMayGrowWhileTheyAreTold) {
  storage::FakeClock clock;
  TestingNode node(1, clock.clock());
  const std::vector<std::string> ids = {"E06000022", "E06000023", "E08000035"};
  for (const std::string& log : ids) {
    ASSERT_TRUE(node.Publish(log, 1, "Lunch club").ok());
  }
  // A cosignature bears the time: whoever asks for it is between two logs.
  std::function<void()> meanwhile = [&] {
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(node.Publish("E08000035", i, "Swimming club").ok());
    }
  };
  const LogReader reader(node.store(), [&] {
    if (const auto first = std::exchange(meanwhile, nullptr)) first();
    return clock.now();
  });
  CheckpointSource source(node.store(), reader, clock.clock());
  v1::WatchCheckpointsResponse message;
  auto found = source.Next(message);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(LogsOf(message), ::testing::ElementsAre("authorities/E06000022",
                                                      "authorities/E06000023",
                                                      "authorities/E08000035"));
  message.Clear();
  found = source.Next(message);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(LogsOf(message), ::testing::ElementsAre("authorities/E08000035"));
}

TEST(CheckpointSource, ABurstIsCompleteWithItsLastMessage) {
  storage::FakeClock clock;
  TestingNode node(1, clock.clock());
  const LogReader reader(node.store(), clock.clock());
  // A log a message.
  CheckpointSource source(node.store(), reader, clock.clock(), 1);
  // Of the second burst, too.
  for (const int round : {1, 2}) {
    for (const char* log : {"E06000022", "E06000023", "E08000035"}) {
      ASSERT_TRUE(node.Publish(log, round, "Lunch club").ok());
    }
    for (const bool complete : {false, false, true}) {
      v1::WatchCheckpointsResponse message;
      const auto found = source.Next(message);
      ASSERT_TRUE(found.ok()) << found.status();
      EXPECT_EQ(*found, Found::kMessage);
      EXPECT_EQ(message.logs_size(), 1);
      EXPECT_EQ(message.complete(), complete) << round;
    }
    // As it goes out when nothing was new for a while.
    v1::WatchCheckpointsResponse message;
    EXPECT_EQ(*source.Next(message), Found::kNothing);
    EXPECT_TRUE(message.complete());
  }
}

}  // namespace
}  // namespace localoffer::exchange
