// How those who wait at this front hear that the node has something new.
#ifndef LOCALOFFER_SERVICES_GATEWAY_CHANGE_WATCH_H_
#define LOCALOFFER_SERVICES_GATEWAY_CHANGE_WATCH_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/gateway/node_client.h"
#include "services/rpc/wait_list.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::gateway {

// One stream of the node, however many readers there are: it tells how far the
// change feed is, and wakes those who wait. What has come they ask for
// themselves, each from his own place. While the node is away they are woken by
// heartbeats alone, and with the first of these the stream is tried again. To
// be destroyed before the server behind an in-process channel is shut down.
// Thread-safe.
class ChangeWatch {
 public:
  // Whoever waits is woken after `heartbeat` in any case.
  ChangeWatch(std::shared_ptr<const NodeClient> node, absl::Duration heartbeat);
  // Nobody waits any more by then.
  ~ChangeWatch();
  ChangeWatch(const ChangeWatch&) = delete;
  ChangeWatch& operator=(const ChangeWatch&) = delete;

  // Those who wait. Whoever is about to, calls KeepUp() before.
  rpc::WaitList& waiters() { return waiters_; }

  // Opens the stream where there is none, and wakes all when it has begun.
  // Waits for nothing.
  void KeepUp();

 private:
  const std::shared_ptr<const NodeClient> node_;
  // Has those who wait go on, which each does elsewhere.
  rpc::WorkerPool workers_;
  rpc::WaitList waiters_;
  absl::Mutex mutex_;
  // Gone before those whom it wakes.
  std::unique_ptr<ChangeStream> stream_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_CHANGE_WATCH_H_
