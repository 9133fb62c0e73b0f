#include "services/coverage/coverage_service.h"

#include "absl/strings/string_view.h"
#include "services/entry/read_instant.h"

namespace localoffer::coverage {
namespace {

constexpr absl::string_view kCheck =
    "localoffer.v1.CoverageService/CheckCoverage";
constexpr absl::string_view kListNil =
    "localoffer.v1.CoverageService/ListNilDeclarations";

}  // namespace

grpc::ServerUnaryReactor* CoverageService::CheckCoverage(
    grpc::CallbackServerContext* context,
    const v1::CheckCoverageRequest* request,
    v1::CheckCoverageResponse* response) {
  return endpoint_.ReadAt(kCheck, entry::IsSettled(store_, *request), context,
                          response,
                          [this, request] { return reader_.Check(*request); });
}

grpc::ServerUnaryReactor* CoverageService::ListNilDeclarations(
    grpc::CallbackServerContext* context,
    const v1::ListNilDeclarationsRequest* request,
    v1::ListNilDeclarationsResponse* response) {
  return endpoint_.ReadAt(
      kListNil, entry::IsSettled(store_, *request), context, response,
      [this, request] { return reader_.ListNil(*request); });
}

}  // namespace localoffer::coverage
