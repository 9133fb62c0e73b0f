// localoffer.v1.ChangeFeedService over gRPC.
#ifndef LOCALOFFER_SERVICES_FEED_CHANGE_FEED_SERVICE_H_
#define LOCALOFFER_SERVICES_FEED_CHANGE_FEED_SERVICE_H_

#include <atomic>
#include <memory>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/feed/change_feed.h"
#include "services/rpc/wait_list.h"
#include "storage/store.h"

namespace localoffer::feed {

class ChangeFeedService : public v1::ChangeFeedService::CallbackService {
 public:
  // All must outlive it. `waiters` wakes whenever a log has grown.
  ChangeFeedService(storage::Store& store, rpc::WaitList& waiters,
                    const access::Endpoint& endpoint)
      : store_(store), feed_(store), waiters_(waiters), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* GetChangeFeedState(
      grpc::CallbackServerContext* context,
      const v1::GetChangeFeedStateRequest* request,
      v1::GetChangeFeedStateResponse* response) override;
  grpc::ServerUnaryReactor* ListChanges(
      grpc::CallbackServerContext* context,
      const v1::ListChangesRequest* request,
      v1::ListChangesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context,
      const v1::WatchChangesRequest* request) override;

 private:
  using Count = std::shared_ptr<std::atomic<int>>;

  storage::Store& store_;
  const ChangeFeed feed_;
  rpc::WaitList& waiters_;
  const access::Endpoint endpoint_;
  const Count reads_ = std::make_shared<std::atomic<int>>(0);
  const Count streams_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::feed

#endif  // LOCALOFFER_SERVICES_FEED_CHANGE_FEED_SERVICE_H_
