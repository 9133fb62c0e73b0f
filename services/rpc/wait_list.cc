#include "services/rpc/wait_list.h"

#include <utility>

namespace localoffer::rpc {
namespace {

// Of a heartbeat: one comes up to so much later than it should.
constexpr uint64_t kTicks = 4;

}  // namespace

WaitList::WaitList(WorkerPool& workers, absl::Duration heartbeat)
    : workers_(workers), heartbeat_(heartbeat), thread_([this] { Beat(); }) {}

uint64_t WaitList::version() const {
  absl::MutexLock lock(&mutex_);
  return version_;
}

void WaitList::Continue(const Waiters& waiters, Wake why) {
  for (const auto& [ticket, waiting] : waiters) {
    workers_.Continue([go_on = waiting.go_on, why] { go_on(why); });
  }
}

void WaitList::Changed() {
  Waiters waiters;
  {
    absl::MutexLock lock(&mutex_);
    ++version_;
    waiters.swap(waiters_);
  }
  Continue(waiters, Wake::kChanged);
}

uint64_t WaitList::Wait(uint64_t seen, Continuation go_on) {
  Wake why = Wake::kChanged;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      why = Wake::kStopping;
    } else if (version_ == seen) {
      waiters_.emplace(next_ticket_, Waiting{tick_, std::move(go_on)});
      return next_ticket_++;
    }
  }
  workers_.Continue([go_on = std::move(go_on), why] { go_on(why); });
  return 0;
}

void WaitList::GoOn(uint64_t ticket) {
  Waiters one;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = waiters_.find(ticket);
    if (found == waiters_.end()) return;
    one.insert(waiters_.extract(found));
  }
  Continue(one, Wake::kChanged);
}

// Looks a few times a heartbeat who has waited for one.
void WaitList::Beat() {
  mutex_.Lock();
  while (!stopping_) {
    stopped_.WaitWithTimeout(&mutex_, heartbeat_ / kTicks);
    if (stopping_) break;
    ++tick_;
    Waiters due;
    for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
      const auto next = std::next(waiter);
      if (tick_ - waiter->second.since >= kTicks)
        due.insert(waiters_.extract(waiter));
      waiter = next;
    }
    mutex_.Unlock();
    Continue(due, Wake::kHeartbeat);
    mutex_.Lock();
  }
  mutex_.Unlock();
}

void WaitList::Stop() {
  Waiters waiters;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    waiters.swap(waiters_);
    stopped_.SignalAll();
  }
  Continue(waiters, Wake::kStopping);
  if (thread_.joinable()) thread_.join();
}

}  // namespace localoffer::rpc
