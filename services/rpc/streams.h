// The two shapes of streaming methods: take all, work, answer in messages;
// and answer with what a source yields.
#ifndef LOCALOFFER_SERVICES_RPC_STREAMS_H_
#define LOCALOFFER_SERVICES_RPC_STREAMS_H_

#include <atomic>
#include <deque>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/call.h"

namespace localoffer::rpc {

// Deletes itself when the call is over. Take() runs on gRPC's threads, one
// call at a time; Work() on a worker, once, unless Take() failed.
template <typename Request, typename Response>
class CollectingReactor : public grpc::ServerBidiReactor<Request, Response> {
 public:
  CollectingReactor(Runtime& runtime, absl::string_view method)
      : runtime_(runtime), call_(runtime, method) {
    this->StartRead(&request_);
  }

 protected:
  // Takes the next request. An error ends the call.
  virtual absl::Status Take(Request& request) = 0;
  // Appends the answers to `responses` and says how the call ends: they are
  // sent in either case.
  virtual absl::Status Work(std::deque<Response>& responses) = 0;

  bool cancelled() const { return cancelled_.load(); }

 private:
  void OnReadDone(bool ok) final {
    if (ok) {
      if (absl::Status taken = Take(request_); !taken.ok()) {
        this->Finish(call_.End(taken));
        return;
      }
      this->StartRead(&request_);
      return;
    }
    if (!runtime_.workers.Run([this] {
          status_ = Work(responses_);
          SendNext();
        })) {
      this->Finish(call_.End(Overloaded()));
    }
  }

  void OnWriteDone(bool ok) final {
    if (!ok) {
      this->Finish(call_.End(absl::CancelledError("the caller went away")));
      return;
    }
    responses_.pop_front();
    SendNext();
  }

  void SendNext() {
    if (responses_.empty()) {
      this->Finish(call_.End(status_));
    } else if (responses_.size() == 1) {
      // In one piece: most calls have one answer.
      this->StartWriteAndFinish(&responses_.front(), grpc::WriteOptions(),
                                call_.End(status_));
    } else {
      this->StartWrite(&responses_.front());
    }
  }

  void OnCancel() final { cancelled_.store(true); }
  void OnDone() final { delete this; }

  Runtime& runtime_;
  const Call call_;
  Request request_;
  std::deque<Response> responses_;
  absl::Status status_;
  std::atomic<bool> cancelled_ = false;
};

// A streaming method that answers with what a source yields, one message
// after another, each made on a worker when the one before is sent.
template <typename Response>
class YieldingReactor : public grpc::ServerWriteReactor<Response> {
 public:
  // Fills the response and returns true, or returns false at the end.
  using Source = std::function<absl::StatusOr<bool>(Response&)>;

  YieldingReactor(Runtime& runtime, absl::string_view method,
                  const grpc::CallbackServerContext& context, Source source)
      : runtime_(runtime),
        call_(runtime, method, IsOwnCall(context)),
        source_(std::move(source)) {
    if (!runtime_.workers.Run([this] { Yield(); })) {
      this->Finish(call_.End(Overloaded()));
    }
  }

 private:
  void Yield() {
    response_.Clear();
    const absl::StatusOr<bool> more = source_(response_);
    if (!more.ok() || !*more) {
      this->Finish(call_.End(more.status()));
    } else {
      this->StartWrite(&response_);
    }
  }

  void OnWriteDone(bool ok) final {
    if (ok) {
      runtime_.workers.Continue([this] { Yield(); });
    } else {
      this->Finish(call_.End(absl::CancelledError("the caller went away")));
    }
  }

  void OnCancel() final {}
  void OnDone() final { delete this; }

  Runtime& runtime_;
  const Call call_;
  Source source_;
  Response response_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_STREAMS_H_
