#include "storage/segment.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/testing_segments.h"

namespace localoffer::storage {
namespace {

TEST_F(SegmentTest, AFollowerHasTheLogOfTheHome) {
  home_.Commit(
      {home_.Published(1, "Hydrotherapy"), home_.Published(2, "Short breaks")});
  home_.Commit({home_.Published(1, "Hydrotherapy pool")});
  home_.Commit({home_.Withdrawn(2)});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());

  EXPECT_EQ(follower_.Name(1), "Hydrotherapy pool");
  EXPECT_EQ(follower_.Name(2), "withdrawn");
  const AuthorityLog ours = follower_.store().logs().LogOf(kBristol);
  const AuthorityLog theirs = home_.store().logs().LogOf(kBristol);
  EXPECT_EQ(ours.head().SerializeAsString(), theirs.head().SerializeAsString());
  const Instant latest = follower_.store().logs().Latest();
  SearchQuery query;
  query.text = "hydrotherapy";
  query.instant = latest.sizes();
  EXPECT_EQ(follower_.store().index().Search(query).hits.size(), 1);
}

TEST_F(SegmentTest, TheFollowersHistoryHasEveryCommitOfTheHome) {
  for (int i = 0; i < 20; ++i) {
    home_.Commit({home_.Published(i % 3, absl::StrCat("Name ", i))});
  }
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (int seconds = 0; seconds <= 21; ++seconds) {
    const absl::Time time = home_.clock().now() - absl::Seconds(20) +
                            absl::Seconds(seconds) - absl::Seconds(1);
    const auto ours = follower_.store().logs().At(time);
    const auto theirs = home_.store().logs().At(time);
    ASSERT_TRUE(ours.ok() && theirs.ok());
    EXPECT_EQ(*ours, *theirs) << seconds;
  }
}

TEST_F(SegmentTest, WhatIsThereAlreadyIsTakenOnce) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  home_.Commit({home_.Published(3, "Three")});
  Trust();
  const Segment whole = home_.From(0);
  ASSERT_TRUE(follower_.Follow(home_).ok());
  const uint64_t size = follower_.size();
  EXPECT_TRUE(follower_.store().committer().Receive(whole).ok());
  EXPECT_EQ(follower_.size(), size);
  home_.Commit({home_.Published(4, "Four")});
  // Overlaps: only what is new counts.
  ASSERT_TRUE(follower_.store().committer().Receive(home_.From(0)).ok());
  EXPECT_EQ(follower_.size(), size + 1);
}

TEST_F(SegmentTest, SurvivesTheFollowersRestart) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  follower_.Open();
  home_.Commit({home_.Published(2, "Two")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(2), "Two");
}

TEST_F(SegmentTest, ALogThatNobodyIsTrustedForIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  EXPECT_EQ(Refused(home_.From(0)), Refusal::kUntrusted);
}

TEST_F(SegmentTest, AnotherKeysSignatureIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  LogNode forger(3);
  forger.Commit({forger.Published(1, "Forged")});
  Trust();
  EXPECT_EQ(Refused(forger.From(0)), Refusal::kBadSignature);
}

TEST_F(SegmentTest, AGapIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  home_.Commit({home_.Published(2, "Two")});
  Trust();
  EXPECT_EQ(Refused(home_.From(1)), Refusal::kGap);
}

TEST_F(SegmentTest, EveryChangedByteIsRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  Trust();
  const Segment whole = home_.From(0);
  for (size_t change = 0; change < whole.changes.size(); ++change) {
    const log::Change& original = whole.changes[change].change;
    for (size_t i = 0; i < original.header_bytes.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.header_bytes[i] ^= 1;
      EXPECT_TRUE(Refused(segment)) << "header byte " << i;
    }
    for (size_t i = 0; i < original.salt.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.salt[i] ^= 1;
      EXPECT_EQ(Refused(segment), Refusal::kMalformed) << "salt byte " << i;
    }
    for (size_t i = 0; i < original.body_bytes.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.body_bytes[i] ^= 1;
      EXPECT_EQ(Refused(segment), Refusal::kMalformed) << "body byte " << i;
    }
  }
  for (size_t i = 0; i < whole.checkpoint.size(); ++i) {
    Segment segment = whole;
    segment.checkpoint[i] ^= 1;
    EXPECT_EQ(Refused(segment), Refusal::kBadSignature) << "note byte " << i;
  }
}

TEST_F(SegmentTest, DroppedSwappedAndRepeatedChangesAreRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two"),
                home_.Published(3, "Three")});
  Trust();
  const Segment whole = home_.From(0);
  for (size_t i = 0; i < whole.changes.size(); ++i) {
    Segment dropped = whole;
    dropped.changes.erase(dropped.changes.begin() + i);
    EXPECT_TRUE(Refused(dropped));
    Segment repeated = whole;
    repeated.changes.insert(repeated.changes.begin() + i, whole.changes[i]);
    EXPECT_TRUE(Refused(repeated));
  }
  Segment swapped = whole;
  std::swap(swapped.changes[0], swapped.changes[1]);
  EXPECT_TRUE(Refused(swapped));
}

TEST_F(SegmentTest, AForkOfTheLogIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  // A second home with the same key and another history.
  LogNode twin(1);
  twin.Commit({twin.Published(1, "Another")});
  twin.Commit({twin.Published(2, "Two")});
  EXPECT_EQ(Refused(twin.From(1)), Refusal::kWrongChanges);
}

TEST_F(SegmentTest, ATimeFarInTheFutureIsRefused) {
  home_.clock().Advance(absl::Hours(1));
  home_.Commit({home_.Published(1, "One")});
  Trust();
  EXPECT_EQ(Refused(home_.From(0)), Refusal::kFutureTime);
  follower_.clock().Advance(absl::Hours(1));
  EXPECT_TRUE(follower_.store().committer().Receive(home_.From(0)).ok());
}

}  // namespace
}  // namespace localoffer::storage
