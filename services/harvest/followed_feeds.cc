#include "services/harvest/followed_feeds.h"

#include "absl/strings/str_cat.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

bool IsSame(const FollowedFeed& a, const FollowedFeed& b) {
  return a.url == b.url &&
         a.record.create_time_micros() == b.record.create_time_micros();
}

}  // namespace

FollowedFeed FollowedFeeds::Read(const std::string& log,
                                 const storage::v1::FeedRecord& record) const {
  FollowedFeed feed;
  feed.record = record;
  if (const auto known = store_.authorities().Find(log)) {
    feed.url = known->harvested().feed_url();
    feed.complete_crawl =
        absl::FromUnixMicros(known->harvested().complete_crawl_micros());
  }
  return feed;
}

std::optional<FollowedFeed> FollowedFeeds::Find(const std::string& log) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto record = store_.feeds().Find(log);
  if (!record) return std::nullopt;
  return Read(log, *record);
}

std::map<std::string, FollowedFeed> FollowedFeeds::All() const {
  absl::ReaderMutexLock lock(&mutex_);
  std::map<std::string, FollowedFeed> feeds;
  for (const auto& [log, record] : store_.feeds().All()) {
    feeds.emplace(log, Read(log, record));
  }
  return feeds;
}

absl::Status FollowedFeeds::WriteLog(const std::string& log,
                                     const FollowedFeed& feed) {
  const std::string authority(log::AuthorityOfLog(log));
  const auto of = store_.authorities().Find(authority);
  if (!of) {
    return absl::NotFoundError(
        absl::StrCat("authority ", authority, " is not registered"));
  }
  storage::v1::AuthorityRecord record;
  record.set_title(absl::StrCat(of->title(), " (harvested)"));
  record.set_official_name(of->official_name());
  record.set_authority_type(of->authority_type());
  record.set_region(of->region());
  record.mutable_harvested()->set_of(authority);
  record.mutable_harvested()->set_feed_url(feed.url);
  record.mutable_harvested()->set_complete_crawl_micros(
      absl::ToUnixMicros(feed.complete_crawl));
  return store_.authorities().Put(log, record);
}

absl::Status FollowedFeeds::Follow(const std::string& log,
                                   const FollowedFeed& feed) {
  absl::MutexLock lock(&mutex_);
  if (store_.feeds().Find(log)) {
    return absl::AlreadyExistsError(
        absl::StrCat("a feed is followed into ", log, " already"));
  }
  FollowedFeed followed = Read(log, feed.record);
  if (followed.url != feed.url) followed = feed;
  RETURN_IF_ERROR(WriteLog(log, followed));
  return store_.feeds().Add(log, feed.record);
}

absl::Status FollowedFeeds::Unfollow(const std::string& log) {
  absl::MutexLock lock(&mutex_);
  return store_.feeds().Remove(log);
}

bool FollowedFeeds::StillFollows(const std::string& log,
                                 const FollowedFeed& feed) const {
  const std::optional<FollowedFeed> now = Find(log);
  return now && IsSame(*now, feed);
}

absl::Status FollowedFeeds::Keep(const std::string& log,
                                 const FollowedFeed& feed) {
  absl::MutexLock lock(&mutex_);
  const auto record = store_.feeds().Find(log);
  if (!record) return absl::OkStatus();
  const FollowedFeed before = Read(log, *record);
  if (!IsSame(before, feed)) return absl::OkStatus();
  if (before.complete_crawl != feed.complete_crawl) {
    RETURN_IF_ERROR(WriteLog(log, feed));
  }
  return store_.feeds().Update(log, feed.record);
}

}  // namespace localoffer::harvest
