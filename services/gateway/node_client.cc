#include "services/gateway/node_client.h"

#include <chrono>
#include <utility>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/catalogue.grpc.pb.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "localoffer/v1/places.grpc.pb.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "services/gateway/node_streams.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr std::chrono::seconds kMostWait(60);
// For what others may be waiting for, too, while a page has more to say.
constexpr std::chrono::seconds kMostWaitForComparison(10);

void SetDeadline(grpc::ClientContext& context,
                 std::chrono::seconds most = kMostWait) {
  // gRPC wants a point on the real clock, whatever clock the node goes by.
  context.set_deadline(std::chrono::system_clock::now() + most);
}

template <typename Stub, typename Request, typename Response>
absl::Status Ask(Stub& stub,
                 grpc::Status (Stub::*method)(grpc::ClientContext*,
                                              const Request&, Response*),
                 const Request& request, Response& response) {
  grpc::ClientContext context;
  SetDeadline(context);
  return ErrorOfNode((stub.*method)(&context, request, &response));
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request) {
  Response response;
  RETURN_IF_ERROR(Ask(stub, method, request, response));
  return response;
}

using Authorities = v1::AuthoritiesService::Stub;
using Catalogue = v1::CatalogueService::Stub;
using ChangeFeed = v1::ChangeFeedService::Stub;
using Coverage = v1::CoverageService::Stub;
using Directory = v1::DirectoryService::Stub;
using Editions = v1::EditionsService::Stub;
using Inclusion = v1::InclusionService::Stub;
using Places = v1::PlacesService::Stub;
using Proofs = v1::ProofsService::Stub;

}  // namespace

struct NodeClient::Stubs {
  explicit Stubs(const std::shared_ptr<grpc::Channel>& channel)
      : authorities(v1::AuthoritiesService::NewStub(channel)),
        catalogue(v1::CatalogueService::NewStub(channel)),
        change_feed(v1::ChangeFeedService::NewStub(channel)),
        coverage(v1::CoverageService::NewStub(channel)),
        directory(v1::DirectoryService::NewStub(channel)),
        editions(v1::EditionsService::NewStub(channel)),
        inclusion(v1::InclusionService::NewStub(channel)),
        places(v1::PlacesService::NewStub(channel)),
        proofs(v1::ProofsService::NewStub(channel)) {}

  const std::unique_ptr<Authorities> authorities;
  const std::unique_ptr<Catalogue> catalogue;
  const std::unique_ptr<ChangeFeed> change_feed;
  const std::unique_ptr<Coverage> coverage;
  const std::unique_ptr<Directory> directory;
  const std::unique_ptr<Editions> editions;
  const std::unique_ptr<Inclusion> inclusion;
  const std::unique_ptr<Places> places;
  const std::unique_ptr<Proofs> proofs;
};

NodeClient::NodeClient(const std::shared_ptr<grpc::Channel>& channel)
    : stubs_(std::make_unique<const Stubs>(channel)) {}

NodeClient::~NodeClient() = default;

absl::StatusOr<v1::GetAuthorityResponse> NodeClient::GetAuthority(
    const v1::GetAuthorityRequest& request) const {
  return Ask(*stubs_->authorities, &Authorities::GetAuthority, request);
}

absl::StatusOr<v1::ListAuthoritiesResponse> NodeClient::ListAuthorities(
    const v1::ListAuthoritiesRequest& request) const {
  return Ask(*stubs_->authorities, &Authorities::ListAuthorities, request);
}

absl::StatusOr<v1::GetOrganizationResponse> NodeClient::GetOrganization(
    const v1::GetOrganizationRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::GetOrganization, request);
}

absl::StatusOr<v1::ListOrganizationsResponse> NodeClient::ListOrganizations(
    const v1::ListOrganizationsRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::ListOrganizations, request);
}

absl::StatusOr<v1::GetTaxonomyResponse> NodeClient::GetTaxonomy(
    const v1::GetTaxonomyRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::GetTaxonomy, request);
}

absl::StatusOr<v1::ListTaxonomiesResponse> NodeClient::ListTaxonomies(
    const v1::ListTaxonomiesRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::ListTaxonomies, request);
}

absl::StatusOr<v1::GetTaxonomyTermResponse> NodeClient::GetTaxonomyTerm(
    const v1::GetTaxonomyTermRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::GetTaxonomyTerm, request);
}

absl::StatusOr<v1::ListTaxonomyTermsResponse> NodeClient::ListTaxonomyTerms(
    const v1::ListTaxonomyTermsRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::ListTaxonomyTerms, request);
}

absl::StatusOr<v1::GetServiceAtLocationResponse>
NodeClient::GetServiceAtLocation(
    const v1::GetServiceAtLocationRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::GetServiceAtLocation, request);
}

absl::StatusOr<v1::ListServiceAtLocationsResponse>
NodeClient::ListServiceAtLocations(
    const v1::ListServiceAtLocationsRequest& request) const {
  return Ask(*stubs_->catalogue, &Catalogue::ListServiceAtLocations, request);
}

