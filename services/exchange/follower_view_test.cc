// What a follower says that a peer has told it.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/follower.h"
#include "services/exchange/testing_node.h"
#include "storage/testing.h"

namespace localoffer::exchange {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class ToldTest : public ::testing::Test {
 protected:
  void Publish(const std::string& log, int number) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_TRUE(home_.Publish(log, number, "Lunch club").ok());
  }
  v1::LogCheckpoint Newest(const std::string& log) {
    return *home_.reader().CheckpointOf(log, home_.SizeOf(log));
  }
  void Hear() {
    for (const auto& message : Checkpoints(home_, clock_.clock())) {
      follower_.TakeCheckpoints(0, message);
    }
  }
  Follower::Told Told() const { return follower_.ToldBy(0); }

  storage::FakeClock clock_;
  TestingNode home_{1, clock_.clock()};
  TestingNode copy_{2, clock_.clock()};
  std::function<void()> on_line_;
  std::vector<std::string> lines_;
  rpc::Journal journal_{clock_.clock(), [this](absl::string_view line) {
                          lines_.emplace_back(line);
                          if (on_line_) on_line_();
                        }};
  Follower follower_{copy_.store(), clock_.clock(), journal_, {{"home:1"}}};
};

TEST_F(ToldTest, AMessageCountsOnceAllOfItIsTakenIn) {
  Publish(kBristol, 1);
  Publish(kLeeds, 1);
  copy_.Trust(home_, kBristol);
  copy_.Trust(home_, kLeeds);
  Hear();
  const absl::Time before = clock_.now();
  ASSERT_EQ(Told().contact_time, before);
  Publish(kLeeds, 2);
  v1::WatchCheckpointsResponse message;
  message.set_complete(true);
  message.add_logs()->set_log("authorities/E06000023");
  message.mutable_logs(0)->set_checkpoint("no note at all");
  *message.add_logs() = Newest(kLeeds);
  // The first of the two is refused, which the journal hears between them.
  std::vector<Follower::Told> meanwhile;
  on_line_ = [&] { meanwhile.push_back(Told()); };
  follower_.TakeCheckpoints(0, message);
  ASSERT_THAT(meanwhile, SizeIs(1));
  EXPECT_EQ(meanwhile[0].sizes.at(kLeeds), 1);
  EXPECT_EQ(meanwhile[0].contact_time, before);
  EXPECT_EQ(Told().sizes.at(kLeeds), 2);
  EXPECT_EQ(Told().contact_time, clock_.now());
}

TEST_F(ToldTest, ABurstOfSeveralMessagesIsAllWithTheLast) {
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  Hear();
  ASSERT_TRUE(Told().everything);
  v1::WatchCheckpointsResponse message;
  follower_.TakeCheckpoints(0, message);
  EXPECT_FALSE(Told().everything);
  message.set_complete(true);
  follower_.TakeCheckpoints(0, message);
  EXPECT_TRUE(Told().everything);
}

TEST_F(ToldTest, AStrangerIsOneUntilItIsLookedAt) {
  v1::WatchCheckpointsResponse message;
  message.set_complete(true);
  message.add_logs()->set_log("authorities/E06000023");
  message.mutable_logs(0)->set_checkpoint("no note at all");
  follower_.TakeCheckpoints(0, message);
  ASSERT_THAT(Told().untrusted, SizeIs(1));
  Publish(kBristol, 1);
  copy_.Trust(home_, kBristol);
  // The journal hears while it is being looked at.
  std::vector<Follower::Told> meanwhile;
  on_line_ = [&] { meanwhile.push_back(Told()); };
  EXPECT_EQ(follower_.Next(), std::nullopt);
  ASSERT_THAT(meanwhile, SizeIs(1));
  EXPECT_THAT(meanwhile[0].untrusted, SizeIs(1));
  EXPECT_THAT(Told().untrusted, IsEmpty());
}

TEST_F(ToldTest, ATooLongCheckpointOfAStrangerIsNotEverything) {
  v1::WatchCheckpointsResponse message;
  message.set_complete(true);
  for (const char* log : {"authorities/E06000023", "authorities/E08000035"}) {
    v1::LogCheckpoint& shown = *message.add_logs();
    shown.set_log(log);
    shown.set_checkpoint(std::string(1025, 'x'));
  }
  follower_.TakeCheckpoints(0, message);
  EXPECT_FALSE(Told().everything);
  EXPECT_TRUE(Told().left_out);
  // Once, whatever follows.
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(lines_[0], HasSubstr("home:1"));
  EXPECT_THAT(lines_[0], HasSubstr("E06000023"));
  follower_.TakeCheckpoints(0, message);
  EXPECT_THAT(lines_, SizeIs(1));
  // The peer is another one, perhaps, when it comes back.
  follower_.Lost(0, absl::UnavailableError("away"));
  message.clear_logs();
  follower_.TakeCheckpoints(0, message);
  EXPECT_TRUE(Told().everything);
}

TEST_F(ToldTest, MoreLogsThanAreKeptAreNotEverything) {
  v1::WatchCheckpointsResponse message;
  message.set_complete(true);
  for (int i = 0; i < 10'000; ++i) {
    message.add_logs()->set_log(absl::StrFormat("authorities/E%08d", i));
  }
  follower_.TakeCheckpoints(0, message);
  EXPECT_TRUE(Told().everything);
  EXPECT_THAT(Told().untrusted, SizeIs(10'000));
  // Those that are known may be told again.
  follower_.TakeCheckpoints(0, message);
  EXPECT_TRUE(Told().everything);
  message.clear_logs();
  message.add_logs()->set_log("authorities/E10000000");
  follower_.TakeCheckpoints(0, message);
  EXPECT_FALSE(Told().everything);
  EXPECT_TRUE(Told().left_out);
  EXPECT_THAT(lines_, SizeIs(1));
}

}  // namespace
}  // namespace localoffer::exchange
