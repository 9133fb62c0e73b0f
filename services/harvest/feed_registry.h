// Which feeds the node follows, and how it is going.
#ifndef LOCALOFFER_SERVICES_HARVEST_FEED_REGISTRY_H_
#define LOCALOFFER_SERVICES_HARVEST_FEED_REGISTRY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/harvest.pb.h"
#include "services/harvest/followed_feeds.h"
#include "services/harvest/harvester.h"
#include "storage/store.h"

namespace localoffer::harvest {

// The methods of HarvestService; see harvest.proto for their errors.
// Thread-safe.
class FeedRegistry {
 public:
  // All must outlive it.
  FeedRegistry(storage::Store& store, FollowedFeeds& feeds,
               Harvester& harvester, storage::Clock clock)
      : store_(store),
        feeds_(feeds),
        harvester_(harvester),
        clock_(std::move(clock)) {}

  absl::StatusOr<v1::CreateFeedResponse> Create(
      const v1::CreateFeedRequest& request);
  absl::StatusOr<v1::ListFeedsResponse> List() const;
  absl::StatusOr<v1::DeleteFeedResponse> Delete(
      const v1::DeleteFeedRequest& request);
  absl::StatusOr<v1::RunHarvestResponse> Run(
      const v1::RunHarvestRequest& request);
  absl::StatusOr<v1::ConfirmWithdrawalsResponse> Confirm(
      const v1::ConfirmWithdrawalsRequest& request);

 private:
  // The log of the feed that `name` names. NOT_FOUND when none is followed.
  absl::StatusOr<std::string> LogOf(const std::string& name) const;
  v1::Feed Show(const std::string& log, const FollowedFeed& feed) const;
  // Reads it, and shows how it then is.
  template <typename Response>
  absl::StatusOr<Response> Harvest(const std::string& name, int32_t confirmed);

  storage::Store& store_;
  FollowedFeeds& feeds_;
  Harvester& harvester_;
  const storage::Clock clock_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_FEED_REGISTRY_H_
