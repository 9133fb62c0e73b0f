#include "services/entry/read_instant.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::entry {

absl::StatusOr<storage::Instant> InstantOfRevision(
    storage::Store& store, const std::string& revision) {
  absl::StatusOr<storage::Instant> instant =
      storage::Instant::FromRevision(revision);
  if (!instant.ok()) {
    return rpc::InvalidField(
        "revision", "wanted the revision of an earlier answer, unchanged");
  }
  const storage::Instant latest = store.logs().Latest();
  for (const auto& [authority, size] : instant->sizes()) {
    if (latest.SizeOf(authority) < size) {
      return rpc::CallerError(
          absl::StatusCode::kUnavailable, "REVISION_NOT_REACHED",
          absl::StrCat("this node has ", latest.SizeOf(authority),
                       " changes of ", authority, ", the revision ", size,
                       "; try again in a moment"),
          {{"authority", authority}});
    }
  }
  return instant;
}

absl::StatusOr<storage::Instant> ReadInstant(
    storage::Store& store, bool has_read_time,
    const google::protobuf::Timestamp& read_time, const std::string& revision) {
  if (has_read_time && !revision.empty()) {
    return rpc::InvalidField("revision", "cannot be combined with read_time");
  }
  if (!revision.empty()) return InstantOfRevision(store, revision);
  if (!has_read_time) return store.logs().Latest();
  const absl::StatusOr<absl::Time> time = FromTimestamp(read_time);
  if (!time.ok()) {
    return rpc::InvalidField("read_time", time.status().message());
  }
  absl::StatusOr<storage::Instant> instant = store.logs().At(*time);
  if (absl::IsInvalidArgument(instant.status())) {
    return rpc::InvalidField("read_time", "must not lie in the future");
  }
  return instant;
}

bool IsTimeSettled(storage::Store& store,
                   const google::protobuf::Timestamp& read_time) {
  const absl::StatusOr<absl::Time> time = FromTimestamp(read_time);
  return !time.ok() || store.logs().IsSettled(*time);
}

absl::Status CheckHistoryBegun(const storage::Instant& instant, bool chosen,
                               absl::string_view authority) {
  if (!chosen || instant.SizeOf(authority) > 0) return absl::OkStatus();
  return rpc::CallerError(
      absl::StatusCode::kOutOfRange, "BEFORE_HISTORY",
      absl::StrCat("authority ", authority,
                   " had published nothing here at that time"),
      {{"authority", std::string(authority)}});
}

}  // namespace localoffer::entry
