// The one place where absl::Status becomes grpc::Status.
#ifndef LOCALOFFER_SERVICES_RPC_STATUS_H_
#define LOCALOFFER_SERVICES_RPC_STATUS_H_

#include <string>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace localoffer::rpc {

// A CallerError goes out whole, its details in `grpc-status-details-bin`.
// Storage's own words stay here: of its errors the caller gets the code, and
// of DATA_LOSS, INTERNAL and UNKNOWN only `INTERNAL: storage failed`.
grpc::Status ToGrpc(const absl::Status& status);

// True when `status` is an error that a person must look at.
bool IsFailure(const absl::Status& status);

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_STATUS_H_
