// localoffer.v1.HarvestService over gRPC.
#ifndef LOCALOFFER_SERVICES_HARVEST_HARVEST_SERVICE_H_
#define LOCALOFFER_SERVICES_HARVEST_HARVEST_SERVICE_H_

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/harvest.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/harvest/feed_registry.h"
#include "services/harvest/harvest_thread.h"

namespace localoffer::harvest {

class HarvestService : public v1::HarvestService::CallbackService {
 public:
  HarvestService(FeedRegistry& feeds, HarvestThread& thread,
                 const access::Endpoint& endpoint)
      : feeds_(feeds), thread_(thread), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* CreateFeed(
      grpc::CallbackServerContext* context,
      const v1::CreateFeedRequest* request,
      v1::CreateFeedResponse* response) override;
  grpc::ServerUnaryReactor* ListFeeds(grpc::CallbackServerContext* context,
                                      const v1::ListFeedsRequest* request,
                                      v1::ListFeedsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteFeed(
      grpc::CallbackServerContext* context,
      const v1::DeleteFeedRequest* request,
      v1::DeleteFeedResponse* response) override;
  grpc::ServerUnaryReactor* RunHarvest(
      grpc::CallbackServerContext* context,
      const v1::RunHarvestRequest* request,
      v1::RunHarvestResponse* response) override;
  grpc::ServerUnaryReactor* ConfirmWithdrawals(
      grpc::CallbackServerContext* context,
      const v1::ConfirmWithdrawalsRequest* request,
      v1::ConfirmWithdrawalsResponse* response) override;

 private:
  FeedRegistry& feeds_;
  HarvestThread& thread_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HARVEST_SERVICE_H_
