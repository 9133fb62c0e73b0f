// localoffer.v1.ExchangeService over gRPC.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_EXCHANGE_SERVICE_H_
#define LOCALOFFER_SERVICES_EXCHANGE_EXCHANGE_SERVICE_H_

#include <atomic>
#include <memory>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/exchange.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/exchange/log_reader.h"
#include "services/rpc/wait_list.h"
#include "storage/store.h"

namespace localoffer::exchange {

class ExchangeService : public v1::ExchangeService::CallbackService {
 public:
  // All must outlive it.
  ExchangeService(storage::Store& store, const LogReader& reader,
                  rpc::WaitList& waiters, const access::Endpoint& endpoint,
                  storage::Clock clock)
      : store_(store),
        reader_(reader),
        waiters_(waiters),
        endpoint_(endpoint),
        clock_(std::move(clock)) {}

  grpc::ServerUnaryReactor* GetCheckpoints(
      grpc::CallbackServerContext* context,
      const v1::GetCheckpointsRequest* request,
      v1::GetCheckpointsResponse* response) override;
  grpc::ServerUnaryReactor* GetConsistencyProof(
      grpc::CallbackServerContext* context,
      const v1::GetConsistencyProofRequest* request,
      v1::GetConsistencyProofResponse* response) override;
  grpc::ServerUnaryReactor* GetInclusionProof(
      grpc::CallbackServerContext* context,
      const v1::GetInclusionProofRequest* request,
      v1::GetInclusionProofResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchCheckpointsResponse>* WatchCheckpoints(
      grpc::CallbackServerContext* context,
      const v1::WatchCheckpointsRequest* request) override;
  grpc::ServerWriteReactor<v1::StreamChangesResponse>* StreamChanges(
      grpc::CallbackServerContext* context,
      const v1::StreamChangesRequest* request) override;

 private:
  // Counts a stream for as long as what is returned lives. OK unless there are
  // too many.
  std::shared_ptr<void> Count(absl::Status& status) const;

  storage::Store& store_;
  const LogReader& reader_;
  rpc::WaitList& waiters_;
  const access::Endpoint endpoint_;
  const storage::Clock clock_;
  const std::shared_ptr<std::atomic<int>> streams_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_EXCHANGE_SERVICE_H_
