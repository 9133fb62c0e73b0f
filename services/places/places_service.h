// localoffer.v1.PlacesService over gRPC.
#ifndef LOCALOFFER_SERVICES_PLACES_PLACES_SERVICE_H_
#define LOCALOFFER_SERVICES_PLACES_PLACES_SERVICE_H_

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/places.grpc.pb.h"
#include "services/access/endpoint.h"
#include "storage/geography/geography.h"

namespace localoffer::places {

class PlacesService : public v1::PlacesService::CallbackService {
 public:
  PlacesService(geography::Geography& geography,
                const access::Endpoint& endpoint)
      : geography_(geography), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* ResolvePlace(
      grpc::CallbackServerContext* context,
      const v1::ResolvePlaceRequest* request,
      v1::ResolvePlaceResponse* response) override;
  grpc::ServerUnaryReactor* BatchResolvePlaces(
      grpc::CallbackServerContext* context,
      const v1::BatchResolvePlacesRequest* request,
      v1::BatchResolvePlacesResponse* response) override;
  grpc::ServerReadReactor<v1::ImportPostcodesRequest>* ImportPostcodes(
      grpc::CallbackServerContext* context,
      v1::ImportPostcodesResponse* response) override;

 private:
  absl::StatusOr<v1::ResolvePlaceResponse> Resolve(
      const v1::ResolvePlaceRequest& request) const;
  absl::StatusOr<v1::BatchResolvePlacesResponse> BatchResolve(
      const v1::BatchResolvePlacesRequest& request) const;

  geography::Geography& geography_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::places

#endif  // LOCALOFFER_SERVICES_PLACES_PLACES_SERVICE_H_
