// Homes that were put back from a backup, and what they must not sign then.
#include "services/exchange/home_hold.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/testing_node.h"
#include "services/rpc/error.h"
#include "storage/testing.h"

namespace localoffer::exchange {
namespace {

using ::testing::HasSubstr;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class HomeHoldTest : public ::testing::Test {
 protected:
  void Follow(TestingNode& node, const std::vector<TestingNode*>& peers) {
    exchange::Follow(node, peers, clock_.clock());
  }
  absl::Status Publish(TestingNode& node, int number,
                       const std::string& log = kBristol) {
    clock_.Advance(absl::Seconds(1));
    return node.Publish(log, number, absl::StrCat("Name ", number)).status();
  }
  // What `from` would tell, without anything being asked for.
  void Tell(TestingNode& node, size_t peer, TestingNode& from) {
    for (const auto& message : Checkpoints(from, clock_.clock())) {
      node.follower().TakeCheckpoints(peer, message);
    }
  }
  // The home has three changes, which the peer has too, and a backup of one.
  void LoseTwoChanges() {
    ASSERT_TRUE(Publish(home_, 1).ok());
    home_.BackUp();
    peer_.Trust(home_, kBristol);
    Follow(home_, {&peer_, &other_});
    ASSERT_TRUE(Publish(home_, 2).ok());
    ASSERT_TRUE(Publish(home_, 3).ok());
    Follow(peer_, {&home_});
    ASSERT_EQ(peer_.SizeOf(kBristol), 3);
    home_.PutBack();
    ASSERT_EQ(home_.SizeOf(kBristol), 1);
  }

  storage::FakeClock clock_;
  TestingNode home_{1, clock_.clock(), {"peer:1", "other:1"}};
  TestingNode peer_{2, clock_.clock(), {"home:1"}};
  TestingNode other_{3, clock_.clock()};
};

TEST_F(HomeHoldTest, WhatWasLostIsTakenBackBeforeMoreIsSigned) {
  LoseTwoChanges();
  const absl::Status held = Publish(home_, 4);
  EXPECT_TRUE(absl::IsUnavailable(held)) << held;
  EXPECT_EQ(rpc::ReasonOf(held), "ASKING_PEERS");
  EXPECT_THAT(std::string(held.message()), HasSubstr("peer:1"));
  Follow(home_, {&peer_, &other_});
  EXPECT_EQ(home_.SizeOf(kBristol), 3);
  EXPECT_TRUE(Publish(home_, 4).ok());
  Follow(peer_, {&home_});
  EXPECT_EQ(peer_.SizeOf(kBristol), 4);
  EXPECT_TRUE(peer_.store().evidence().List("", 10)->empty());
}

TEST_F(HomeHoldTest, WhatIsKnownToBeSignedHoldsForAsLongAsItIsNotHere) {
  LoseTwoChanges();
  Tell(home_, 0, peer_);
  // It went away before it was asked for what it has.
  home_.follower().Lost(0, absl::UnavailableError("away"));
  clock_.Advance(absl::Hours(24));
  const absl::Status held = Publish(home_, 4);
  EXPECT_TRUE(absl::IsUnavailable(held)) << held;
  EXPECT_THAT(std::string(held.message()), HasSubstr("3 were signed"));
  EXPECT_FALSE(home_.follower().MaySignAll().ok());
  // The others are not concerned.
  EXPECT_TRUE(Publish(home_, 1, kLeeds).ok());
  Follow(home_, {&peer_, nullptr});
  EXPECT_TRUE(Publish(home_, 4).ok());
  EXPECT_TRUE(home_.follower().MaySignAll().ok());
}

TEST_F(HomeHoldTest, PeersThatAreAwayAreWaitedForOnlySoLong) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  home_.Open();
  Tell(home_, 0, peer_);
  EXPECT_TRUE(absl::IsUnavailable(Publish(home_, 2)));
  EXPECT_THAT(std::string(Publish(home_, 2).message()), HasSubstr("other:1"));
  clock_.Advance(absl::Seconds(10));
  EXPECT_TRUE(Publish(home_, 2).ok());
}

TEST_F(HomeHoldTest, NobodyIsWaitedForOnceAllHaveTold) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  home_.Open();
  Tell(home_, 0, peer_);
  Tell(home_, 1, other_);
  EXPECT_TRUE(Publish(home_, 2).ok());
}

