// Reading the directory: lists as a whole, and exports as a file.
#ifndef LOCALOFFER_CLIENTS_DIRECTORY_H_
#define LOCALOFFER_CLIENTS_DIRECTORY_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/connection.h"

namespace localoffer::client {

// The first `limit` hits, over as many pages as it takes. `total_size` counts
// all of them; `next_page_token` is where to go on, empty at the end.
absl::StatusOr<v1::SearchEntriesResponse> Search(
    Connection& connection, v1::SearchEntriesRequest request, int limit);

// The newest `limit` revisions of an entry up to the request's instant, over
// as many pages as it takes.
absl::StatusOr<v1::ListEntryRevisionsResponse> ListRevisions(
    Connection& connection, v1::ListEntryRevisionsRequest request, int limit);

// Entries by name, any number of them, in the order asked for, all read at
// one revision. `request.names` may be longer than one call takes. NOT_FOUND
// as the first call that misses one says it.
absl::StatusOr<v1::BatchGetEntriesResponse> GetEntries(
    Connection& connection, const v1::BatchGetEntriesRequest& request);

// All authorities.
absl::StatusOr<v1::ListAuthoritiesResponse> ListAuthorities(
    Connection& connection, bool publishing_only);

// What an export was.
struct Exported {
  int64_t bytes = 0;
  std::string revision;
  // Of which logs it has entries that are not the authority's word.
  std::vector<v1::Harvested> harvested;
};

// Writes the exported file to `out`. On an error part of it may have been
// written.
absl::StatusOr<Exported> ExportTo(Connection& connection,
                                  const v1::ExportEntriesRequest& request,
                                  std::ostream& out);

// Writes the exported file to `path`, whole or not at all: it is written and
// synced beside it and then renamed, so that a reader of `path` sees the old
// file or the new one. INVALID_ARGUMENT when it can't be created, INTERNAL
// when it can't be written to its end.
absl::StatusOr<Exported> ExportToFile(Connection& connection,
                                      const v1::ExportEntriesRequest& request,
                                      const std::string& path);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_DIRECTORY_H_
