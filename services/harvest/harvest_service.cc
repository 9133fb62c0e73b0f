#include "services/harvest/harvest_service.h"

#include "absl/strings/string_view.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

constexpr absl::string_view kCreate = "localoffer.v1.HarvestService/CreateFeed";
constexpr absl::string_view kList = "localoffer.v1.HarvestService/ListFeeds";
constexpr absl::string_view kDelete = "localoffer.v1.HarvestService/DeleteFeed";
constexpr absl::string_view kRun = "localoffer.v1.HarvestService/RunHarvest";
constexpr absl::string_view kConfirm =
    "localoffer.v1.HarvestService/ConfirmWithdrawals";

}  // namespace

grpc::ServerUnaryReactor* HarvestService::CreateFeed(
    grpc::CallbackServerContext* context, const v1::CreateFeedRequest* request,
    v1::CreateFeedResponse* response) {
  return endpoint_.Write(
      kCreate, "", context, response,
      [this, request]() -> absl::StatusOr<v1::CreateFeedResponse> {
        ASSIGN_OR_RETURN(v1::CreateFeedResponse made, feeds_.Create(*request));
        thread_.Wake();
        return made;
      });
}

grpc::ServerUnaryReactor* HarvestService::ListFeeds(
    grpc::CallbackServerContext* context, const v1::ListFeedsRequest* request,
    v1::ListFeedsResponse* response) {
  return endpoint_.Read(kList, context, response,
                        [this] { return feeds_.List(); });
}

grpc::ServerUnaryReactor* HarvestService::DeleteFeed(
    grpc::CallbackServerContext* context, const v1::DeleteFeedRequest* request,
    v1::DeleteFeedResponse* response) {
  return endpoint_.Write(kDelete, "", context, response,
                         [this, request] { return feeds_.Delete(*request); });
}

grpc::ServerUnaryReactor* HarvestService::RunHarvest(
    grpc::CallbackServerContext* context, const v1::RunHarvestRequest* request,
    v1::RunHarvestResponse* response) {
  return endpoint_.Write(kRun, "", context, response,
                         [this, request] { return feeds_.Run(*request); });
}

grpc::ServerUnaryReactor* HarvestService::ConfirmWithdrawals(
    grpc::CallbackServerContext* context,
    const v1::ConfirmWithdrawalsRequest* request,
    v1::ConfirmWithdrawalsResponse* response) {
  return endpoint_.Write(kConfirm, "", context, response,
                         [this, request] { return feeds_.Confirm(*request); });
}

}  // namespace localoffer::harvest
