#include "services/rpc/call_metrics.h"

#include <string>

namespace localoffer::rpc {

void CallMetrics::Record(absl::string_view method, absl::StatusCode code,
                         absl::Duration taken) {
  const Ending ending = EndingOf(method, code);
  ending.calls->Add();
  ending.seconds->Observe(absl::ToDoubleSeconds(taken));
}

CallMetrics::Ending CallMetrics::EndingOf(absl::string_view method,
                                          absl::StatusCode code) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto known = endings_.find({method, code});
    if (known != endings_.end()) return known->second;
  }
  const Ending ending = {
      &registry_.CounterOf("localoffer_rpc_total", "Calls over gRPC",
                           {{"method", std::string(method)},
                            {"code", absl::StatusCodeToString(code)}}),
      &registry_.HistogramOf(
          "localoffer_rpc_seconds", "How long calls over gRPC took",
          metrics::LatencyBounds(), {{"method", std::string(method)}})};
  absl::MutexLock lock(&mutex_);
  endings_[{method, code}] = ending;
  return ending;
}

}  // namespace localoffer::rpc
