// Work that threads share, its results taken in order.
#ifndef LOCALOFFER_STORAGE_IN_ORDER_H_
#define LOCALOFFER_STORAGE_IN_ORDER_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace localoffer::storage {

// How many threads can help the one that asks: one for each further core, and
// no more than there is use for.
inline int OtherCores() {
  constexpr int kMost = 15;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) - 1,
                    0, kMost);
}

// Cores that others leave free, for answers of which many may be made at a
// time: all together never have more helpers than there are further cores.
// Given back at its end.
class BorrowedCores {
 public:
  // As many as are free, and no more than `wanted`.
  explicit BorrowedCores(int wanted) {
    int lent = lent_.load();
    do {
      count_ = std::clamp(wanted, 0, std::max(OtherCores() - lent, 0));
    } while (!lent_.compare_exchange_weak(lent, lent + count_));
  }
  ~BorrowedCores() { lent_ -= count_; }
  BorrowedCores(const BorrowedCores&) = delete;
  BorrowedCores& operator=(const BorrowedCores&) = delete;

  int count() const { return count_; }

 private:
  inline static std::atomic<int> lent_ = 0;
  int count_ = 0;
};

// Jobs are fetched one after another, done side by side, and their results
// taken one after another in the order of the jobs. Used once.
template <typename Job, typename Result>
class InOrder {
 public:
  // Called by one thread at a time; nothing at the end.
  using Fetch = std::function<absl::StatusOr<std::optional<Job>>()>;
  // Called by many threads.
  using Work = std::function<absl::StatusOr<Result>(Job)>;
  // Called by the thread that called Run().
  using Take = std::function<absl::Status(Result)>;

  InOrder(Fetch fetch, Work work, Take take)
      : fetch_(std::move(fetch)),
        work_(std::move(work)),
        take_(std::move(take)) {}

  // The first error of any of them, and then no job is begun any more. The
  // calling thread works, too, when there is nothing to take; with no `helpers`
  // it does all, and no thread is started. So it does where the system has no
  // thread to give.
  absl::Status Run(int helpers = OtherCores()) {
    most_ahead_ = 2 * static_cast<uint64_t>(helpers) + 2;
    std::vector<std::thread> threads;
    threads.reserve(helpers);
    try {
      for (int i = 0; i < helpers; ++i) {
        threads.emplace_back([this] {
          while (Help()) {
          }
        });
      }
    } catch (const std::system_error&) {
      // Those that began go on.
    }
    while (TakeOrHelp()) {
    }
    for (std::thread& thread : threads) thread.join();
    absl::MutexLock lock(&mutex_);
    return failure_;
  }

 private:
  // False when there is no more for this thread to do.
  bool Help() {
    uint64_t number = 0;
    {
      absl::MutexLock lock(&mutex_);
      while (!HasEnded() && !MayFetch()) changed_.Wait(&mutex_);
      if (HasEnded()) return false;
      number = BeginFetch();
    }
    DoJob(number);
    return true;
  }

  bool TakeOrHelp() {
    uint64_t number = 0;
    std::optional<Result> result;
    {
      absl::MutexLock lock(&mutex_);
      while (!HasEnded() && !MayFetch() && !CanTake()) changed_.Wait(&mutex_);
      while (failure_.ok() && is_last_fetched_ && taken_ < fetched_ &&
             !CanTake()) {
        changed_.Wait(&mutex_);
      }
      if (!failure_.ok()) return false;
      if (CanTake()) {
        result = std::move(results_.begin()->second);
        results_.erase(results_.begin());
      } else if (HasEnded()) {
        return false;
      } else {
        number = BeginFetch();
      }
    }
    if (!result) {
      DoJob(number);
      return true;
    }
    const absl::Status taken = take_(*std::move(result));
    absl::MutexLock lock(&mutex_);
    ++taken_;
    if (!taken.ok()) Fail(taken);
    changed_.SignalAll();
    return true;
  }

  void DoJob(uint64_t number) {
    absl::StatusOr<std::optional<Job>> job = fetch_();
    {
      absl::MutexLock lock(&mutex_);
      is_fetching_ = false;
      if (!job.ok()) Fail(job.status());
      if (!job.ok() || !*job) {
        is_last_fetched_ = true;
        fetched_ = number;
      }
      changed_.SignalAll();
      if (is_last_fetched_) return;
    }
    absl::StatusOr<Result> result = work_(**std::move(job));
    absl::MutexLock lock(&mutex_);
    if (result.ok()) {
      results_.emplace(number, *std::move(result));
    } else {
      Fail(result.status());
    }
    changed_.SignalAll();
  }

  // Whether no further job will be fetched.
  bool HasEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return is_last_fetched_ || !failure_.ok();
  }
  // Results that wait take memory: nobody runs far ahead.
  bool MayFetch() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !is_fetching_ && fetched_ - taken_ < most_ahead_;
  }
  bool CanTake() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !results_.empty() && results_.begin()->first == taken_;
  }
  // The number of the job that is fetched next.
  uint64_t BeginFetch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    is_fetching_ = true;
    return fetched_++;
  }
  void Fail(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (failure_.ok()) failure_ = status;
  }

  const Fetch fetch_;
  const Work work_;
  const Take take_;
  uint64_t most_ahead_ = 0;

  absl::Mutex mutex_;
  // Signalled whenever something below has changed.
  absl::CondVar changed_;
  bool is_fetching_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_last_fetched_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t fetched_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  // Done and not yet taken, by number of the job.
  std::map<uint64_t, Result> results_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_IN_ORDER_H_
