// The node, as the HTTP front asks it: by its public gRPC API.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NODE_CLIENT_H_
#define LOCALOFFER_SERVICES_GATEWAY_NODE_CLIENT_H_

#include <functional>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/authorities.pb.h"
#include "localoffer/v1/catalogue.pb.h"
#include "localoffer/v1/change_feed.pb.h"
#include "localoffer/v1/coverage.pb.h"
#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/editions.pb.h"
#include "localoffer/v1/inclusion.pb.h"
#include "localoffer/v1/places.pb.h"
#include "localoffer/v1/proofs.pb.h"

namespace grpc {
class Channel;
}

namespace localoffer::gateway {

class ChangeStream;
class ExportStream;

// One method for each call, which waits for its answer, for a minute at most.
// The channel leads into the same process or to another machine; nothing else
// differs. It needs to take messages of any size, for an answer about all of
// England may be larger than gRPC's 4 MiB. Calls carry no credentials: the
// front may what everybody may, and the node's guard sees to it.
//
// An error that the node gives its callers is the same error here, with its
// reason and the fields at fault. UNAVAILABLE where the node cannot be reached
// or does not answer in time. Of other errors no more than INTERNAL is known;
// the node's journal has their words.
//
// Waiting holds no thread that the node needs to answer: it reads on gRPC's
// threads and proves and compares on its workers, and neither waits for this.
// Nothing is asked over an in-process channel once its server was shut down:
// gRPC 1.51 crashes then. Thread-safe.
class NodeClient {
 public:
  explicit NodeClient(const std::shared_ptr<grpc::Channel>& channel);
  ~NodeClient();
  NodeClient(const NodeClient&) = delete;
  NodeClient& operator=(const NodeClient&) = delete;

  absl::StatusOr<v1::GetAuthorityResponse> GetAuthority(
      const v1::GetAuthorityRequest& request) const;
  absl::StatusOr<v1::ListAuthoritiesResponse> ListAuthorities(
      const v1::ListAuthoritiesRequest& request) const;
  absl::StatusOr<v1::GetOrganizationResponse> GetOrganization(
      const v1::GetOrganizationRequest& request) const;
  absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
      const v1::ListOrganizationsRequest& request) const;
  absl::StatusOr<v1::GetTaxonomyResponse> GetTaxonomy(
      const v1::GetTaxonomyRequest& request) const;
  absl::StatusOr<v1::ListTaxonomiesResponse> ListTaxonomies(
      const v1::ListTaxonomiesRequest& request) const;
  absl::StatusOr<v1::GetTaxonomyTermResponse> GetTaxonomyTerm(
      const v1::GetTaxonomyTermRequest& request) const;
  absl::StatusOr<v1::ListTaxonomyTermsResponse> ListTaxonomyTerms(
      const v1::ListTaxonomyTermsRequest& request) const;
  absl::StatusOr<v1::GetServiceAtLocationResponse> GetServiceAtLocation(
      const v1::GetServiceAtLocationRequest& request) const;
  absl::StatusOr<v1::ListServiceAtLocationsResponse> ListServiceAtLocations(
      const v1::ListServiceAtLocationsRequest& request) const;
  absl::StatusOr<v1::CheckCoverageResponse> CheckCoverage(
      const v1::CheckCoverageRequest& request) const;
  absl::StatusOr<v1::ListNilDeclarationsResponse> ListNilDeclarations(
      const v1::ListNilDeclarationsRequest& request) const;
  absl::StatusOr<v1::GetEntryResponse> GetEntry(
      const v1::GetEntryRequest& request) const;
  absl::StatusOr<v1::BatchGetEntriesResponse> BatchGetEntries(
      const v1::BatchGetEntriesRequest& request) const;
  absl::StatusOr<v1::ListEntriesResponse> ListEntries(
      const v1::ListEntriesRequest& request) const;
  absl::StatusOr<v1::ListEntryRevisionsResponse> ListEntryRevisions(
      const v1::ListEntryRevisionsRequest& request) const;
  absl::StatusOr<v1::SearchEntriesResponse> SearchEntries(
      const v1::SearchEntriesRequest& request) const;
  // The same into a message that the caller has, of an arena say.
  absl::Status SearchEntries(const v1::SearchEntriesRequest& request,
                             v1::SearchEntriesResponse& response) const;
  absl::StatusOr<v1::GetDirectoryStateResponse> GetDirectoryState(
      const v1::GetDirectoryStateRequest& request) const;
  // What comes in pieces, for as long as somebody has what this returns; see
  // node_streams.h. Waits for the first message alone, without end.
  absl::StatusOr<std::unique_ptr<ExportStream>> ExportEntries(
      const v1::ExportEntriesRequest& request) const;
  absl::StatusOr<v1::GetChangeFeedStateResponse> GetChangeFeedState(
      const v1::GetChangeFeedStateRequest& request) const;
  absl::StatusOr<v1::ListChangesResponse> ListChanges(
      const v1::ListChangesRequest& request) const;
  // Waits for nothing, and never ends by itself while the node is there; `hear`
  // is called on gRPC's threads.
  std::unique_ptr<ChangeStream> WatchChanges(
      const v1::WatchChangesRequest& request,
      std::function<void(const v1::WatchChangesResponse&)> hear) const;
  absl::StatusOr<v1::ListEditionsResponse> ListEditions(
      const v1::ListEditionsRequest& request) const;
  // Calls `take` with one message after another, until it returns false. Waits
  // for 10 seconds at most.
  absl::Status CompareEditions(
      const v1::CompareEditionsRequest& request,
      absl::FunctionRef<bool(const v1::CompareEditionsResponse&)> take) const;
  absl::StatusOr<v1::CheckInclusionResponse> CheckInclusion(
      const v1::CheckInclusionRequest& request) const;
  absl::StatusOr<v1::ResolvePlaceResponse> ResolvePlace(
      const v1::ResolvePlaceRequest& request) const;
  absl::StatusOr<v1::BatchResolvePlacesResponse> BatchResolvePlaces(
      const v1::BatchResolvePlacesRequest& request) const;
  absl::StatusOr<v1::ProveListedResponse> ProveListed(
      const v1::ProveListedRequest& request) const;
  absl::StatusOr<v1::ProveAbsentResponse> ProveAbsent(
      const v1::ProveAbsentRequest& request) const;

 private:
  struct Stubs;

  const std::unique_ptr<const Stubs> stubs_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_NODE_CLIENT_H_
