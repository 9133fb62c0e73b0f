// What publishers were told: the oracle of the tests with faults, kept outside
// the nodes.
#ifndef LOCALOFFER_TESTS_FAULTS_ACKNOWLEDGED_H_
#define LOCALOFFER_TESTS_FAULTS_ACKNOWLEDGED_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace localoffer::testing {

// Thread-safe.
class Acknowledged {
 public:
  // A publication said that the entry's revision is this change of its log.
  void Add(const std::string& entry, int64_t sequence) {
    absl::MutexLock lock(&mutex_);
    sequences_[entry] = sequence;
    changed_.SignalAll();
  }
  std::map<std::string, int64_t> all() const {
    absl::MutexLock lock(&mutex_);
    return sequences_;
  }
  size_t size() const {
    absl::MutexLock lock(&mutex_);
    return sequences_.size();
  }
  // Returns when there are so many. False when none is added for longer.
  bool Await(size_t number, absl::Duration longest) const {
    absl::MutexLock lock(&mutex_);
    while (sequences_.size() < number) {
      if (changed_.WaitWithTimeout(&mutex_, longest)) break;
    }
    return sequences_.size() >= number;
  }

 private:
  mutable absl::Mutex mutex_;
  mutable absl::CondVar changed_;
  std::map<std::string, int64_t> sequences_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_FAULTS_ACKNOWLEDGED_H_
