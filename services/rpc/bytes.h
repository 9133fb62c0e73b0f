// Messages as the bytes that gRPC carries, for methods that write their answer
// themselves.
#ifndef LOCALOFFER_SERVICES_RPC_BYTES_H_
#define LOCALOFFER_SERVICES_RPC_BYTES_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "services/rpc/error.h"

namespace localoffer::rpc {

// INVALID_ARGUMENT when the bytes are no such message.
template <typename Message>
absl::StatusOr<Message> ReadMessage(grpc::ByteBuffer bytes) {
  Message message;
  if (grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok()) {
    return message;
  }
  return CallerError(
      absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED",
      absl::StrCat("the request is no ", Message::descriptor()->full_name()));
}

// Without a copy: gRPC keeps the bytes until they are sent.
inline grpc::ByteBuffer ToBuffer(std::string bytes) {
  auto* const kept = new std::string(std::move(bytes));
  const grpc::Slice slice(
      kept->data(), kept->size(),
      [](void* sent) { delete static_cast<std::string*>(sent); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_BYTES_H_
