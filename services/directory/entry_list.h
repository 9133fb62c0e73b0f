// Entries as lists of them are read.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_ENTRY_LIST_H_
#define LOCALOFFER_SERVICES_DIRECTORY_ENTRY_LIST_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "storage/directory/entries.h"
#include "storage/store.h"

namespace localoffer::directory {

// The entry at a revision, as much of it as `view` says, and whose word it is.
// Errors as of entry::ToEntry().
absl::StatusOr<v1::Entry> ShowEntry(storage::Store& store,
                                    const storage::EntryRevision& revision,
                                    v1::EntryView view);

// A page of the entries that are asked for. Errors as in directory.proto.
absl::StatusOr<v1::ListEntriesResponse> ListEntries(
    storage::Store& store, const v1::ListEntriesRequest& request);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_ENTRY_LIST_H_
