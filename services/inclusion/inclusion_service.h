// localoffer.v1.InclusionService over gRPC.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "services/access/endpoint.h"
#include "storage/store.h"

namespace localoffer::inclusion {

class InclusionService : public v1::InclusionService::CallbackService {
 public:
  InclusionService(storage::Store& store, const access::Endpoint& endpoint,
                   storage::Clock clock)
      : store_(store), endpoint_(endpoint), clock_(std::move(clock)) {}

  grpc::ServerUnaryReactor* CheckInclusion(
      grpc::CallbackServerContext* context,
      const v1::CheckInclusionRequest* request,
      v1::CheckInclusionResponse* response) override;

 private:
  absl::StatusOr<v1::CheckInclusionResponse> Check(
      const v1::CheckInclusionRequest& request) const;

  storage::Store& store_;
  const access::Endpoint endpoint_;
  const storage::Clock clock_;
};

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_
