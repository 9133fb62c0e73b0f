#include "services/rpc/worker_pool.h"

#include <utility>

namespace localoffer::rpc {

WorkerPool::WorkerPool(int threads, size_t most_queued)
    : most_queued_(most_queued) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    wanted_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Run(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (queue_.size() >= most_queued_) return false;
  queue_.push_back(std::move(work));
  wanted_.Signal();
  return true;
}

void WorkerPool::Continue(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  queue_.push_back(std::move(work));
  wanted_.Signal();
}

void WorkerPool::Loop() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      while (!stopping_ && queue_.empty()) wanted_.Wait(&mutex_);
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace localoffer::rpc
