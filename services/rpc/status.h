// The one place where absl::Status becomes grpc::Status, and back.
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

// What ToGrpc() was given, as far as it told the caller: a CallerError is one
// again. Of an error without details, of gRPC itself say, code and words.
absl::Status FromGrpc(const grpc::Status& status);

// True when `status` is an error that a person must look at.
bool IsFailure(const absl::Status& status);

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_STATUS_H_
