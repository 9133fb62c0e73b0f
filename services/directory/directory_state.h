// What the answers of a node are made from, for whoever keeps them.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_STATE_H_
#define LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_STATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "storage/store.h"

namespace localoffer::directory {

// The `version` of it: what answers at one revision depend on.
absl::StatusOr<std::string> DirectoryVersion(storage::Store& store);

// As directory.proto says. Reads one small record, which the memory has as a
// rule. Errors are those of the store.
absl::StatusOr<v1::GetDirectoryStateResponse> DirectoryState(
    storage::Store& store);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_STATE_H_
