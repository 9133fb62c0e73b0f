// Searching entries across all authorities.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "storage/store.h"

namespace localoffer::directory {

// Thread-safe. The store outlives it.
class Searcher {
 public:
  explicit Searcher(storage::Store& store) : store_(store) {}

  // See DirectoryService.SearchEntries.
  absl::StatusOr<v1::SearchEntriesResponse> Search(
      const v1::SearchEntriesRequest& request) const;

 private:
  storage::Store& store_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
