// The one place where absl::Status becomes grpc::Status.
#ifndef LOCALOFFER_SERVICES_RPC_STATUS_H_
#define LOCALOFFER_SERVICES_RPC_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace localoffer::rpc {

// A CallerError goes out whole, its details in `grpc-status-details-bin`. Of
// other errors a caller can use ABORTED, CANCELLED, RESOURCE_EXHAUSTED and
// UNAVAILABLE, which go out as they are; the rest is `INTERNAL: storage
// failed`, and its words stay in the journal.
grpc::Status ToGrpc(const absl::Status& status);

// True when `status` is an error that a person must look at.
bool IsFailure(const absl::Status& status);

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_STATUS_H_
