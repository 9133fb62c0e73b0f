#include "clients/erasure.h"

namespace localoffer::client {

absl::StatusOr<v1::EraseBodyResponse> EraseBody(
    Connection& connection, const v1::EraseBodyRequest& request) {
  grpc::ClientContext context;
  connection.PrepareStream(context);
  v1::EraseBodyResponse response;
  const absl::Status status = connection.Outcome(
      connection.stub<v1::PublishingService::Stub>().EraseBody(
          &context, request, &response));
  if (!status.ok()) return status;
  return response;
}

}  // namespace localoffer::client