TEST_F(HomeHoldTest, ANodeWithoutPeersAndALogThatBeginsAreNotHeld) {
  ASSERT_TRUE(Publish(other_, 1).ok());
  other_.Open();
  EXPECT_TRUE(Publish(other_, 2).ok());
  EXPECT_TRUE(Publish(home_, 1, kLeeds).ok());
  EXPECT_TRUE(Publish(home_, 2, kLeeds).ok());
}

TEST_F(HomeHoldTest, WhatNobodyHasSignedHoldsOnlyUntilItWasAskedFor) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  // Another key's log of Bristol, which is longer.
  ASSERT_TRUE(Publish(other_, 1).ok());
  ASSERT_TRUE(Publish(other_, 2).ok());
  home_.Open();
  Tell(home_, 0, peer_);
  Tell(home_, 1, other_);
  EXPECT_THAT(std::string(Publish(home_, 2).message()),
              HasSubstr("being asked for it"));
  Follow(home_, {&peer_, &other_});
  EXPECT_TRUE(Publish(home_, 2).ok());
}

TEST_F(HomeHoldTest, AClaimThatIsNeverAnsweredHoldsAMinute) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  ASSERT_TRUE(Publish(other_, 1).ok());
  ASSERT_TRUE(Publish(other_, 2).ok());
  home_.Open();
  Tell(home_, 0, peer_);
  Tell(home_, 1, other_);
  const auto ask = home_.follower().Next();
  ASSERT_TRUE(ask);
  home_.follower().End(*ask, absl::UnavailableError("lost on the way"));
  clock_.Advance(absl::Seconds(50));
  EXPECT_TRUE(absl::IsUnavailable(Publish(home_, 2)));
  clock_.Advance(absl::Seconds(10));
  EXPECT_TRUE(Publish(home_, 2).ok());
}

TEST_F(HomeHoldTest, AForkThatWasShownDoesNotKeepTheTrueLogFromGoingOn) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  // Somebody has a copy of the key.
  TestingNode thief(1, clock_.clock());
  ASSERT_TRUE(Publish(thief, 5).ok());
  ASSERT_TRUE(Publish(thief, 6).ok());
  home_.Open();
  Tell(home_, 0, peer_);
  Tell(home_, 1, thief);
  EXPECT_TRUE(absl::IsUnavailable(Publish(home_, 2)));
  Follow(home_, {&peer_, &thief});
  EXPECT_EQ(home_.store().evidence().List(kBristol, 10)->size(), 1);
  EXPECT_TRUE(Publish(home_, 2).ok());
}

TEST_F(HomeHoldTest, AHomeThatHasOnlyItsKeysLeftTakesAllOfItsLogBack) {
  LoseTwoChanges();
  home_.LoseLogs();
  ASSERT_EQ(home_.SizeOf(kBristol), 0);
  EXPECT_TRUE(absl::IsUnavailable(Publish(home_, 4)));
  Follow(home_, {&peer_, &other_});
  EXPECT_EQ(home_.SizeOf(kBristol), 3);
  EXPECT_TRUE(Publish(home_, 4).ok());
}

// The checkpoint that is shown is signed by a key that the backup hasn't heard
// of.
TEST_F(HomeHoldTest, ARotationAfterTheBackupIsTakenBackToo) {
  ASSERT_TRUE(Publish(home_, 1).ok());
  home_.BackUp();
  peer_.Trust(home_, kBristol);
  clock_.Advance(absl::Seconds(30));
  ASSERT_TRUE(Publish(home_, 2).ok());
  storage::Proposal rotation;
  rotation.authority = kBristol;
  storage::ProposedChange& change = rotation.changes.emplace_back();
  change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
  change.subject = (*home_.store().keyring().CreateSuccessor(kBristol))
                       ->verifier_key()
                       .ToString();
  change.body.mutable_key_rotated()->set_reason("yearly");
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(home_.store().committer().Commit(rotation).ok());
  ASSERT_TRUE(Publish(home_, 3).ok());
  Follow(peer_, {&home_});
  ASSERT_EQ(peer_.SizeOf(kBristol), 4);
  home_.PutBack();
  Tell(home_, 0, peer_);
  clock_.Advance(absl::Seconds(20));
  EXPECT_TRUE(absl::IsUnavailable(Publish(home_, 4)));
  Follow(home_, {&peer_, &other_});
  EXPECT_EQ(home_.SizeOf(kBristol), 4);
  // The new key went with the disk.
  EXPECT_TRUE(absl::IsFailedPrecondition(Publish(home_, 4)));
}

}  // namespace
}  // namespace localoffer::exchange
