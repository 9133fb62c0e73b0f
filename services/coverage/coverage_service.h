// localoffer.v1.CoverageService over gRPC.
#ifndef LOCALOFFER_SERVICES_COVERAGE_COVERAGE_SERVICE_H_
#define LOCALOFFER_SERVICES_COVERAGE_COVERAGE_SERVICE_H_

#include <utility>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/coverage/coverage_reader.h"
#include "storage/store.h"

namespace localoffer::coverage {

class CoverageService : public v1::CoverageService::CallbackService {
 public:
  CoverageService(storage::Store& store, const access::Endpoint& endpoint,
                  storage::Clock clock, Populations populations)
      : store_(store),
        reader_(store, std::move(clock), std::move(populations)),
        endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* CheckCoverage(
      grpc::CallbackServerContext* context,
      const v1::CheckCoverageRequest* request,
      v1::CheckCoverageResponse* response) override;
  grpc::ServerUnaryReactor* ListNilDeclarations(
      grpc::CallbackServerContext* context,
      const v1::ListNilDeclarationsRequest* request,
      v1::ListNilDeclarationsResponse* response) override;

 private:
  storage::Store& store_;
  const CoverageReader reader_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_COVERAGE_SERVICE_H_
