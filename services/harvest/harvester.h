// Reads feeds into logs.
#ifndef LOCALOFFER_SERVICES_HARVEST_HARVESTER_H_
#define LOCALOFFER_SERVICES_HARVEST_HARVESTER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "localoffer/v1/harvest.pb.h"
#include "services/harvest/crawl.h"
#include "services/harvest/fetcher.h"
#include "services/harvest/followed_feeds.h"
#include "services/harvest/harvest_counters.h"
#include "services/harvest/http_client.h"
#include "services/publishing/publisher.h"
#include "services/rpc/journal.h"
#include "storage/store.h"

namespace localoffer::harvest {

struct HarvestOptions {
  HttpRules http;
  FetchRules fetch;
  CrawlRules crawl;
  storage::Clock clock;
  // Time since some moment, never going back.
  std::function<absl::Duration()> stopwatch;
  storage::RandomBytes random;
  // Waits as FetchWorld::wait does; when empty, for as long on the real clock.
  std::function<bool(absl::Duration)> wait;
};

// One feed at a time, whoever asks: those who come meanwhile wait. Thread-safe.
//
// What was read goes the way of every publication: through the readers of
// services/openreferral with their repairs, a plan, and one commit. A crawl
// that is not complete withdraws nothing; one that is, and would withdraw more
// than a publication may, neither. What a node was told of a feed is on disk
// when Run() returns.
class Harvester {
 public:
  // All must outlive it.
  Harvester(storage::Store& store, FollowedFeeds& feeds,
            const publishing::Publisher& publisher, rpc::Journal& journal,
            HarvestOptions options);

  // Reads the feed that is followed into `log`, now, and publishes what it
  // says. `confirmed`: how many entries may be withdrawn whatever their share.
  // NOT_FOUND when there is none; errors of the store.
  absl::StatusOr<v1::Harvest> Run(const std::string& log, int32_t confirmed);

  // Withdraws every entry of `log`.
  absl::Status WithdrawAll(const std::string& log);

  // Runs every feed whose time has come, unless its authority has joined. The
  // time of the next; the infinite future when there is none.
  absl::Time RunDue();

  HarvestCounters counters() const;

  // Ends what is under way, soon, and lets nothing more begin.
  void Stop();
  bool stopped() const;

 private:
  absl::StatusOr<v1::Harvest> RunLocked(const std::string& log,
                                        int32_t confirmed)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(running_);
  absl::Status RunIfDue(const std::string& log);
  Crawl Read(const FollowedFeed& feed, bool whole)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(running_);
  absl::Status Publish(const std::string& log, int32_t confirmed, Crawl& crawl,
                       v1::Harvest& harvest);
  absl::StatusOr<publishing::Outcome> Submit(
      const std::string& log, const Crawl& crawl,
      const v1::PublicationHeader& conditions);
  absl::Status Keep(const std::string& log, FollowedFeed feed,
                    const Crawl& crawl, const v1::Harvest& harvest,
                    absl::Time began) ABSL_EXCLUSIVE_LOCKS_REQUIRED(running_);
  void Tell(const std::string& log, const v1::Harvest& harvest);
  FetchWorld World();
  bool Wait(absl::Duration duration);
  double Random() const;

  storage::Store& store_;
  FollowedFeeds& feeds_;
  const publishing::Publisher& publisher_;
  rpc::Journal& journal_;
  const HarvestOptions options_;
  HttpClient client_;
  // Held while a feed is read.
  absl::Mutex running_;
  Fetcher fetcher_ ABSL_GUARDED_BY(running_);
  mutable absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  // Signalled when it is.
  absl::CondVar stopping_;
  HarvestCounters counters_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HARVESTER_H_
