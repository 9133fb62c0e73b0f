// The bodies of changes, where projections find their content.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_
#define LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// The body of a change that has been committed. DATA_LOSS when it is missing
// or damaged.
absl::StatusOr<log::v1::ChangeBody> ReadBody(const Engine& engine,
                                             absl::string_view authority,
                                             uint64_t sequence);

// Whether a change that has been committed still has its body: false when it
// was erased.
absl::StatusOr<bool> HasBody(const Engine& engine, absl::string_view authority,
                             uint64_t sequence);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_
