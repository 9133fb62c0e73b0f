// Entries as answers show them.
#ifndef LOCALOFFER_SERVICES_ENTRY_ENTRY_VIEW_H_
#define LOCALOFFER_SERVICES_ENTRY_ENTRY_VIEW_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/entry.pb.h"
#include "storage/directory/entries.h"

namespace localoffer::entry {

// The entry at a revision, with as much as `view` asks for; UNSPECIFIED is
// taken as FULL. DATA_LOSS when the content cannot be read.
absl::StatusOr<v1::Entry> ToEntry(const storage::Entries& entries,
                                  const storage::EntryRevision& revision,
                                  v1::EntryView view);

// What ENTRY_VIEW_NAME shows.
v1::Entry NameOf(const storage::EntryRevision& revision);

// Opaque, and different for any two revisions of an entry.
std::string EtagOf(const storage::EntryRevision& revision);

// What ENTRY_VIEW_BASIC shows of a service.
v1::Service BasicService(const v1::Service& service);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_ENTRY_VIEW_H_
