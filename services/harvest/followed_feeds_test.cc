#include "services/harvest/followed_feeds.h"

#include <memory>
#include <utility>

#include "gtest/gtest.h"
#include "storage/testing.h"

namespace localoffer::harvest {
namespace {

constexpr char kBristol[] = "E06000023";

class FollowedFeedsTest : public ::testing::Test {
 protected:
  FollowedFeedsTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(3);
    options.authorities[kBristol].set_title("Bristol");
    store_ = *storage::Store::Open(std::move(options));
    feeds_ = std::make_unique<FollowedFeeds>(*store_);
    log_ = *feeds_->LogFor(kBristol);
  }

  static FollowedFeed Feed(const std::string& url, int64_t created) {
    FollowedFeed feed;
    feed.url = url;
    feed.record.set_create_time_micros(created);
    return feed;
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<FollowedFeeds> feeds_;
  std::string log_;
};

TEST_F(FollowedFeedsTest, AreOnePerAuthority) {
  EXPECT_TRUE(feeds_->Follow(log_, Feed("https://a", 1)).ok());
  EXPECT_TRUE(
      absl::IsAlreadyExists(feeds_->Follow(log_, Feed("https://b", 2))));
  // Not even its address is another now.
  EXPECT_EQ(feeds_->Find(log_)->url, "https://a");
  EXPECT_EQ(feeds_->All().size(), 1u);
  EXPECT_TRUE(feeds_->Unfollow(log_).ok());
  EXPECT_TRUE(absl::IsNotFound(feeds_->Unfollow(log_)));
  EXPECT_FALSE(feeds_->Find(log_).has_value());
}

TEST_F(FollowedFeedsTest, OfAuthoritiesThatAreRegistered) {
  const std::string log = *feeds_->LogFor("NOWHERE");
  EXPECT_TRUE(absl::IsNotFound(feeds_->Follow(log, Feed("https://a", 1))));
  EXPECT_TRUE(feeds_->All().empty());
}

TEST_F(FollowedFeedsTest, WhatIsKnownOfTheLogOutlivesTheFeed) {
  ASSERT_TRUE(feeds_->Follow(log_, Feed("https://a", 1)).ok());
  FollowedFeed feed = *feeds_->Find(log_);
  feed.complete_crawl = clock_.now();
  feed.record.set_records(7);
  ASSERT_TRUE(feeds_->Keep(log_, feed).ok());
  ASSERT_TRUE(feeds_->Unfollow(log_).ok());
  const auto known = store_->authorities().Find(log_);
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->title(), "Bristol (harvested)");
  EXPECT_EQ(known->harvested().of(), kBristol);
  EXPECT_EQ(known->harvested().feed_url(), "https://a");
  // Followed again, it begins anew, but was whole when it was.
  ASSERT_TRUE(feeds_->Follow(log_, Feed("https://a", 2)).ok());
  EXPECT_EQ(feeds_->Find(log_)->complete_crawl, clock_.now());
  EXPECT_EQ(feeds_->Find(log_)->record.records(), 0);
  ASSERT_TRUE(feeds_->Unfollow(log_).ok());
  // Another feed never was.
  ASSERT_TRUE(feeds_->Follow(log_, Feed("https://b", 3)).ok());
  EXPECT_EQ(feeds_->Find(log_)->complete_crawl, absl::UnixEpoch());
}

TEST_F(FollowedFeedsTest, WhatAnAttemptCameToIsKeptOfItsOwnFeedAlone) {
  ASSERT_TRUE(feeds_->Follow(log_, Feed("https://a", 1)).ok());
  FollowedFeed attempted = *feeds_->Find(log_);
  attempted.complete_crawl = clock_.now();
  attempted.record.set_records(7);
  // While it was read, the operator put another in its place.
  ASSERT_TRUE(feeds_->Unfollow(log_).ok());
  EXPECT_FALSE(feeds_->StillFollows(log_, attempted));
  EXPECT_TRUE(feeds_->Keep(log_, attempted).ok());
  EXPECT_FALSE(feeds_->Find(log_).has_value());
  ASSERT_TRUE(feeds_->Follow(log_, Feed("https://b", 1)).ok());
  EXPECT_FALSE(feeds_->StillFollows(log_, attempted));
  EXPECT_TRUE(feeds_->Keep(log_, attempted).ok());
  EXPECT_EQ(feeds_->Find(log_)->url, "https://b");
  EXPECT_EQ(feeds_->Find(log_)->record.records(), 0);
  EXPECT_EQ(feeds_->Find(log_)->complete_crawl, absl::UnixEpoch());
}

}  // namespace
}  // namespace localoffer::harvest
