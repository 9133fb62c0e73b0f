#include "services/exchange/peer_link.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace localoffer::exchange {
namespace {

// A megabyte of changes, or one change of the largest size, and some.
constexpr int kMessageBytes = 4 << 20;
// A peer that says nothing at all for so long is taken to be gone.
constexpr int kPingMillis = 15'000;
constexpr int kPingAnswerMillis = 10'000;
constexpr int kReconnectMillis = 200;
constexpr int kLongestReconnectMillis = 5'000;
constexpr std::chrono::seconds kShortCall(20);
// A whole log, over a slow line: what came of it until then stays.
constexpr std::chrono::minutes kLongCall(30);

std::shared_ptr<grpc::Channel> Connect(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingMillis);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingAnswerMillis);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMillis);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kLongestReconnectMillis);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMillis);
  // Peers that are reached over one address are still peers of their own.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

absl::Status ToStatus(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
}

}  // namespace

// Registers a call for as long as it lives.
class PeerLink::Call {
 public:
  Call(PeerLink& link, std::chrono::system_clock::duration deadline)
      : link_(link) {
    if (deadline > deadline.zero()) {
      context_.set_deadline(std::chrono::system_clock::now() + deadline);
    }
    absl::MutexLock lock(&link_.mutex_);
    if (link_.cancelled_) context_.TryCancel();
    link_.calls_.insert(&context_);
  }
  ~Call() {
    absl::MutexLock lock(&link_.mutex_);
    link_.calls_.erase(&context_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  grpc::ClientContext& context() { return context_; }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Ask(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    Response response;
    const grpc::Status status = (stub.*method)(&context_, request, &response);
    if (!status.ok()) return ToStatus(status);
    return response;
  }

  // Takes every message of a stream. The error of `take`, or how it ended.
  template <typename Response, typename Take>
  absl::Status ReadAll(grpc::ClientReader<Response>& reader, const Take& take) {
    absl::Status taken;
    Response message;
    while (taken.ok() && reader.Read(&message)) {
      taken = take(std::move(message));
      message = Response();
    }
    if (!taken.ok()) context_.TryCancel();
    const absl::Status ended = ToStatus(reader.Finish());
    return taken.ok() ? ended : taken;
  }

 private:
  PeerLink& link_;
  grpc::ClientContext context_;
};

PeerLink::PeerLink(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials)
    : PeerLink(Connect(address, credentials)) {}

PeerLink::PeerLink(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(v1::ExchangeService::NewStub(channel)),
      keys_(v1::KeysService::NewStub(channel)),
      authorities_(v1::AuthoritiesService::NewStub(channel)) {}

absl::Status PeerLink::WatchCheckpoints(const TakeCheckpoints& take) {
  Call call(*this, {});
  const auto reader = stub_->WatchCheckpoints(&call.context(), {});
  return call.ReadAll(*reader, take);
}

absl::Status PeerLink::StreamChanges(const v1::StreamChangesRequest& request,
                                     const TakeChanges& take) {
  Call call(*this, kLongCall);
  const auto reader = stub_->StreamChanges(&call.context(), request);
  return call.ReadAll(*reader, take);
}

absl::StatusOr<v1::GetConsistencyProofResponse> PeerLink::GetConsistencyProof(
    const v1::GetConsistencyProofRequest& request) {
  return Call(*this, kShortCall)
      .Ask(*stub_, &v1::ExchangeService::Stub::GetConsistencyProof, request);
}

absl::StatusOr<v1::GetLogKeysResponse> PeerLink::GetLogKeys(
    const v1::GetLogKeysRequest& request) {
  return Call(*this, kShortCall)
      .Ask(*keys_, &v1::KeysService::Stub::GetLogKeys, request);
}

absl::StatusOr<v1::ListAuthoritiesResponse> PeerLink::ListAuthorities(
    const v1::ListAuthoritiesRequest& request) {
  return Call(*this, kShortCall)
      .Ask(*authorities_, &v1::AuthoritiesService::Stub::ListAuthorities,
           request);
}

void PeerLink::Cancel() {
  absl::MutexLock lock(&mutex_);
  cancelled_ = true;
  for (grpc::ClientContext* context : calls_) context->TryCancel();
}

}  // namespace localoffer::exchange
