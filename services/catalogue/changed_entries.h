// Which entries changes of a log are about.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CHANGED_ENTRIES_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CHANGED_ENTRIES_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"

namespace localoffer::catalogue {

// The ids of the entries that were published or withdrawn, or a body of which
// was erased, by the changes from `begin` to before `end`, which have been
// committed. Errors are those of the store.
absl::StatusOr<std::set<std::string>> ChangedEntries(
    const storage::Engine& engine, absl::string_view log, uint64_t begin,
    uint64_t end);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CHANGED_ENTRIES_H_
