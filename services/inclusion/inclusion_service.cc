#include "services/inclusion/inclusion_service.h"

#include "absl/strings/string_view.h"
#include "services/entry/read_instant.h"

namespace localoffer::inclusion {
namespace {

constexpr absl::string_view kCheck =
    "localoffer.v1.InclusionService/CheckInclusion";

}  // namespace

grpc::ServerUnaryReactor* InclusionService::CheckInclusion(
    grpc::CallbackServerContext* context,
    const v1::CheckInclusionRequest* request,
    v1::CheckInclusionResponse* response) {
  return endpoint_.ReadAt(kCheck, entry::IsSettled(store_, *request), context,
                          response,
                          [this, request] { return reader_.Check(*request); });
}

}  // namespace localoffer::inclusion
