#include "services/rpc/call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::rpc {

bool IsOwnCall(const grpc::CallbackServerContext& context) {
  // gRPC's word for the other end of an in-process channel; of a connection it
  // is an address.
  return context.peer() == "unknown";
}

grpc::Status Call::End(const absl::Status& status) const {
  const absl::Duration taken = runtime_.stopwatch() - start_;
  runtime_.metrics.Record(method_, status.code(), taken);
  if (is_own_ && !IsFailure(status)) return ToGrpc(status);
  Journal::Fields fields = {
      {"method", std::string(method_)},
      {"code", absl::StatusCodeToString(status.code())},
      {"micros", absl::StrCat(absl::ToInt64Microseconds(taken))}};
  Severity severity = Severity::kInfo;
  if (IsFailure(status)) {
    severity = Severity::kError;
    fields.emplace_back("detail", std::string(status.message()));
  } else if (const std::string reason = ReasonOf(status); !reason.empty()) {
    fields.emplace_back("reason", reason);
  }
  runtime_.journal.Write(severity, "rpc", fields);
  return ToGrpc(status);
}

absl::Status Overloaded() {
  return CallerError(absl::StatusCode::kUnavailable, "OVERLOADED",
                     "too many calls are waiting; try again in a moment");
}

grpc::ServerUnaryReactor* Answer(Runtime& runtime, absl::string_view method,
                                 grpc::CallbackServerContext* context,
                                 const std::function<absl::Status()>& work) {
  const Call call(runtime, method, IsOwnCall(*context));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(call.End(work()));
  return reactor;
}

grpc::ServerUnaryReactor* AnswerLater(Runtime& runtime,
                                      absl::string_view method,
                                      grpc::CallbackServerContext* context,
                                      std::function<absl::Status()> work) {
  const Call call(runtime, method, IsOwnCall(*context));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (!runtime.workers.Run([call, reactor, work = std::move(work)] {
        reactor->Finish(call.End(work()));
      })) {
    reactor->Finish(call.End(Overloaded()));
  }
  return reactor;
}

}  // namespace localoffer::rpc
