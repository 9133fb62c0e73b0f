// localoffer.v1.PublishingService over gRPC.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_PUBLISHING_SERVICE_H_
#define LOCALOFFER_SERVICES_PUBLISHING_PUBLISHING_SERVICE_H_

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/publishing.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/publishing/eraser.h"
#include "services/publishing/publisher.h"

namespace localoffer::publishing {

class PublishingService : public v1::PublishingService::CallbackService {
 public:
  // `most_bytes`: the largest publication that is taken.
  PublishingService(const Publisher& publisher, const Eraser& eraser,
                    const access::Endpoint& endpoint, size_t most_bytes)
      : publisher_(publisher),
        eraser_(eraser),
        endpoint_(endpoint),
        most_bytes_(most_bytes) {}

  grpc::ServerBidiReactor<v1::PlanPublicationRequest,
                          v1::PlanPublicationResponse>*
  PlanPublication(grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<v1::PublishRequest, v1::PublishResponse>* Publish(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* WithdrawEntry(
      grpc::CallbackServerContext* context,
      const v1::WithdrawEntryRequest* request,
      v1::WithdrawEntryResponse* response) override;
  grpc::ServerUnaryReactor* DeclareNil(
      grpc::CallbackServerContext* context,
      const v1::DeclareNilRequest* request,
      v1::DeclareNilResponse* response) override;
  grpc::ServerUnaryReactor* EraseBody(grpc::CallbackServerContext* context,
                                      const v1::EraseBodyRequest* request,
                                      v1::EraseBodyResponse* response) override;

 private:
  const Publisher& publisher_;
  const Eraser& eraser_;
  const access::Endpoint endpoint_;
  const size_t most_bytes_;
};

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_PUBLISHING_SERVICE_H_
