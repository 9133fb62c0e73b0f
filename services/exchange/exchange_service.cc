#include "services/exchange/exchange_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/exchange/change_source.h"
#include "services/rpc/error.h"
#include "services/rpc/tailing_reactor.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

constexpr absl::string_view kCheckpoints =
    "localoffer.v1.ExchangeService/GetCheckpoints";
constexpr absl::string_view kConsistency =
    "localoffer.v1.ExchangeService/GetConsistencyProof";
constexpr absl::string_view kInclusion =
    "localoffer.v1.ExchangeService/GetInclusionProof";
constexpr absl::string_view kWatch =
    "localoffer.v1.ExchangeService/WatchCheckpoints";
constexpr absl::string_view kStream =
    "localoffer.v1.ExchangeService/StreamChanges";

// Those that wait cost a few kilobytes, and those that read hold a segment.
constexpr int kMostStreams = 256;

}  // namespace

grpc::ServerUnaryReactor* ExchangeService::GetCheckpoints(
    grpc::CallbackServerContext* context,
    const v1::GetCheckpointsRequest* request,
    v1::GetCheckpointsResponse* response) {
  return endpoint_.Read(kCheckpoints, context, response,
                        [&] { return reader_.GetCheckpoints(*request); });
}

grpc::ServerUnaryReactor* ExchangeService::GetConsistencyProof(
    grpc::CallbackServerContext* context,
    const v1::GetConsistencyProofRequest* request,
    v1::GetConsistencyProofResponse* response) {
  return endpoint_.Read(kConsistency, context, response,
                        [&] { return reader_.GetConsistencyProof(*request); });
}

grpc::ServerUnaryReactor* ExchangeService::GetInclusionProof(
    grpc::CallbackServerContext* context,
    const v1::GetInclusionProofRequest* request,
    v1::GetInclusionProofResponse* response) {
  return endpoint_.Read(kInclusion, context, response,
                        [&] { return reader_.GetInclusionProof(*request); });
}

std::shared_ptr<void> ExchangeService::Count(absl::Status& status) const {
  if (streams_->fetch_add(1) >= kMostStreams) {
    status = rpc::CallerError(
        absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
        absl::StrCat(kMostStreams, " streams are open; try again in a moment"));
  }
  return {nullptr, [streams = streams_](void*) { streams->fetch_sub(1); }};
}

grpc::ServerWriteReactor<v1::WatchCheckpointsResponse>*
ExchangeService::WatchCheckpoints(grpc::CallbackServerContext* context,
                                  const v1::WatchCheckpointsRequest* request) {
  absl::Status status = endpoint_.guard().Check(*context, kWatch, "");
  auto counted = Count(status);
  auto source = [status = std::move(status), counted = std::move(counted),
                 from = CheckpointSource(store_, reader_, clock_)](
                    v1::WatchCheckpointsResponse& response) mutable
      -> absl::StatusOr<Found> {
    RETURN_IF_ERROR(status);
    return from.Next(response);
  };
  return new rpc::TailingReactor<v1::WatchCheckpointsResponse>(
      endpoint_.runtime(), waiters_, kWatch, std::move(source));
}

grpc::ServerWriteReactor<v1::StreamChangesResponse>*
ExchangeService::StreamChanges(grpc::CallbackServerContext* context,
                               const v1::StreamChangesRequest* request) {
  absl::Status status = endpoint_.guard().Check(*context, kStream, "");
  auto counted = Count(status);
  // The request does not outlive this call.
  auto source = [this, status = std::move(status), counted = std::move(counted),
                 request = *request, from = std::optional<ChangeSource>()](
                    v1::StreamChangesResponse& response) mutable
      -> absl::StatusOr<Found> {
    RETURN_IF_ERROR(status);
    if (!from) {
      ASSIGN_OR_RETURN(from, ChangeSource::Start(store_, request));
    }
    return from->Next(response);
  };
  return new rpc::TailingReactor<v1::StreamChangesResponse>(
      endpoint_.runtime(), waiters_, kStream, std::move(source));
}

}  // namespace localoffer::exchange
