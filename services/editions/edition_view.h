// Editions as answers show them, and finding them by name.
#ifndef LOCALOFFER_SERVICES_EDITIONS_EDITION_VIEW_H_
#define LOCALOFFER_SERVICES_EDITIONS_EDITION_VIEW_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "localoffer/v1/editions.pb.h"
#include "services/entry/resource_name.h"
#include "storage/directory/editions.h"
#include "storage/store.h"

namespace localoffer::editions {

// The edition with this name at a log size. NOT_FOUND for the caller.
absl::StatusOr<storage::Edition> FindEdition(storage::Store& store,
                                             const entry::EditionName& name,
                                             uint64_t log_size);

// All of the edition but its checkpoint.
v1::Edition ToEdition(const storage::Edition& edition,
                      const log::v1::EditionMade& content);

// The edition, whole. A node that got its log from another may not have the
// checkpoint that was signed with it; then there is none.
absl::StatusOr<v1::Edition> ShowEdition(const storage::Store& store,
                                        const storage::Edition& edition);

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_EDITION_VIEW_H_
