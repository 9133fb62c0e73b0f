// What every write to a log begins and ends with.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_PUBLICATION_H_
#define LOCALOFFER_SERVICES_PUBLISHING_PUBLICATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/publishing.pb.h"
#include "services/rpc/error.h"
#include "storage/store.h"

namespace localoffer::publishing {

// Adds an error unless the reason has 1 to 1,000 bytes.
void CheckReason(const std::string& reason,
                 std::vector<rpc::FieldError>& errors);

// NOT_FOUND when the authority is not registered; NOT_HOME when it publishes
// elsewhere.
absl::Status CheckHome(storage::Store& store, const std::string& authority);

// A commit, for its caller.
v1::Publication ToPublication(storage::Store& store,
                              const storage::Receipt& receipt,
                              const std::string& authority);

// The same for whoever asks again for what the change at `sequence` did.
// DATA_LOSS when it is missing or damaged.
absl::StatusOr<v1::Publication> EarlierPublication(storage::Store& store,
                                                   const std::string& authority,
                                                   uint64_t sequence);

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_PUBLICATION_H_