absl::StatusOr<v1::CheckCoverageResponse> NodeClient::CheckCoverage(
    const v1::CheckCoverageRequest& request) const {
  return Ask(*stubs_->coverage, &Coverage::CheckCoverage, request);
}

absl::StatusOr<v1::ListNilDeclarationsResponse> NodeClient::ListNilDeclarations(
    const v1::ListNilDeclarationsRequest& request) const {
  return Ask(*stubs_->coverage, &Coverage::ListNilDeclarations, request);
}

absl::StatusOr<v1::GetEntryResponse> NodeClient::GetEntry(
    const v1::GetEntryRequest& request) const {
  return Ask(*stubs_->directory, &Directory::GetEntry, request);
}

absl::StatusOr<v1::BatchGetEntriesResponse> NodeClient::BatchGetEntries(
    const v1::BatchGetEntriesRequest& request) const {
  return Ask(*stubs_->directory, &Directory::BatchGetEntries, request);
}

absl::StatusOr<v1::ListEntriesResponse> NodeClient::ListEntries(
    const v1::ListEntriesRequest& request) const {
  return Ask(*stubs_->directory, &Directory::ListEntries, request);
}

absl::StatusOr<v1::ListEntryRevisionsResponse> NodeClient::ListEntryRevisions(
    const v1::ListEntryRevisionsRequest& request) const {
  return Ask(*stubs_->directory, &Directory::ListEntryRevisions, request);
}

absl::StatusOr<v1::SearchEntriesResponse> NodeClient::SearchEntries(
    const v1::SearchEntriesRequest& request) const {
  return Ask(*stubs_->directory, &Directory::SearchEntries, request);
}

absl::Status NodeClient::SearchEntries(
    const v1::SearchEntriesRequest& request,
    v1::SearchEntriesResponse& response) const {
  return Ask(*stubs_->directory, &Directory::SearchEntries, request, response);
}

absl::StatusOr<v1::GetDirectoryStateResponse> NodeClient::GetDirectoryState(
    const v1::GetDirectoryStateRequest& request) const {
  return Ask(*stubs_->directory, &Directory::GetDirectoryState, request);
}

absl::StatusOr<std::unique_ptr<ExportStream>> NodeClient::ExportEntries(
    const v1::ExportEntriesRequest& request) const {
  return ExportStream::Start(*stubs_->directory, request);
}

absl::StatusOr<v1::GetChangeFeedStateResponse> NodeClient::GetChangeFeedState(
    const v1::GetChangeFeedStateRequest& request) const {
  return Ask(*stubs_->change_feed, &ChangeFeed::GetChangeFeedState, request);
}

absl::StatusOr<v1::ListChangesResponse> NodeClient::ListChanges(
    const v1::ListChangesRequest& request) const {
  return Ask(*stubs_->change_feed, &ChangeFeed::ListChanges, request);
}

std::unique_ptr<ChangeStream> NodeClient::WatchChanges(
    const v1::WatchChangesRequest& request,
    std::function<void(const v1::WatchChangesResponse&)> hear) const {
  return std::make_unique<ChangeStream>(*stubs_->change_feed, request,
                                        std::move(hear));
}

absl::StatusOr<v1::ListEditionsResponse> NodeClient::ListEditions(
    const v1::ListEditionsRequest& request) const {
  return Ask(*stubs_->editions, &Editions::ListEditions, request);
}

absl::Status NodeClient::CompareEditions(
    const v1::CompareEditionsRequest& request,
    absl::FunctionRef<bool(const v1::CompareEditionsResponse&)> take) const {
  grpc::ClientContext context;
  SetDeadline(context, kMostWaitForComparison);
  const std::unique_ptr<grpc::ClientReader<v1::CompareEditionsResponse>>
      reader = stubs_->editions->CompareEditions(&context, request);
  v1::CompareEditionsResponse message;
  while (reader->Read(&message)) {
    if (take(message)) continue;
    context.TryCancel();
    reader->Finish();
    return absl::OkStatus();
  }
  return ErrorOfNode(reader->Finish());
}

absl::StatusOr<v1::CheckInclusionResponse> NodeClient::CheckInclusion(
    const v1::CheckInclusionRequest& request) const {
  return Ask(*stubs_->inclusion, &Inclusion::CheckInclusion, request);
}

absl::StatusOr<v1::ResolvePlaceResponse> NodeClient::ResolvePlace(
    const v1::ResolvePlaceRequest& request) const {
  return Ask(*stubs_->places, &Places::ResolvePlace, request);
}

absl::StatusOr<v1::BatchResolvePlacesResponse> NodeClient::BatchResolvePlaces(
    const v1::BatchResolvePlacesRequest& request) const {
  return Ask(*stubs_->places, &Places::BatchResolvePlaces, request);
}

absl::StatusOr<v1::ProveListedResponse> NodeClient::ProveListed(
    const v1::ProveListedRequest& request) const {
  return Ask(*stubs_->proofs, &Proofs::ProveListed, request);
}

absl::StatusOr<v1::ProveAbsentResponse> NodeClient::ProveAbsent(
    const v1::ProveAbsentRequest& request) const {
  return Ask(*stubs_->proofs, &Proofs::ProveAbsent, request);
}

}  // namespace localoffer::gateway
