// From changes to the directory: the one place where records of a log become
// entries, provider listings and statements.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Adds to `batch` what `change` makes of the directory. It does not matter
// whether the change was published here or received from a peer.
//
// Returns by how many the authority's published entries grow: 1, 0 or -1.
// `engine` must hold every earlier change of the same subject; those that are
// in `batch` alone are not seen, so a batch takes a subject once.
absl::StatusOr<int> Project(const Engine& engine,
                            const log::v1::ChangeHeader& header,
                            const log::v1::ChangeBody& body, Batch& batch);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_
