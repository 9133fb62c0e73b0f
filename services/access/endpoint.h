// The frame of every unary method: authorise, work, convert, end.
#ifndef LOCALOFFER_SERVICES_ACCESS_ENDPOINT_H_
#define LOCALOFFER_SERVICES_ACCESS_ENDPOINT_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "services/access/guard.h"
#include "services/rpc/call.h"
#include "storage/status_macros.h"

namespace localoffer::access {

// What a service answers its calls with. `work` returns an
// absl::StatusOr<Response>; it runs only for callers who may call `method`.
class Endpoint {
 public:
  Endpoint(const Guard& guard, rpc::Runtime& runtime)
      : guard_(guard), runtime_(runtime) {}

  const Guard& guard() const { return guard_; }
  rpc::Runtime& runtime() const { return runtime_; }

  // At once, on gRPC's thread. For public reads, which do not wait.
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* Read(absl::string_view method,
                                 grpc::CallbackServerContext* context,
                                 Response* response, Work work) const {
    return rpc::Answer(runtime_, method, context, [&]() -> absl::Status {
      RETURN_IF_ERROR(guard_.Check(*context, method, ""));
      ASSIGN_OR_RETURN(*response, work());
      return absl::OkStatus();
    });
  }

  // A public read at an instant that the caller chose: at once where that is
  // `settled`, else from a worker, for then it waits until a commit under way
  // is on disk. gRPC has few threads, and all calls come in on them, so none
  // of them may wait. Not every such read goes to the workers: there it would
  // queue behind publications, and whoever may read could crowd those out.
  // `work` outlives the method that calls this: it captures by value.
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* ReadAt(absl::string_view method, bool settled,
                                   grpc::CallbackServerContext* context,
                                   Response* response, Work work) const {
    if (settled) return Read(method, context, response, std::move(work));
    return Later(method, "", context, response, std::move(work));
  }

  // A public read that takes long, from a worker. Its service sees to it that
  // such reads don't crowd out publications. `work` as for ReadAt.
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* ReadLater(absl::string_view method,
                                      grpc::CallbackServerContext* context,
                                      Response* response, Work work) const {
    return Later(method, "", context, response, std::move(work));
  }

  // From a worker, for a caller with rights on `authority`.
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* Write(absl::string_view method,
                                  std::string authority,
                                  grpc::CallbackServerContext* context,
                                  Response* response, Work work) const {
    return Later(method, std::move(authority), context, response,
                 std::move(work));
  }

 private:
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* Later(absl::string_view method,
                                  std::string authority,
                                  grpc::CallbackServerContext* context,
                                  Response* response, Work work) const {
    return rpc::AnswerLater(
        runtime_, method, context,
        [this, method, authority = std::move(authority), context, response,
         work = std::move(work)]() -> absl::Status {
          RETURN_IF_ERROR(guard_.Check(*context, method, authority));
          ASSIGN_OR_RETURN(*response, work());
          return absl::OkStatus();
        });
  }

  const Guard& guard_;
  rpc::Runtime& runtime_;
};

}  // namespace localoffer::access

#endif  // LOCALOFFER_SERVICES_ACCESS_ENDPOINT_H_
