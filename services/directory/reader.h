// Reading entries: one, several, all, and their history.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_READER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_READER_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "storage/store.h"

namespace localoffer::directory {

// A page ends when it reaches this. One entry more, of at most 1 MiB, still
// fits into the 4 MiB that gRPC clients take by default.
inline constexpr size_t kPageBytes = 2 << 20;

// Thread-safe. The store outlives it. Errors as in directory.proto.
class Reader {
 public:
  explicit Reader(storage::Store& store) : store_(store) {}

  absl::StatusOr<v1::GetEntryResponse> Get(
      const v1::GetEntryRequest& request) const;
  absl::StatusOr<v1::BatchGetEntriesResponse> BatchGet(
      const v1::BatchGetEntriesRequest& request) const;
  absl::StatusOr<v1::ListEntriesResponse> List(
      const v1::ListEntriesRequest& request) const;
  absl::StatusOr<v1::ListEntryRevisionsResponse> ListRevisions(
      const v1::ListEntryRevisionsRequest& request) const;

 private:
  storage::Store& store_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_READER_H_
