#include "services/catalogue/catalogue_service.h"

#include <memory>
#include <utility>

#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

constexpr absl::string_view kGetOrganization =
    "localoffer.v1.CatalogueService/GetOrganization";
constexpr absl::string_view kListOrganizations =
    "localoffer.v1.CatalogueService/ListOrganizations";
constexpr absl::string_view kGetTaxonomy =
    "localoffer.v1.CatalogueService/GetTaxonomy";
constexpr absl::string_view kListTaxonomies =
    "localoffer.v1.CatalogueService/ListTaxonomies";
constexpr absl::string_view kGetTerm =
    "localoffer.v1.CatalogueService/GetTaxonomyTerm";
constexpr absl::string_view kListTerms =
    "localoffer.v1.CatalogueService/ListTaxonomyTerms";
constexpr absl::string_view kGetAtLocation =
    "localoffer.v1.CatalogueService/GetServiceAtLocation";
constexpr absl::string_view kListAtLocations =
    "localoffer.v1.CatalogueService/ListServiceAtLocations";

}  // namespace

// At once from a catalogue that has taken in everything. Otherwise it has to be
// waited for, which gRPC's threads may not, and not many workers at a time.
template <typename Request, typename Response>
grpc::ServerUnaryReactor* CatalogueService::Answer(
    absl::string_view method, grpc::CallbackServerContext* context,
    const Request& request, Response* response) {
  const absl::StatusOr<Answerer<Response>> answer = reader_.Read(request);
  std::shared_ptr<const Contents> made = catalogue_.IfMade();
  if (!answer.ok() || made != nullptr) {
    return endpoint_.Read(method, context, response,
                          [&]() -> absl::StatusOr<Response> {
                            RETURN_IF_ERROR(answer.status());
                            return (*answer)(std::move(made));
                          });
  }
  const std::shared_ptr<void> room = catalogue_.waiting().Enter();
  if (room == nullptr) {
    return endpoint_.Read(
        method, context, response,
        []() -> absl::StatusOr<Response> { return BeingMade(); });
  }
  return endpoint_.ReadLater(method, context, response,
                             [room, &catalogue = catalogue_,
                              answer = *answer]() -> absl::StatusOr<Response> {
                               ASSIGN_OR_RETURN(
                                   std::shared_ptr<const Contents> contents,
                                   catalogue.Latest());
                               return answer(std::move(contents));
                             });
}

grpc::ServerUnaryReactor* CatalogueService::GetOrganization(
    grpc::CallbackServerContext* context,
    const v1::GetOrganizationRequest* request,
    v1::GetOrganizationResponse* response) {
  return Answer(kGetOrganization, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::ListOrganizations(
    grpc::CallbackServerContext* context,
    const v1::ListOrganizationsRequest* request,
    v1::ListOrganizationsResponse* response) {
  return Answer(kListOrganizations, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::GetTaxonomy(
    grpc::CallbackServerContext* context, const v1::GetTaxonomyRequest* request,
    v1::GetTaxonomyResponse* response) {
  return Answer(kGetTaxonomy, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::ListTaxonomies(
    grpc::CallbackServerContext* context,
    const v1::ListTaxonomiesRequest* request,
    v1::ListTaxonomiesResponse* response) {
  return Answer(kListTaxonomies, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::GetTaxonomyTerm(
    grpc::CallbackServerContext* context,
    const v1::GetTaxonomyTermRequest* request,
    v1::GetTaxonomyTermResponse* response) {
  return Answer(kGetTerm, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::ListTaxonomyTerms(
    grpc::CallbackServerContext* context,
    const v1::ListTaxonomyTermsRequest* request,
    v1::ListTaxonomyTermsResponse* response) {
  return Answer(kListTerms, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::GetServiceAtLocation(
    grpc::CallbackServerContext* context,
    const v1::GetServiceAtLocationRequest* request,
    v1::GetServiceAtLocationResponse* response) {
  return Answer(kGetAtLocation, context, *request, response);
}

grpc::ServerUnaryReactor* CatalogueService::ListServiceAtLocations(
    grpc::CallbackServerContext* context,
    const v1::ListServiceAtLocationsRequest* request,
    v1::ListServiceAtLocationsResponse* response) {
  using Answer = absl::StatusOr<v1::ListServiceAtLocationsResponse>;
  const auto list = [this, request](const Contents* contents) -> Answer {
    return at_locations_.List(*request, contents);
  };
  const absl::Status check = at_locations_.Check(*request);
  if (!check.ok() || !AtLocationReader::NeedsCatalogue(*request)) {
    return endpoint_.ReadAt(
        kListAtLocations, !check.ok() || at_locations_.IsSettled(*request),
        context, response, [list] { return list(nullptr); });
  }
  const std::shared_ptr<void> room = catalogue_.waiting().Enter();
  if (room == nullptr) {
    return endpoint_.Read(kListAtLocations, context, response,
                          []() -> Answer { return BeingMade(); });
  }
  return endpoint_.ReadLater(
      kListAtLocations, context, response,
      [room, list, request, &catalogue = catalogue_] {
        return AnswerFrom(catalogue, !request->page_token().empty(), list);
      });
}

}  // namespace localoffer::catalogue
