#include "tests/faults/log_copy.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "localoffer/v1/exchange.grpc.pb.h"
#include "services/exchange/segment_messages.h"
#include "storage/log/change.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/status_macros.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

absl::Status Append(const storage::Segment& segment,
                    const log::VerifierKey& key, log::Frontier& frontier,
                    LogCopy& copy) {
  for (const storage::ReceivedChange& received : segment.changes) {
    ASSIGN_OR_RETURN(const log::v1::ChangeHeader header,
                     log::CheckChange(received.change, segment.authority,
                                      copy.changes.size()));
    ASSIGN_OR_RETURN(const log::v1::ChangeBody body,
                     log::ParseBody(header, received.change));
    frontier.Append(received.change.Leaf(),
                    [](int, uint64_t, const log::Hash&) {});
    copy.changes.push_back({header.subject(),
                            body.entry_published().service().name(),
                            header.commit_time_micros()});
  }
  ASSIGN_OR_RETURN(
      const log::Checkpoint checkpoint,
      log::OpenCheckpoint(segment.checkpoint,
                          log::CheckpointOrigin(segment.authority), {key}));
  copy.root = frontier.Root();
  if (checkpoint.size != copy.changes.size() || checkpoint.root != copy.root) {
    return absl::DataLossError(absl::StrCat(
        "the checkpoint of ", checkpoint.size, " changes is not that of the ",
        copy.changes.size(), " up to there"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogCopy> CopyLog(const std::shared_ptr<grpc::Channel>& channel,
                                const std::string& authority,
                                const log::VerifierKey& key) {
  const auto stub = v1::ExchangeService::NewStub(channel);
  v1::StreamChangesRequest request;
  request.set_log(absl::StrCat("authorities/", authority));
  const auto context = With("");
  const auto reader = stub->StreamChanges(context.get(), request);
  exchange::SegmentBuilder builder(authority, 0);
  log::Frontier frontier;
  LogCopy copy;
  v1::StreamChangesResponse message;
  while (reader->Read(&message)) {
    ASSIGN_OR_RETURN(const std::optional<storage::Segment> segment,
                     builder.Take(std::move(message)));
    if (segment) RETURN_IF_ERROR(Append(*segment, key, frontier, copy));
    message.Clear();
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return absl::UnavailableError(status.error_message());
  return copy;
}

}  // namespace localoffer::testing
