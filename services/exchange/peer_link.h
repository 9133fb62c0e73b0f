// A peer over gRPC.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_PEER_LINK_H_
#define LOCALOFFER_SERVICES_EXCHANGE_PEER_LINK_H_

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/exchange.grpc.pb.h"
#include "localoffer/v1/keys.grpc.pb.h"

namespace localoffer::exchange {

// Calls block until they end; Cancel() ends them. Thread-safe.
class PeerLink {
 public:
  // `address` is HOST:PORT.
  PeerLink(const std::string& address,
           const std::shared_ptr<grpc::ChannelCredentials>& credentials);

  // Each call returns how the peer ended it, or the error with which `take`
  // did.
  using TakeCheckpoints =
      std::function<absl::Status(const v1::WatchCheckpointsResponse&)>;
  absl::Status WatchCheckpoints(const TakeCheckpoints& take);

  using TakeChanges = std::function<absl::Status(v1::StreamChangesResponse)>;
  absl::Status StreamChanges(const v1::StreamChangesRequest& request,
                             const TakeChanges& take);

  absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(
      const v1::GetConsistencyProofRequest& request);

  // What a replica asks beside: see services/replica.
  absl::StatusOr<v1::GetLogKeysResponse> GetLogKeys(
      const v1::GetLogKeysRequest& request);
  absl::StatusOr<v1::ListAuthoritiesResponse> ListAuthorities(
      const v1::ListAuthoritiesRequest& request);

  // Ends what is under way, and every call from now on.
  void Cancel();

 private:
  class Call;

  PeerLink(const std::shared_ptr<grpc::Channel>& channel);

  const std::unique_ptr<v1::ExchangeService::Stub> stub_;
  const std::unique_ptr<v1::KeysService::Stub> keys_;
  const std::unique_ptr<v1::AuthoritiesService::Stub> authorities_;
  absl::Mutex mutex_;
  std::set<grpc::ClientContext*> calls_ ABSL_GUARDED_BY(mutex_);
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_PEER_LINK_H_
