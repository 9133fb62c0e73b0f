// A streaming method that goes on for as long as its caller listens.
#ifndef LOCALOFFER_SERVICES_RPC_TAILING_REACTOR_H_
#define LOCALOFFER_SERVICES_RPC_TAILING_REACTOR_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/call.h"
#include "services/rpc/error.h"
#include "services/rpc/found.h"
#include "services/rpc/wait_list.h"

namespace localoffer::rpc {

// Answers with what a source yields, one message after another, each made on a
// worker when the one before is sent; and with an empty one when the source has
// had nothing for a heartbeat. Deletes itself when the call is over.
template <typename Response>
class TailingReactor : public grpc::ServerWriteReactor<Response> {
 public:
  using Source = std::function<absl::StatusOr<Found>(Response&)>;

  // `is_own`: see IsOwnCall().
  TailingReactor(Runtime& runtime, WaitList& waiters, absl::string_view method,
                 Source source, bool is_own = false)
      : runtime_(runtime),
        waiters_(waiters),
        call_(runtime, method, is_own),
        source_(std::move(source)) {
    if (!runtime_.workers.Run([this] { Yield(Wake::kChanged); })) {
      this->Finish(call_.End(Overloaded()));
    }
  }

 private:
  struct Caller {
    // Of the newest wait.
    std::atomic<uint64_t> ticket = 0;
    std::atomic<bool> gone = false;
  };

  void Yield(Wake why) {
    if (caller_->gone.load()) {
      this->Finish(call_.End(absl::CancelledError("the caller went away")));
      return;
    }
    if (why == Wake::kStopping) {
      this->Finish(call_.End(
          CallerError(absl::StatusCode::kUnavailable, "STOPPING",
                      "the node is stopping; take it up again in a moment")));
      return;
    }
    response_.Clear();
    const uint64_t seen = waiters_.version();
    const absl::StatusOr<Found> found = source_(response_);
    if (!found.ok() || *found == Found::kEnd) {
      this->Finish(call_.End(found.status()));
    } else if (*found == Found::kMessage || why == Wake::kHeartbeat) {
      this->StartWrite(&response_);
    } else {
      Park(seen);
    }
  }

  void Park(uint64_t seen) {
    // From when it waits on, this may go on elsewhere, and be gone.
    const std::shared_ptr<Caller> caller = caller_;
    WaitList& waiters = waiters_;
    const uint64_t ticket =
        waiters.Wait(seen, [this](Wake woken) { Yield(woken); });
    caller->ticket.store(ticket);
    // That the caller went away may have come before there was a ticket.
    if (caller->gone.load()) waiters.GoOn(ticket);
  }

  void OnWriteDone(bool ok) final {
    if (!ok) caller_->gone.store(true);
    runtime_.workers.Continue([this] { Yield(Wake::kChanged); });
  }

  void OnCancel() final {
    caller_->gone.store(true);
    waiters_.GoOn(caller_->ticket.load());
  }
  void OnDone() final { delete this; }

  Runtime& runtime_;
  WaitList& waiters_;
  const Call call_;
  Source source_;
  Response response_;
  const std::shared_ptr<Caller> caller_ = std::make_shared<Caller>();
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_TAILING_REACTOR_H_
