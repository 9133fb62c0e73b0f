// localoffer.v1.EditionsService over gRPC.
#ifndef LOCALOFFER_SERVICES_EDITIONS_EDITIONS_SERVICE_H_
#define LOCALOFFER_SERVICES_EDITIONS_EDITIONS_SERVICE_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/editions/edition_maker.h"
#include "storage/store.h"

namespace localoffer::editions {

class EditionsService : public v1::EditionsService::CallbackService {
 public:
  EditionsService(storage::Store& store, const access::Endpoint& endpoint)
      : store_(store), maker_(store), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* CreateEdition(
      grpc::CallbackServerContext* context,
      const v1::CreateEditionRequest* request,
      v1::CreateEditionResponse* response) override;
  grpc::ServerUnaryReactor* GetEdition(
      grpc::CallbackServerContext* context,
      const v1::GetEditionRequest* request,
      v1::GetEditionResponse* response) override;
  grpc::ServerUnaryReactor* ListEditions(
      grpc::CallbackServerContext* context,
      const v1::ListEditionsRequest* request,
      v1::ListEditionsResponse* response) override;
  grpc::ServerWriteReactor<v1::CompareEditionsResponse>* CompareEditions(
      grpc::CallbackServerContext* context,
      const v1::CompareEditionsRequest* request) override;

 private:
  absl::StatusOr<v1::GetEditionResponse> Get(
      const v1::GetEditionRequest& request) const;
  absl::StatusOr<v1::ListEditionsResponse> List(
      const v1::ListEditionsRequest& request) const;

  storage::Store& store_;
  const EditionMaker maker_;
  const access::Endpoint endpoint_;
  // Comparisons under way.
  const std::shared_ptr<std::atomic<int>> comparisons_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_EDITIONS_SERVICE_H_
