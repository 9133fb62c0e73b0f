#include "services/exchange/change_source.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/exchange/segment_messages.h"
#include "services/rpc/error.h"
#include "storage/segment_reader.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

// A checkpoint is verified for each segment, and a segment is held in memory at
// both ends.
constexpr size_t kSegmentBytes = size_t{4} << 20;

}  // namespace

absl::StatusOr<ChangeSource> ChangeSource::Start(
    storage::Store& store, const v1::StreamChangesRequest& request) {
  std::vector<rpc::FieldError> errors;
  const auto log = entry::ParseLogName("log", request.log());
  if (!log.ok()) errors.push_back({"log", std::string(log.status().message())});
  if (request.from_sequence() < 0) {
    errors.push_back({"from_sequence", "wanted 0 or more"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  const uint64_t size = store.logs().Latest().SizeOf(*log);
  const auto from = static_cast<uint64_t>(request.from_sequence());
  if (size == 0) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                            absl::StrCat("there is no log of ", *log, " here"));
  }
  if (from > size || (from == size && !request.tail())) {
    return rpc::CallerError(
        absl::StatusCode::kOutOfRange, "CHANGE_NOT_FOUND",
        absl::StrCat("the log of ", *log, " has ", size, " changes here"));
  }
  return ChangeSource(store, *log, from, request.tail());
}

absl::StatusOr<Found> ChangeSource::Next(v1::StreamChangesResponse& response) {
  if (messages_.empty()) {
    const uint64_t size = store_->logs().Latest().SizeOf(log_);
    if (next_ >= size) return tail_ ? Found::kNothing : Found::kEnd;
    auto segment =
        storage::ReadSegment(*store_, log_, next_, size, kSegmentBytes);
    if (absl::IsUnavailable(segment.status()) && tail_) return Found::kNothing;
    RETURN_IF_ERROR(segment.status());
    next_ += segment->changes.size();
    messages_ = ToMessages(*std::move(segment));
  }
  response = std::move(messages_.front());
  messages_.pop_front();
  return Found::kMessage;
}

absl::StatusOr<Found> CheckpointSource::Next(
    v1::WatchCheckpointsResponse& response) {
  *response.mutable_server_time() = entry::ToTimestamp(clock_());
  bool all = true;
  RETURN_IF_ERROR(AddWhatIsNew(response, all));
  const bool completes = all && !complete_;
  if (all) complete_ = true;
  response.set_complete(all);
  return response.logs_size() > 0 || completes ? Found::kMessage
                                               : Found::kNothing;
}

absl::Status CheckpointSource::AddWhatIsNew(
    v1::WatchCheckpointsResponse& response, bool& all) {
  const uint64_t witnesses = store_.witnesses().generation();
  const bool witnesses_changed = witnesses != witnesses_seen_;
  size_t bytes = 0;
  // Held: logs grow meanwhile.
  const storage::Instant latest = store_.logs().Latest();
  for (const auto& [log, size] : latest.sizes()) {
    Told& told = told_[log];
    if (size == 0 || (told.size == size && !witnesses_changed)) continue;
    std::vector<std::string> witnessed = store_.witnesses().Of(log);
    if (told.size == size && told.witnessed == witnessed) continue;
    if (bytes > message_bytes_) {
      all = false;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(*response.add_logs(), reader_.CheckpointOf(log, size));
    bytes += response.logs(response.logs_size() - 1).ByteSizeLong();
    told = {size, std::move(witnessed)};
  }
  // Once all that it meant for is told.
  witnesses_seen_ = witnesses;
  return absl::OkStatus();
}

}  // namespace localoffer::exchange
