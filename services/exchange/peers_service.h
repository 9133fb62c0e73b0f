// localoffer.v1.PeersService over gRPC.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_PEERS_SERVICE_H_
#define LOCALOFFER_SERVICES_EXCHANGE_PEERS_SERVICE_H_

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/peers.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/exchange/follower.h"
#include "services/exchange/log_reader.h"
#include "storage/store.h"

namespace localoffer::exchange {

class PeersService : public v1::PeersService::CallbackService {
 public:
  // All must outlive it.
  PeersService(storage::Store& store, const Follower& follower,
               const LogReader& reader, const access::Endpoint& endpoint)
      : store_(store),
        follower_(follower),
        reader_(reader),
        endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* ListPeers(grpc::CallbackServerContext* context,
                                      const v1::ListPeersRequest* request,
                                      v1::ListPeersResponse* response) override;
  grpc::ServerUnaryReactor* ListEvidence(
      grpc::CallbackServerContext* context,
      const v1::ListEvidenceRequest* request,
      v1::ListEvidenceResponse* response) override;

 private:
  absl::StatusOr<v1::ListPeersResponse> Peers() const;
  absl::StatusOr<v1::ListEvidenceResponse> Evidence(
      const v1::ListEvidenceRequest& request) const;

  storage::Store& store_;
  const Follower& follower_;
  const LogReader& reader_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_PEERS_SERVICE_H_
