// localoffer.v1.CatalogueService over gRPC.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_SERVICE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_SERVICE_H_

#include <utility>

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/catalogue.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/catalogue/at_location_reader.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/catalogue_reader.h"
#include "storage/store.h"

namespace localoffer::catalogue {

class CatalogueService : public v1::CatalogueService::CallbackService {
 public:
  // All that it is made with outlives it.
  CatalogueService(storage::Store& store, Catalogue& catalogue,
                   const access::Endpoint& endpoint, storage::Clock clock)
      : catalogue_(catalogue),
        reader_(store),
        at_locations_(store, std::move(clock)),
        endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* GetOrganization(
      grpc::CallbackServerContext* context,
      const v1::GetOrganizationRequest* request,
      v1::GetOrganizationResponse* response) override;
  grpc::ServerUnaryReactor* ListOrganizations(
      grpc::CallbackServerContext* context,
      const v1::ListOrganizationsRequest* request,
      v1::ListOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* GetTaxonomy(
      grpc::CallbackServerContext* context,
      const v1::GetTaxonomyRequest* request,
      v1::GetTaxonomyResponse* response) override;
  grpc::ServerUnaryReactor* ListTaxonomies(
      grpc::CallbackServerContext* context,
      const v1::ListTaxonomiesRequest* request,
      v1::ListTaxonomiesResponse* response) override;
  grpc::ServerUnaryReactor* GetTaxonomyTerm(
      grpc::CallbackServerContext* context,
      const v1::GetTaxonomyTermRequest* request,
      v1::GetTaxonomyTermResponse* response) override;
  grpc::ServerUnaryReactor* ListTaxonomyTerms(
      grpc::CallbackServerContext* context,
      const v1::ListTaxonomyTermsRequest* request,
      v1::ListTaxonomyTermsResponse* response) override;
  grpc::ServerUnaryReactor* GetServiceAtLocation(
      grpc::CallbackServerContext* context,
      const v1::GetServiceAtLocationRequest* request,
      v1::GetServiceAtLocationResponse* response) override;
  grpc::ServerUnaryReactor* ListServiceAtLocations(
      grpc::CallbackServerContext* context,
      const v1::ListServiceAtLocationsRequest* request,
      v1::ListServiceAtLocationsResponse* response) override;

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(absl::string_view method,
                                   grpc::CallbackServerContext* context,
                                   const Request& request, Response* response);

  Catalogue& catalogue_;
  const CatalogueReader reader_;
  const AtLocationReader at_locations_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_SERVICE_H_
