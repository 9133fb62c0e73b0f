// The change feed, from requests to answers.
#ifndef LOCALOFFER_SERVICES_FEED_CHANGE_FEED_H_
#define LOCALOFFER_SERVICES_FEED_CHANGE_FEED_H_

#include <utility>

#include "absl/status/statusor.h"
#include "localoffer/v1/change_feed.pb.h"
#include "services/feed/feed_reader.h"
#include "services/rpc/found.h"
#include "storage/store.h"

namespace localoffer::feed {

// Thread-safe. The store outlives it. Errors as in change_feed.proto.
class ChangeFeed {
 public:
  explicit ChangeFeed(storage::Store& store) : store_(store), reader_(store) {}

  absl::StatusOr<v1::GetChangeFeedStateResponse> State(
      const v1::GetChangeFeedStateRequest& request) const;
  absl::StatusOr<v1::ListChangesResponse> List(
      const v1::ListChangesRequest& request) const;

  // Whether little is to be looked through for the answer, whatever comes of
  // it: it is made in a moment.
  bool IsQuick(const v1::ListChangesRequest& request) const;

 private:
  storage::Store& store_;
  const FeedReader reader_;
};

// WatchChanges, message by message. Thread-compatible; the store outlives it.
class WatchSource {
 public:
  static absl::StatusOr<WatchSource> Start(
      storage::Store& store, const v1::WatchChangesRequest& request);

  // Without changes and with kNothing a message still says the place.
  absl::StatusOr<rpc::Found> Next(v1::WatchChangesResponse& response);

 private:
  WatchSource(storage::Store& store, FeedRequest request, bool places_only)
      : store_(&store),
        request_(std::move(request)),
        places_only_(places_only) {}

  absl::Status AddChanges(const storage::Instant& instant,
                          v1::WatchChangesResponse& response);

  storage::Store* store_;
  // After what was told.
  FeedRequest request_;
  bool places_only_;
  // Whether that all was told was the last thing that was said.
  bool complete_ = false;
};

}  // namespace localoffer::feed

#endif  // LOCALOFFER_SERVICES_FEED_CHANGE_FEED_H_
