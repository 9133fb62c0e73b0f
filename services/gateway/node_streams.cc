#include "services/gateway/node_streams.h"

#include <utility>

#include "services/rpc/error.h"
#include "services/rpc/status.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {

absl::Status ErrorOfNode(const grpc::Status& status) {
  const bool from_node = !status.error_details().empty();
  if (!from_node && status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    return rpc::CallerError(absl::StatusCode::kUnavailable, "NODE_UNREACHABLE",
                            "the node does not answer; try again in a moment");
  }
  if (!from_node &&
      status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return rpc::CallerError(absl::StatusCode::kUnavailable, "NODE_TOO_SLOW",
                            "the node takes too long to answer; try again "
                            "later");
  }
  return rpc::FromGrpc(status);
}

ChangeStream::ChangeStream(v1::ChangeFeedService::Stub& stub,
                           v1::WatchChangesRequest request, Hear hear)
    : request_(std::move(request)), hear_(std::move(hear)) {
  stub.async()->WatchChanges(&context_, &request_, this);
  StartRead(&message_);
  StartCall();
}

ChangeStream::~ChangeStream() {
  context_.TryCancel();
  ended_.WaitForNotification();
}

void ChangeStream::OnReadDone(bool ok) {
  if (!ok) return;
  hear_(message_);
  StartRead(&message_);
}

void ChangeStream::OnDone(const grpc::Status& /*status*/) { ended_.Notify(); }

absl::StatusOr<std::unique_ptr<ExportStream>> ExportStream::Start(
    v1::DirectoryService::Stub& stub, const v1::ExportEntriesRequest& request) {
  std::unique_ptr<ExportStream> stream(new ExportStream(stub, request));
  RETURN_IF_ERROR(stream->Read().status());
  stream->revision_ = stream->message_.revision();
  return stream;
}

ExportStream::ExportStream(v1::DirectoryService::Stub& stub,
                           const v1::ExportEntriesRequest& request)
    : reader_(stub.ExportEntries(&context_, request)) {}

ExportStream::~ExportStream() {
  if (ended_) return;
  context_.TryCancel();
  reader_->Finish();
}

absl::StatusOr<bool> ExportStream::Read() {
  if (ended_) return false;
  if (reader_->Read(&message_)) return true;
  ended_ = true;
  RETURN_IF_ERROR(ErrorOfNode(reader_->Finish()));
  return false;
}

absl::StatusOr<bool> ExportStream::Next(std::string& piece) {
  // The first message, which was read to begin with, seldom has any.
  while (message_.chunk().empty()) {
    ASSIGN_OR_RETURN(const bool more, Read());
    if (!more) return false;
  }
  piece += std::exchange(*message_.mutable_chunk(), "");
  return true;
}

}  // namespace localoffer::gateway
