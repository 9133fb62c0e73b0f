// localoffer.v1.ProofsService over gRPC.
#ifndef LOCALOFFER_SERVICES_PROOFS_PROOFS_SERVICE_H_
#define LOCALOFFER_SERVICES_PROOFS_PROOFS_SERVICE_H_

#include <atomic>
#include <memory>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/proofs/prover.h"
#include "storage/store.h"

namespace localoffer::proofs {

class ProofsService : public v1::ProofsService::CallbackService {
 public:
  ProofsService(storage::Store& store, const access::Endpoint& endpoint)
      : prover_(store), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* ProveListed(
      grpc::CallbackServerContext* context,
      const v1::ProveListedRequest* request,
      v1::ProveListedResponse* response) override;
  grpc::ServerUnaryReactor* ProveAbsent(
      grpc::CallbackServerContext* context,
      const v1::ProveAbsentRequest* request,
      v1::ProveAbsentResponse* response) override;

 private:
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* Prove(absl::string_view method,
                                  grpc::CallbackServerContext* context,
                                  Response* response, Work work);

  Prover prover_;
  const access::Endpoint endpoint_;
  // Proofs that are being made, or wait for it.
  const std::shared_ptr<std::atomic<int>> proofs_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_PROOFS_SERVICE_H_
