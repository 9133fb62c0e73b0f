#include "services/feed/change_feed_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"
#include "services/rpc/tailing_reactor.h"
#include "storage/status_macros.h"

namespace localoffer::feed {
namespace {

constexpr absl::string_view kState =
    "localoffer.v1.ChangeFeedService/GetChangeFeedState";
constexpr absl::string_view kList =
    "localoffer.v1.ChangeFeedService/ListChanges";
constexpr absl::string_view kWatch =
    "localoffer.v1.ChangeFeedService/WatchChanges";

// Pages from far behind, which workers make, as they do what is published: all
// that an HTTP front asks at a time, and as many more.
constexpr int kMostReads = 32;
// Those that wait cost a few kilobytes, and those that read hold a message.
constexpr int kMostStreams = 256;

absl::Status TooMany(absl::string_view reason, int most,
                     absl::string_view what) {
  return rpc::CallerError(
      absl::StatusCode::kResourceExhausted, reason,
      absl::StrCat(most, " ", what, "; try again in a moment"));
}

// Counts for as long as what is returned lives; null when there are too many.
std::shared_ptr<void> Enter(const std::shared_ptr<std::atomic<int>>& count,
                            int most) {
  const bool is_room = count->fetch_add(1) < most;
  const std::shared_ptr<void> counted(count.get(),
                                      [count](void*) { count->fetch_sub(1); });
  return is_room ? counted : nullptr;
}

}  // namespace

grpc::ServerUnaryReactor* ChangeFeedService::GetChangeFeedState(
    grpc::CallbackServerContext* context,
    const v1::GetChangeFeedStateRequest* request,
    v1::GetChangeFeedStateResponse* response) {
  return endpoint_.Read(kState, context, response,
                        [&] { return feed_.State(*request); });
}

grpc::ServerUnaryReactor* ChangeFeedService::ListChanges(
    grpc::CallbackServerContext* context, const v1::ListChangesRequest* request,
    v1::ListChangesResponse* response) {
  if (feed_.IsQuick(*request)) {
    return endpoint_.Read(kList, context, response,
                          [&] { return feed_.List(*request); });
  }
  // The node's own front has no more of them than workers.
  const bool is_own = rpc::IsOwnCall(*context);
  auto counted = is_own ? nullptr : Enter(reads_, kMostReads);
  if (!is_own && counted == nullptr) {
    return endpoint_.Read(kList, context, response,
                          []() -> absl::StatusOr<v1::ListChangesResponse> {
                            return TooMany(
                                "TOO_MANY_READS", kMostReads,
                                "long pages of the feed are being made");
                          });
  }
  return endpoint_.ReadLater(kList, context, response,
                             [this, request, counted = std::move(counted)] {
                               return feed_.List(*request);
                             });
}

grpc::ServerWriteReactor<v1::WatchChangesResponse>*
ChangeFeedService::WatchChanges(grpc::CallbackServerContext* context,
                                const v1::WatchChangesRequest* request) {
  absl::Status status = endpoint_.guard().Check(*context, kWatch, "");
  const bool is_own = rpc::IsOwnCall(*context);
  std::shared_ptr<void> counted;
  // The node's own front always has its one stream, on which all its readers
  // depend.
  if (status.ok() && !is_own) {
    counted = Enter(streams_, kMostStreams);
    if (counted == nullptr) {
      status = TooMany("TOO_MANY_STREAMS", kMostStreams, "streams are open");
    }
  }
  // The request does not outlive this call.
  auto source = [this, status = std::move(status), counted = std::move(counted),
                 request = *request, from = std::optional<WatchSource>()](
                    v1::WatchChangesResponse& response) mutable
      -> absl::StatusOr<rpc::Found> {
    RETURN_IF_ERROR(status);
    if (!from) {
      ASSIGN_OR_RETURN(from, WatchSource::Start(store_, request));
    }
    return from->Next(response);
  };
  return new rpc::TailingReactor<v1::WatchChangesResponse>(
      endpoint_.runtime(), waiters_, kWatch, std::move(source), is_own);
}

}  // namespace localoffer::feed
