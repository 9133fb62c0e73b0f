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

// Whether the caller is a part of this node: its HTTP front, which asks over
// the in-process channel. Nobody else can pass for it.
bool IsOwnCall(const grpc::CallbackServerContext& context);

// One call from its start to its end. Of a call of the node's own the journal
// has a line only where it failed, for a person to act on: the request over
// HTTP that it answers has one already. Figures count them all.
class Call {
 public:
  // `method` must be a literal.
  Call(Runtime& runtime, absl::string_view method, bool is_own = false)
      : runtime_(runtime),
        method_(method),
        is_own_(is_own),
        start_(runtime.stopwatch()) {}

  // Writes the journal's line and returns what to finish the call with.
  grpc::Status End(const absl::Status& status) const;

 private:
  Runtime& runtime_;
  absl::string_view method_;
  bool is_own_;
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
