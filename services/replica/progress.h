// How far a replica has come.
#ifndef LOCALOFFER_SERVICES_REPLICA_PROGRESS_H_
#define LOCALOFFER_SERVICES_REPLICA_PROGRESS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/exchange/follower.h"
#include "services/metrics/registry.h"
#include "services/rpc/journal.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::replica {

// A copy beside the node that it is of.
struct Standing {
  // Whether it once had all that the node had when it was first reached: from
  // then on it answers, with or without the node. Outlives a restart.
  bool ready = false;
  bool connected = false;
  // The newest time at which all that the node had told was here; the infinite
  // past when it never was.
  absl::Time as_of = absl::InfinitePast();
  // Why it is not ready, or not of this moment; "" when it is.
  std::string why;
};

// Keeps `as_of` in the file `replica` of the data directory: one line, a time
// of RFC 3339. Thread-safe; its arguments outlive it.
class Progress {
 public:
  // INVALID_ARGUMENT when the file is there and makes no sense.
  // Calls `on_ready` once, when it is ready; at once if it was before.
  static absl::StatusOr<std::unique_ptr<Progress>> Open(
      storage::Store& store, const exchange::Follower& follower,
      rpc::Journal& journal, std::function<void()> on_ready);

  // Something was told, or taken in.
  void Look();

  Standing Now() const;

  // HOST:PORT.
  const std::string& node() const { return follower_.address(0); }

 private:
  Progress(storage::Store& store, const exchange::Follower& follower,
           rpc::Journal& journal, std::function<void()> on_ready,
           absl::Time as_of);
  std::string WhyNot(const exchange::Follower::Told& told) const;
  // Whether it is ready now, and was not before.
  bool TakeIn(const exchange::Follower::Told& told,
              const storage::Instant& here);
  void Keep() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  storage::Store& store_;
  const exchange::Follower& follower_;
  rpc::Journal& journal_;
  const std::function<void()> on_ready_;
  mutable absl::Mutex mutex_;
  // What has to be here first; nothing before the node has told all it has.
  std::optional<storage::Instant::Sizes> wanted_ ABSL_GUARDED_BY(mutex_);
  // When the node told that.
  absl::Time wanted_time_ ABSL_GUARDED_BY(mutex_);
  bool ready_ ABSL_GUARDED_BY(mutex_);
  absl::Time as_of_ ABSL_GUARDED_BY(mutex_);
  // As it is in the file.
  absl::Time kept_ ABSL_GUARDED_BY(mutex_);
};

// localoffer_replica_ready, localoffer_replica_age_seconds. `progress` outlives
// the registry.
void AddReplicaMetrics(const Progress& progress, storage::Clock clock,
                       metrics::Registry& registry);

}  // namespace localoffer::replica

#endif  // LOCALOFFER_SERVICES_REPLICA_PROGRESS_H_
