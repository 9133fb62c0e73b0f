#include "clients/changes.h"

#include <utility>

namespace localoffer::client {
namespace {

using Stub = v1::ChangeFeedService::Stub;

// Whether the same question may be answered later: the server has ended, the
// way to it broke, or the stream lasted as long as streams may.
bool IsPassing(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::Status ReadChanges(
    Connection& connection, v1::ListChangesRequest request,
    absl::FunctionRef<bool(const v1::ListChangesResponse&)> take) {
  while (true) {
    auto page = connection.Call(&Stub::ListChanges, request);
    if (!page.ok()) return page.status();
    if (!take(*page) || page->complete()) return absl::OkStatus();
    if (page->next().change_number() <= request.after().change_number()) {
      return absl::InternalError("The server sends one page for ever.");
    }
    request.mutable_after()->Swap(page->mutable_next());
  }
}

absl::Status WatchChanges(
    Connection& connection, v1::WatchChangesRequest request,
    absl::FunctionRef<bool(const v1::WatchChangesResponse&)> take) {
  while (true) {
    grpc::ClientContext context;
    connection.PrepareStream(context);
    // The place says that something came.
    context.set_wait_for_ready(!request.after().witness().empty());
    const auto reader = connection.stub<Stub>().WatchChanges(&context, request);
    bool has_come = false;
    v1::WatchChangesResponse message;
    while (reader->Read(&message)) {
      has_come = true;
      *request.mutable_after() = message.place();
      if (take(message)) continue;
      context.TryCancel();
      reader->Finish();
      return absl::OkStatus();
    }
    const grpc::Status status = reader->Finish();
    if (!has_come || !IsPassing(status)) return connection.Outcome(status);
  }
}

}  // namespace localoffer::client
