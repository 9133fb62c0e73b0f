// A server whose answers a test writes by hand.
#ifndef LOCALOFFER_CLIENTS_TESTING_FAKE_SERVER_H_
#define LOCALOFFER_CLIENTS_TESTING_FAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/catalogue.grpc.pb.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "localoffer/v1/errors.pb.h"
#include "localoffer/v1/harvest.grpc.pb.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "localoffer/v1/peers.grpc.pb.h"
#include "localoffer/v1/places.grpc.pb.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "localoffer/v1/publishing.grpc.pb.h"

namespace localoffer::client {

// What one call brought.
struct ReceivedCall {
  std::string method;
  // The `authorization` metadata; empty when there was none.
  std::string authorization;
};

// The source of a publication, put together again.
struct ReceivedSource {
  v1::PublicationHeader header;
  std::string bytes;
  int chunks = 0;
};

// Answers a unary method. A method without one is UNIMPLEMENTED.
template <typename Request, typename Response>
using Answer = std::function<grpc::Status(const Request&, Response*)>;

// Set the answers before the first call; they run on gRPC's threads.
struct FakeAnswers {
  Answer<v1::GetEntryRequest, v1::GetEntryResponse> get_entry;
  Answer<v1::BatchGetEntriesRequest, v1::BatchGetEntriesResponse>
      batch_get_entries;
  Answer<v1::ListEntryRevisionsRequest, v1::ListEntryRevisionsResponse>
      list_entry_revisions;
  Answer<v1::SearchEntriesRequest, v1::SearchEntriesResponse> search_entries;
  Answer<v1::CheckInclusionRequest, v1::CheckInclusionResponse> check_inclusion;
  Answer<v1::GetOrganizationRequest, v1::GetOrganizationResponse>
      get_organization;
  Answer<v1::ListOrganizationsRequest, v1::ListOrganizationsResponse>
      list_organizations;
  Answer<v1::ListTaxonomiesRequest, v1::ListTaxonomiesResponse> list_taxonomies;
  Answer<v1::ListTaxonomyTermsRequest, v1::ListTaxonomyTermsResponse>
      list_taxonomy_terms;
  Answer<v1::CheckCoverageRequest, v1::CheckCoverageResponse> check_coverage;
  Answer<v1::ResolvePlaceRequest, v1::ResolvePlaceResponse> resolve_place;
  // Gets the rows of all requests together.
  Answer<v1::ImportPostcodesRequest, v1::ImportPostcodesResponse>
      import_postcodes;
  Answer<v1::GetAuthorityRequest, v1::GetAuthorityResponse> get_authority;
  Answer<v1::ListAuthoritiesRequest, v1::ListAuthoritiesResponse>
      list_authorities;
  Answer<v1::CreateAuthorityRequest, v1::CreateAuthorityResponse>
      create_authority;
  Answer<v1::CreateTokenRequest, v1::CreateTokenResponse> create_token;
  Answer<v1::ListTokensRequest, v1::ListTokensResponse> list_tokens;
  Answer<v1::RevokeTokenRequest, v1::RevokeTokenResponse> revoke_token;
  Answer<v1::WithdrawEntryRequest, v1::WithdrawEntryResponse> withdraw_entry;
  Answer<v1::DeclareNilRequest, v1::DeclareNilResponse> declare_nil;
  Answer<v1::EraseBodyRequest, v1::EraseBodyResponse> erase_body;
  Answer<v1::GetLogKeysRequest, v1::GetLogKeysResponse> get_log_keys;
  Answer<v1::RotateKeyRequest, v1::RotateKeyResponse> rotate_key;
  Answer<v1::CreateKeyRequest, v1::CreateKeyResponse> create_key;
  Answer<v1::ListTrustRequest, v1::ListTrustResponse> list_trust;
  Answer<v1::AddTrustRequest, v1::AddTrustResponse> add_trust;
  Answer<v1::CreateEditionRequest, v1::CreateEditionResponse> create_edition;
  Answer<v1::ListEditionsRequest, v1::ListEditionsResponse> list_editions;
  Answer<v1::CreateFeedRequest, v1::CreateFeedResponse> create_feed;
  Answer<v1::ListFeedsRequest, v1::ListFeedsResponse> list_feeds;
  Answer<v1::DeleteFeedRequest, v1::DeleteFeedResponse> delete_feed;
  Answer<v1::RunHarvestRequest, v1::RunHarvestResponse> run_harvest;
  Answer<v1::ConfirmWithdrawalsRequest, v1::ConfirmWithdrawalsResponse>
      confirm_withdrawals;
  Answer<v1::ListPeersRequest, v1::ListPeersResponse> list_peers;
  Answer<v1::ListEvidenceRequest, v1::ListEvidenceResponse> list_evidence;
  Answer<v1::ProveListedRequest, v1::ProveListedResponse> prove_listed;
  Answer<v1::ProveAbsentRequest, v1::ProveAbsentResponse> prove_absent;
  Answer<v1::ListChangesRequest, v1::ListChangesResponse> list_changes;
  // The messages to stream, before the status.
  Answer<v1::WatchChangesRequest, std::vector<v1::WatchChangesResponse>>
      watch_changes;
  Answer<v1::CompareEditionsRequest, std::vector<v1::CompareEditionsResponse>>
      compare_editions;
  Answer<ReceivedSource, std::vector<v1::PlanPublicationResponse>> plan;
  Answer<ReceivedSource, std::vector<v1::PublishResponse>> publish;
  Answer<v1::ExportEntriesRequest, std::vector<v1::ExportEntriesResponse>>
      export_entries;
  // Messages of violations to stream before the source is read.
  int early_violations = 0;
};

// Listens on a free loopback port from construction to destruction.
class FakeServer {
 public:
  explicit FakeServer(
      std::shared_ptr<grpc::ServerCredentials> credentials = nullptr);
  ~FakeServer();

  FakeAnswers answers;

  int port() const { return port_; }
  // `127.0.0.1:port`.
  std::string address() const;

  std::vector<ReceivedCall> calls() const;

 private:
  class Services;

  mutable absl::Mutex mutex_;
  std::vector<ReceivedCall> calls_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<Services> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// A refusal as the server sends it, with its trailer.
grpc::Status Refusal(grpc::StatusCode code, const std::string& message,
                     const std::string& reason,
                     const std::map<std::string, std::string>& metadata = {},
                     const v1::BadRequest& bad_request = {});

// The address of a loopback port on which nothing listens.
std::string UnusedAddress();

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_TESTING_FAKE_SERVER_H_
