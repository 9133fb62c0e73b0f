#include "services/replica/progress.h"

#include <fstream>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/testing_node.h"
#include "storage/testing.h"

namespace localoffer::replica {
namespace {

using ::testing::HasSubstr;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class ProgressTest : public ::testing::Test {
 protected:
  ProgressTest() { Open(); }

  void Open() {
    auto progress = Progress::Open(copy_.store(), copy_.follower(), journal_,
                                   [this] { ++times_ready_; });
    ASSERT_TRUE(progress.ok()) << progress.status();
    progress_ = *std::move(progress);
  }
  void Restart() {
    progress_.reset();
    copy_.Open();
    Open();
  }
  void Publish(const std::string& log, int number) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_TRUE(home_.Publish(log, number, "a service").ok());
  }
  void Follow() {
    exchange::Follow(copy_, {&home_}, clock_.clock());
    progress_->Look();
  }
  // The node tells what it has, and no more comes of it.
  void Hear() {
    for (const auto& message : exchange::Checkpoints(home_, clock_.clock())) {
      copy_.follower().TakeCheckpoints(0, message);
    }
    progress_->Look();
  }

  storage::FakeClock clock_;
  rpc::Journal journal_{clock_.clock(), [](absl::string_view) {}};
  exchange::TestingNode home_{1, clock_.clock()};
  exchange::TestingNode copy_{2, clock_.clock(), {"home:1"}};
  int times_ready_ = 0;
  std::unique_ptr<Progress> progress_;
};

TEST_F(ProgressTest, AReplicaIsReadyWhenItHasWhatTheNodeHadAtFirst) {
  Publish(kBristol, 1);
  progress_->Look();
  EXPECT_FALSE(progress_->Now().ready);
  EXPECT_THAT(progress_->Now().why, HasSubstr("can't be reached"));
  Hear();
  EXPECT_THAT(progress_->Now().why, HasSubstr("1 logs"));
  copy_.Trust(home_, kBristol);
  Hear();
  EXPECT_THAT(progress_->Now().why, HasSubstr("1 changes are missing"));
  EXPECT_FALSE(progress_->Now().ready);
  EXPECT_EQ(times_ready_, 0);
  EXPECT_EQ(progress_->Now().as_of, absl::InfinitePast());
  Follow();
  const Standing standing = progress_->Now();
  EXPECT_TRUE(standing.ready);
  EXPECT_TRUE(standing.connected);
  EXPECT_EQ(standing.as_of, clock_.now());
  EXPECT_EQ(standing.why, "");
  progress_->Look();
  EXPECT_EQ(times_ready_, 1);
}

TEST_F(ProgressTest, WhatIsPublishedMeanwhileIsNotWaitedFor) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Hear();
  Follow();
  ASSERT_TRUE(progress_->Now().ready);
  const absl::Time before = progress_->Now().as_of;
  Publish(kBristol, 2);
  Hear();
  EXPECT_TRUE(progress_->Now().ready);
  EXPECT_EQ(progress_->Now().as_of, before);
  EXPECT_THAT(progress_->Now().why, HasSubstr("1 changes are missing"));
  Follow();
  EXPECT_EQ(progress_->Now().as_of, clock_.now());
}

TEST_F(ProgressTest, ALogThatNobodyKnowsMakesItOlder) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Follow();
  const absl::Time before = progress_->Now().as_of;
  Publish(kLeeds, 1);
  Follow();
  EXPECT_EQ(progress_->Now().as_of, before);
  copy_.Trust(home_, kLeeds);
  Follow();
  EXPECT_EQ(progress_->Now().as_of, clock_.now());
}

TEST_F(ProgressTest, AStateOutlivesTheNodeAndARestart) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Follow();
  const absl::Time before = progress_->Now().as_of;
  Restart();
  clock_.Advance(absl::Hours(1));
  copy_.follower().Lost(0, absl::UnavailableError("away"));
  progress_->Look();
  const Standing standing = progress_->Now();
  EXPECT_TRUE(standing.ready);
  EXPECT_FALSE(standing.connected);
  EXPECT_EQ(standing.as_of, before);
}

TEST_F(ProgressTest, WhoComesBackHasNotToldAllAtOnce) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Follow();
  const absl::Time before = progress_->Now().as_of;
  copy_.follower().Lost(0, absl::UnavailableError("away"));
  Publish(kBristol, 2);
  v1::WatchCheckpointsResponse first;
  copy_.follower().TakeCheckpoints(0, first);
  progress_->Look();
  EXPECT_EQ(progress_->Now().as_of, before);
  EXPECT_THAT(progress_->Now().why, HasSubstr("has not told all"));
}

TEST_F(ProgressTest, TheBeginningOfABurstMakesItNoNewer) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Follow();
  const absl::Time before = progress_->Now().as_of;
  clock_.Advance(absl::Seconds(1));
  v1::WatchCheckpointsResponse message;
  copy_.follower().TakeCheckpoints(0, message);
  progress_->Look();
  EXPECT_EQ(progress_->Now().as_of, before);
  message.set_complete(true);
  copy_.follower().TakeCheckpoints(0, message);
  progress_->Look();
  EXPECT_EQ(progress_->Now().as_of, clock_.now());
}

TEST_F(ProgressTest, WhoCannotKeepAllIsNotReady) {
  v1::WatchCheckpointsResponse message;
  message.set_complete(true);
  v1::LogCheckpoint& shown = *message.add_logs();
  shown.set_log("authorities/E06000023");
  shown.set_checkpoint(std::string(2000, 'x'));
  copy_.follower().TakeCheckpoints(0, message);
  progress_->Look();
  EXPECT_FALSE(progress_->Now().ready);
  EXPECT_EQ(times_ready_, 0);
  EXPECT_THAT(progress_->Now().why, HasSubstr("too many, or too large"));
}

TEST_F(ProgressTest, AFileThatMakesNoSenseIsRefused) {
  std::ofstream(copy_.store().directory() + "/replica") << "yesterday\n";
  EXPECT_TRUE(absl::IsInvalidArgument(
      Progress::Open(copy_.store(), copy_.follower(), journal_, [] {
      }).status()));
}

}  // namespace
}  // namespace localoffer::replica
