// Who waits for logs to grow.
#ifndef LOCALOFFER_SERVICES_RPC_WAIT_LIST_H_
#define LOCALOFFER_SERVICES_RPC_WAIT_LIST_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::rpc {

enum class Wake {
  kChanged,
  // Nothing has, and that has to be said.
  kHeartbeat,
  kStopping,
};

// Thread-safe.
class WaitList {
 public:
  using Continuation = std::function<void(Wake)>;

  // Continuations run on `workers`, which outlives it.
  WaitList(WorkerPool& workers, absl::Duration heartbeat);
  ~WaitList() { Stop(); }
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;

  // Rises with every change.
  uint64_t version() const;
  // Something has changed: whoever waits goes on.
  void Changed();

  // Runs `go_on` once: when the version is no longer `seen`, when it has waited
  // for a heartbeat, or when it is told to. Returns what to tell that with.
  uint64_t Wait(uint64_t seen, Continuation go_on);
  // Nothing, if it goes on already.
  void GoOn(uint64_t ticket);

  // All go on, and nobody waits any more.
  void Stop();

 private:
  struct Waiting {
    uint64_t since = 0;
    Continuation go_on;
  };
  using Waiters = std::map<uint64_t, Waiting>;

  void Beat();
  void Continue(const Waiters& waiters, Wake why);

  WorkerPool& workers_;
  const absl::Duration heartbeat_;
  mutable absl::Mutex mutex_;
  uint64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t next_ticket_ ABSL_GUARDED_BY(mutex_) = 1;
  Waiters waiters_ ABSL_GUARDED_BY(mutex_);
  uint64_t tick_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::CondVar stopped_;
  std::thread thread_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_WAIT_LIST_H_
