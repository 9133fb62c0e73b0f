// Threads for work that must not hold up gRPC's own.
#ifndef LOCALOFFER_SERVICES_RPC_WORKER_POOL_H_
#define LOCALOFFER_SERVICES_RPC_WORKER_POOL_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace localoffer::rpc {

// Thread-safe. The destructor runs what is queued, then returns.
class WorkerPool {
 public:
  WorkerPool(int threads, size_t most_queued);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` on one of the threads. False when too much is waiting: the
  // work is not taken, and the caller should be told to come back later.
  [[nodiscard]] bool Run(std::function<void()> work);
  // Runs `work` however much is waiting: for the rest of work that was taken.
  void Continue(std::function<void()> work);

 private:
  void Loop();

  const size_t most_queued_;
  absl::Mutex mutex_;
  // Signalled for each piece of work, and to all threads at the end.
  absl::CondVar wanted_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_WORKER_POOL_H_
