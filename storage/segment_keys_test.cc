// Segments across changes of the keys that sign them.
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "storage/testing_segments.h"

namespace localoffer::storage {
namespace {

TEST_F(SegmentTest, TheKeyRotatesInsideTheLog) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({LogNode::Rotated((*next)->verifier_key())});
  home_.Commit({home_.Published(2, "Two")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(2), "Two");
  follower_.Open();
  home_.Open();
  home_.Commit({home_.Published(3, "Three")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(3), "Three");
}

TEST_F(SegmentTest, ARetiredKeySignsNothingMore) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  LogNode twin(1);
  twin.Commit({twin.Published(1, "One")});
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({LogNode::Rotated((*next)->verifier_key())});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  // Who has the old key goes on with the log of before.
  twin.Commit({twin.Published(2, "Forged")});
  twin.Commit({twin.Published(3, "Forged")});
  EXPECT_EQ(Refused(twin.From(2)), Refusal::kBadSignature);
}

TEST_F(SegmentTest, ARevokedKeySignsNothingMore) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  const AuthorityLog log = home_.store().logs().LogOf(kBristol);
  const log::VerifierKey key = log.keys().keys().begin()->second;
  ASSERT_TRUE(follower_.store()
                  .trust()
                  .Add({log::TrustStatement::Kind::kRevoke, kBristol, key, 1})
                  .ok());
  home_.Commit({home_.Published(2, "Two")});
  EXPECT_EQ(Refused(home_.From(1)), Refusal::kUntrusted);
}

TEST_F(SegmentTest, AnAuthorityMovesToAnotherNodeByRotation) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_FALSE(follower_.store().committer().IsHome(kBristol));
  const auto next = follower_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({LogNode::Rotated((*next)->verifier_key())});
  EXPECT_FALSE(home_.store().committer().IsHome(kBristol));
  Proposal late;
  late.authority = kBristol;
  late.changes.push_back(home_.Published(2, "Late"));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      home_.store().committer().Commit(late).status()));

  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_TRUE(follower_.store().committer().IsHome(kBristol));
  follower_.Commit({follower_.Published(2, "Two")});
  ASSERT_TRUE(home_.Follow(follower_).ok());
  EXPECT_EQ(home_.Name(2), "Two");
}

}  // namespace
}  // namespace localoffer::storage
