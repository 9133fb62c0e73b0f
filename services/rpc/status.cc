#include "services/rpc/status.h"

#include "absl/strings/cord.h"
#include "localoffer/v1/errors.pb.h"
#include "services/rpc/error.h"

namespace localoffer::rpc {
namespace {

template <typename Message>
void Pack(const Message& message, const char* type_url, v1::RpcStatus& status) {
  google::protobuf::Any& detail = *status.add_details();
  detail.set_type_url(type_url);
  detail.set_value(message.SerializeAsString());
}

// Whether the reason is what ToGrpc() gives an error that has none.
bool IsMadeUp(const google::protobuf::Any& detail, const absl::Status& status) {
  v1::ErrorInfo info;
  return info.ParseFromString(detail.value()) &&
         info.reason() == absl::StatusCodeToString(status.code());
}

}  // namespace

bool IsFailure(const absl::Status& status) {
  if (!ReasonOf(status).empty()) return false;
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
      return false;
    default:
      return true;
  }
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (IsFailure(status)) {
    return grpc::Status(grpc::StatusCode::INTERNAL, "storage failed");
  }
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  ReadDetails(status, info, bad_request);
  const std::string message(status.message());
  const auto code = static_cast<grpc::StatusCode>(status.raw_code());
  v1::RpcStatus details;
  details.set_code(status.raw_code());
  details.set_message(message);
  if (info.reason().empty()) {
    info.set_reason(absl::StatusCodeToString(status.code()));
    info.set_domain("localoffer");
  }
  Pack(info, kErrorInfoUrl, details);
  if (bad_request.field_violations_size() > 0) {
    Pack(bad_request, kBadRequestUrl, details);
  }
  return grpc::Status(code, message, details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status read(static_cast<absl::StatusCode>(status.error_code()),
                    status.error_message());
  v1::RpcStatus details;
  if (!details.ParseFromString(status.error_details())) return read;
  for (const google::protobuf::Any& detail : details.details()) {
    const std::string& url = detail.type_url();
    if (url == kErrorInfoUrl && IsMadeUp(detail, read)) continue;
    if (url != kErrorInfoUrl && url != kBadRequestUrl) continue;
    read.SetPayload(url, absl::Cord(detail.value()));
  }
  return read;
}

}  // namespace localoffer::rpc
