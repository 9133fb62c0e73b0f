// Erasing bodies of changes.
#ifndef LOCALOFFER_CLIENTS_ERASURE_H_
#define LOCALOFFER_CLIENTS_ERASURE_H_

#include "absl/status/statusor.h"
#include "clients/connection.h"

namespace localoffer::client {

// Waits as long as for a stream: the server answers when it has rewritten its
// files.
absl::StatusOr<v1::EraseBodyResponse> EraseBody(
    Connection& connection, const v1::EraseBodyRequest& request);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_ERASURE_H_
