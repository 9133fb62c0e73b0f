// At what instant a read looks at the directory.
#ifndef LOCALOFFER_SERVICES_ENTRY_READ_INSTANT_H_
#define LOCALOFFER_SERVICES_ENTRY_READ_INSTANT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/entry/timestamp.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::entry {

// The instant of `read_time` or `revision`, whichever is given, else now.
//   INVALID_ARGUMENT  both are given, one is malformed, or the future is asked
//   UNAVAILABLE       this node has not yet reached the revision
absl::StatusOr<storage::Instant> ReadInstant(
    storage::Store& store, bool has_read_time,
    const google::protobuf::Timestamp& read_time, const std::string& revision);

// The instant of a revision token. Errors as above.
absl::StatusOr<storage::Instant> InstantOfRevision(storage::Store& store,
                                                   const std::string& revision);

// The same for any request with those two fields.
template <typename Request>
absl::StatusOr<storage::Instant> InstantOf(storage::Store& store,
                                           const Request& request) {
  return ReadInstant(store, request.has_read_time(), request.read_time(),
                     request.revision());
}

// Whether the instant of a time that was given can be had without waiting.
bool IsTimeSettled(storage::Store& store,
                   const google::protobuf::Timestamp& read_time);

// Whether InstantOf(store, request) answers without waiting. Otherwise it
// waits until a commit under way, which its read_time may take in, is on disk.
template <typename Request>
bool IsSettled(storage::Store& store, const Request& request) {
  return !request.has_read_time() || IsTimeSettled(store, request.read_time());
}

// The time by which an answer at `instant`, which is the request's, judges what
// is fresh or in force: its read_time; else that of the newest change that its
// revision takes in, so that a revision has one answer for ever; else `now`.
template <typename Request>
absl::StatusOr<absl::Time> TimeAskedOf(storage::Store& store,
                                       const Request& request,
                                       const storage::Instant& instant,
                                       absl::Time now) {
  if (request.has_read_time()) return FromTimestamp(request.read_time());
  if (request.revision().empty()) return now;
  return store.logs().TimeOf(instant);
}

// OUT_OF_RANGE when the authority had published nothing at an instant that
// the caller chose; see `chosen`.
absl::Status CheckHistoryBegun(const storage::Instant& instant, bool chosen,
                               absl::string_view authority);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_READ_INSTANT_H_
