// The feeds that the node follows, with what is known of each.
#ifndef LOCALOFFER_SERVICES_HARVEST_FOLLOWED_FEEDS_H_
#define LOCALOFFER_SERVICES_HARVEST_FOLLOWED_FEEDS_H_

#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/store.h"

namespace localoffer::harvest {

struct FollowedFeed {
  std::string url;
  // When the newest reading from beginning to end began; the Unix epoch before
  // the first.
  absl::Time complete_crawl = absl::UnixEpoch();
  storage::v1::FeedRecord record;
};

// Each by the log that it is harvested into. What the directory tells of such
// a log, its feed and when that was last whole, outlives the feed; so it is
// kept apart, and the two are changed together here. Thread-safe; what is
// written is durable on return.
class FollowedFeeds {
 public:
  // `store` must outlive it.
  explicit FollowedFeeds(storage::Store& store) : store_(store) {}

  // The log of the feed of `authority`, followed or not.
  absl::StatusOr<std::string> LogFor(absl::string_view authority) {
    return store_.feeds().LogFor(authority);
  }
  std::optional<FollowedFeed> Find(const std::string& log) const;
  std::map<std::string, FollowedFeed> All() const;

  // Follows a feed from now on. When it was last whole is what it was if it was
  // followed before. NOT_FOUND when the authority is not registered,
  // ALREADY_EXISTS when it has a feed.
  absl::Status Follow(const std::string& log, const FollowedFeed& feed);
  // NOT_FOUND.
  absl::Status Unfollow(const std::string& log);

  // Whether `feed`, which was found before, is still followed into `log`.
  bool StillFollows(const std::string& log, const FollowedFeed& feed) const;
  // Keeps what an attempt at `feed` came to. Nothing, if it is followed no
  // longer.
  absl::Status Keep(const std::string& log, const FollowedFeed& feed);

 private:
  FollowedFeed Read(const std::string& log,
                    const storage::v1::FeedRecord& record) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Status WriteLog(const std::string& log, const FollowedFeed& feed)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  storage::Store& store_;
  // Held while the two are read or changed.
  mutable absl::Mutex mutex_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_FOLLOWED_FEEDS_H_
