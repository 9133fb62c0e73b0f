// localoffer.v1.InclusionService over gRPC.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_

#include <utility>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/inclusion/inclusion_reader.h"
#include "storage/store.h"

namespace localoffer::inclusion {

class InclusionService : public v1::InclusionService::CallbackService {
 public:
  InclusionService(storage::Store& store, const access::Endpoint& endpoint,
                   storage::Clock clock)
      : store_(store), reader_(store, std::move(clock)), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* CheckInclusion(
      grpc::CallbackServerContext* context,
      const v1::CheckInclusionRequest* request,
      v1::CheckInclusionResponse* response) override;

 private:
  storage::Store& store_;
  const InclusionReader reader_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_SERVICE_H_
