// How often each method was called, how that ended, and how long it took.
#ifndef LOCALOFFER_SERVICES_RPC_CALL_METRICS_H_
#define LOCALOFFER_SERVICES_RPC_CALL_METRICS_H_

#include <map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/metrics/registry.h"

namespace localoffer::rpc {

// Thread-safe. The registry outlives it.
class CallMetrics {
 public:
  explicit CallMetrics(metrics::Registry& registry) : registry_(registry) {}

  // `method` must be a literal.
  void Record(absl::string_view method, absl::StatusCode code,
              absl::Duration taken);

 private:
  // Of a method with one outcome.
  struct Ending {
    metrics::Counter* calls = nullptr;
    metrics::Histogram* seconds = nullptr;
  };

  Ending EndingOf(absl::string_view method, absl::StatusCode code);

  metrics::Registry& registry_;
  absl::Mutex mutex_;
  std::map<std::pair<absl::string_view, absl::StatusCode>, Ending> endings_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_CALL_METRICS_H_
