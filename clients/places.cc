#include "clients/places.h"

#include <memory>

namespace localoffer::client {

absl::StatusOr<v1::ImportPostcodesResponse> ImportPostcodes(
    Connection& connection, NextPostcodes next) {
  grpc::ClientContext context;
  connection.PrepareStream(context);
  v1::ImportPostcodesResponse response;
  const std::unique_ptr<grpc::ClientWriter<v1::ImportPostcodesRequest>> writer =
      connection.stub<v1::PlacesService::Stub>().ImportPostcodes(&context,
                                                                 &response);
  absl::Status read = absl::OkStatus();
  v1::ImportPostcodesRequest request;
  while (true) {
    request.Clear();
    read = next(request);
    if (!read.ok() || request.rows().empty()) break;
    // What the server answers says why it has stopped listening.
    if (!writer->Write(request)) break;
  }
  if (read.ok()) {
    writer->WritesDone();
  } else {
    context.TryCancel();
  }
  const absl::Status outcome = connection.Outcome(writer->Finish());
  if (!read.ok()) return read;
  if (!outcome.ok()) return outcome;
  return response;
}

}  // namespace localoffer::client
