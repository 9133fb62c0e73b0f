// How a method ends: its status goes to the caller, a line to the journal.
#ifndef LOCALOFFER_SERVICES_RPC_CALL_H_
#define LOCALOFFER_SERVICES_RPC_CALL_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/call_metrics.h"
#include "services/rpc/journal.h"
#include "services/rpc/status.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::rpc {

// What every service needs to answer calls. Lives as long as the server.
struct Runtime {
  Journal& journal;
  WorkerPool& workers;
  CallMetrics& metrics;
  // Monotonic, for durations.
  std::function<absl::Duration()> stopwatch;
};

// One call from its start to its end.
class Call {
 public:
  // `method` must be a literal.
  Call(Runtime& runtime, absl::string_view method)
      : runtime_(runtime), method_(method), start_(runtime.stopwatch()) {}

  // Writes the journal's line and returns what to finish the call with.
  grpc::Status End(const absl::Status& status) const;

 private:
  Runtime& runtime_;
  absl::string_view method_;
  absl::Duration start_;
};

// The status of a call that was not taken because too many are waiting.
absl::Status Overloaded();

// Answers a unary call at once, on gRPC's thread: for reads, which do not wait.
grpc::ServerUnaryReactor* Answer(Runtime& runtime, absl::string_view method,
                                 grpc::CallbackServerContext* context,
                                 const std::function<absl::Status()>& work);

// Answers a unary call from a worker: for writes, and reads of what is being
// written, which wait for the disk.
grpc::ServerUnaryReactor* AnswerLater(Runtime& runtime,
                                      absl::string_view method,
                                      grpc::CallbackServerContext* context,
                                      std::function<absl::Status()> work);

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_CALL_H_
