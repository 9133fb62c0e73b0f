#include "clients/testing/fake_server.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace localoffer::client {

class FakeServer::Services {
 public:
  explicit Services(FakeServer* server)
      : directory(server),
        editions(server),
        harvest(server),
        catalogue(server),
        change_feed(server),
        coverage(server),
        inclusion(server),
        peers(server),
        authorities(server),
        keys(server),
        places(server),
        proofs(server),
        publishing(server) {}

  struct Recorder {
    explicit Recorder(FakeServer* server) : server(*server) {}

    void Record(const grpc::ServerContext& context, const char* method) {
      const auto found = context.client_metadata().find("authorization");
      ReceivedCall call{method, ""};
      if (found != context.client_metadata().end()) {
        call.authorization.assign(found->second.data(), found->second.size());
      }
      absl::MutexLock lock(&server.mutex_);
      server.calls_.push_back(std::move(call));
    }

    template <typename Request, typename Response>
    grpc::Status Run(const grpc::ServerContext& context, const char* method,
                     const Answer<Request, Response>& answer,
                     const Request& request, Response* response) {
      Record(context, method);
      if (!answer) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, method);
      return answer(request, response);
    }

    FakeServer& server;
  };

  struct Directory final : v1::DirectoryService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status GetEntry(grpc::ServerContext* context,
                          const v1::GetEntryRequest* request,
                          v1::GetEntryResponse* response) override {
      return Run(*context, "GetEntry", server.answers.get_entry, *request,
                 response);
    }
    grpc::Status BatchGetEntries(
        grpc::ServerContext* context, const v1::BatchGetEntriesRequest* request,
        v1::BatchGetEntriesResponse* response) override {
      return Run(*context, "BatchGetEntries", server.answers.batch_get_entries,
                 *request, response);
    }
    grpc::Status ListEntryRevisions(
        grpc::ServerContext* context,
        const v1::ListEntryRevisionsRequest* request,
        v1::ListEntryRevisionsResponse* response) override {
      return Run(*context, "ListEntryRevisions",
                 server.answers.list_entry_revisions, *request, response);
    }
    grpc::Status SearchEntries(grpc::ServerContext* context,
                               const v1::SearchEntriesRequest* request,
                               v1::SearchEntriesResponse* response) override {
      return Run(*context, "SearchEntries", server.answers.search_entries,
                 *request, response);
    }
    grpc::Status ExportEntries(
        grpc::ServerContext* context, const v1::ExportEntriesRequest* request,
        grpc::ServerWriter<v1::ExportEntriesResponse>* writer) override {
      std::vector<v1::ExportEntriesResponse> parts;
      grpc::Status status =
          Run(*context, "ExportEntries", server.answers.export_entries,
              *request, &parts);
      for (const auto& part : parts) writer->Write(part);
      return status;
    }
  };

  struct Editions final : v1::EditionsService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status CreateEdition(grpc::ServerContext* context,
                               const v1::CreateEditionRequest* request,
                               v1::CreateEditionResponse* response) override {
      return Run(*context, "CreateEdition", server.answers.create_edition,
                 *request, response);
    }
    grpc::Status ListEditions(grpc::ServerContext* context,
                              const v1::ListEditionsRequest* request,
                              v1::ListEditionsResponse* response) override {
      return Run(*context, "ListEditions", server.answers.list_editions,
                 *request, response);
    }
    grpc::Status CompareEditions(
        grpc::ServerContext* context, const v1::CompareEditionsRequest* request,
        grpc::ServerWriter<v1::CompareEditionsResponse>* writer) override {
      std::vector<v1::CompareEditionsResponse> parts;
      grpc::Status status =
          Run(*context, "CompareEditions", server.answers.compare_editions,
              *request, &parts);
      for (const auto& part : parts) writer->Write(part);
      return status;
    }
  };

  struct Harvest final : v1::HarvestService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status CreateFeed(grpc::ServerContext* context,
                            const v1::CreateFeedRequest* request,
                            v1::CreateFeedResponse* response) override {
      return Run(*context, "CreateFeed", server.answers.create_feed, *request,
                 response);
    }
    grpc::Status ListFeeds(grpc::ServerContext* context,
                           const v1::ListFeedsRequest* request,
                           v1::ListFeedsResponse* response) override {
      return Run(*context, "ListFeeds", server.answers.list_feeds, *request,
                 response);
    }
    grpc::Status DeleteFeed(grpc::ServerContext* context,
                            const v1::DeleteFeedRequest* request,
                            v1::DeleteFeedResponse* response) override {
      return Run(*context, "DeleteFeed", server.answers.delete_feed, *request,
                 response);
    }
    grpc::Status RunHarvest(grpc::ServerContext* context,
                            const v1::RunHarvestRequest* request,
                            v1::RunHarvestResponse* response) override {
      return Run(*context, "RunHarvest", server.answers.run_harvest, *request,
                 response);
    }
    grpc::Status ConfirmWithdrawals(
        grpc::ServerContext* context,
        const v1::ConfirmWithdrawalsRequest* request,
        v1::ConfirmWithdrawalsResponse* response) override {
      return Run(*context, "ConfirmWithdrawals",
                 server.answers.confirm_withdrawals, *request, response);
    }
  };

  struct Catalogue final : v1::CatalogueService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status GetOrganization(
        grpc::ServerContext* context, const v1::GetOrganizationRequest* request,
        v1::GetOrganizationResponse* response) override {
      return Run(*context, "GetOrganization", server.answers.get_organization,
                 *request, response);
    }
    grpc::Status ListOrganizations(
        grpc::ServerContext* context,
        const v1::ListOrganizationsRequest* request,
        v1::ListOrganizationsResponse* response) override {
      return Run(*context, "ListOrganizations",
                 server.answers.list_organizations, *request, response);
    }
    grpc::Status ListTaxonomies(grpc::ServerContext* context,
                                const v1::ListTaxonomiesRequest* request,
                                v1::ListTaxonomiesResponse* response) override {
      return Run(*context, "ListTaxonomies", server.answers.list_taxonomies,
                 *request, response);
    }
    grpc::Status ListTaxonomyTerms(
        grpc::ServerContext* context,
        const v1::ListTaxonomyTermsRequest* request,
        v1::ListTaxonomyTermsResponse* response) override {
      return Run(*context, "ListTaxonomyTerms",
                 server.answers.list_taxonomy_terms, *request, response);
    }
  };

  struct ChangeFeed final : v1::ChangeFeedService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status ListChanges(grpc::ServerContext* context,
                             const v1::ListChangesRequest* request,
                             v1::ListChangesResponse* response) override {
      return Run(*context, "ListChanges", server.answers.list_changes, *request,
                 response);
    }
    grpc::Status WatchChanges(
        grpc::ServerContext* context, const v1::WatchChangesRequest* request,
        grpc::ServerWriter<v1::WatchChangesResponse>* writer) override {
      std::vector<v1::WatchChangesResponse> parts;
      grpc::Status status = Run(*context, "WatchChanges",
                                server.answers.watch_changes, *request, &parts);
      for (const auto& part : parts) writer->Write(part);
      return status;
    }
  };

  struct Coverage final : v1::CoverageService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status CheckCoverage(grpc::ServerContext* context,
                               const v1::CheckCoverageRequest* request,
                               v1::CheckCoverageResponse* response) override {
      return Run(*context, "CheckCoverage", server.answers.check_coverage,
                 *request, response);
    }
  };

  struct Inclusion final : v1::InclusionService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status CheckInclusion(grpc::ServerContext* context,
                                const v1::CheckInclusionRequest* request,
                                v1::CheckInclusionResponse* response) override {
      return Run(*context, "CheckInclusion", server.answers.check_inclusion,
                 *request, response);
    }
  };

  struct Peers final : v1::PeersService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status ListPeers(grpc::ServerContext* context,
                           const v1::ListPeersRequest* request,
                           v1::ListPeersResponse* response) override {
      return Run(*context, "ListPeers", server.answers.list_peers, *request,
                 response);
    }
    grpc::Status ListEvidence(grpc::ServerContext* context,
                              const v1::ListEvidenceRequest* request,
                              v1::ListEvidenceResponse* response) override {
      return Run(*context, "ListEvidence", server.answers.list_evidence,
                 *request, response);
    }
  };

  struct Authorities final : v1::AuthoritiesService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status GetAuthority(grpc::ServerContext* context,
                              const v1::GetAuthorityRequest* request,
                              v1::GetAuthorityResponse* response) override {
      return Run(*context, "GetAuthority", server.answers.get_authority,
                 *request, response);
    }
    grpc::Status ListAuthorities(
        grpc::ServerContext* context, const v1::ListAuthoritiesRequest* request,
        v1::ListAuthoritiesResponse* response) override {
      return Run(*context, "ListAuthorities", server.answers.list_authorities,
                 *request, response);
    }
    grpc::Status CreateAuthority(
        grpc::ServerContext* context, const v1::CreateAuthorityRequest* request,
        v1::CreateAuthorityResponse* response) override {
      return Run(*context, "CreateAuthority", server.answers.create_authority,
                 *request, response);
    }
    grpc::Status CreateToken(grpc::ServerContext* context,
                             const v1::CreateTokenRequest* request,
                             v1::CreateTokenResponse* response) override {
      return Run(*context, "CreateToken", server.answers.create_token, *request,
                 response);
    }
    grpc::Status ListTokens(grpc::ServerContext* context,
                            const v1::ListTokensRequest* request,
                            v1::ListTokensResponse* response) override {
      return Run(*context, "ListTokens", server.answers.list_tokens, *request,
                 response);
    }
    grpc::Status RevokeToken(grpc::ServerContext* context,
                             const v1::RevokeTokenRequest* request,
                             v1::RevokeTokenResponse* response) override {
      return Run(*context, "RevokeToken", server.answers.revoke_token, *request,
                 response);
    }
  };

  struct Keys final : v1::KeysService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status GetLogKeys(grpc::ServerContext* context,
                            const v1::GetLogKeysRequest* request,
                            v1::GetLogKeysResponse* response) override {
      return Run(*context, "GetLogKeys", server.answers.get_log_keys, *request,
                 response);
    }
    grpc::Status RotateKey(grpc::ServerContext* context,
                           const v1::RotateKeyRequest* request,
                           v1::RotateKeyResponse* response) override {
      return Run(*context, "RotateKey", server.answers.rotate_key, *request,
                 response);
    }
    grpc::Status CreateKey(grpc::ServerContext* context,
                           const v1::CreateKeyRequest* request,
                           v1::CreateKeyResponse* response) override {
      return Run(*context, "CreateKey", server.answers.create_key, *request,
                 response);
    }
    grpc::Status ListTrust(grpc::ServerContext* context,
                           const v1::ListTrustRequest* request,
                           v1::ListTrustResponse* response) override {
      return Run(*context, "ListTrust", server.answers.list_trust, *request,
                 response);
    }
    grpc::Status AddTrust(grpc::ServerContext* context,
                          const v1::AddTrustRequest* request,
                          v1::AddTrustResponse* response) override {
      return Run(*context, "AddTrust", server.answers.add_trust, *request,
                 response);
    }
  };

  struct Places final : v1::PlacesService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status ResolvePlace(grpc::ServerContext* context,
                              const v1::ResolvePlaceRequest* request,
                              v1::ResolvePlaceResponse* response) override {
      return Run(*context, "ResolvePlace", server.answers.resolve_place,
                 *request, response);
    }
    grpc::Status ImportPostcodes(
        grpc::ServerContext* context,
        grpc::ServerReader<v1::ImportPostcodesRequest>* reader,
        v1::ImportPostcodesResponse* response) override {
      v1::ImportPostcodesRequest all;
      v1::ImportPostcodesRequest request;
      while (reader->Read(&request)) all.MergeFrom(request);
      return Run(*context, "ImportPostcodes", server.answers.import_postcodes,
                 all, response);
    }
  };

  struct Proofs final : v1::ProofsService::Service, Recorder {
    using Recorder::Recorder;
    grpc::Status ProveListed(grpc::ServerContext* context,
                             const v1::ProveListedRequest* request,
                             v1::ProveListedResponse* response) override {
      return Run(*context, "ProveListed", server.answers.prove_listed, *request,
                 response);
    }
    grpc::Status ProveAbsent(grpc::ServerContext* context,
                             const v1::ProveAbsentRequest* request,
                             v1::ProveAbsentResponse* response) override {
      return Run(*context, "ProveAbsent", server.answers.prove_absent, *request,
                 response);
    }
  };

  struct Publishing final : v1::PublishingService::Service, Recorder {
    using Recorder::Recorder;

    template <typename Request, typename Response>
    grpc::Status Converse(
        grpc::ServerContext* context, const char* method,
        const Answer<ReceivedSource, std::vector<Response>>& answer,
        grpc::ServerReaderWriter<Response, Request>* stream) {
      Response early;
      early.add_violations()->set_wanted(std::string(1 << 10, 'x'));
      for (int i = 0; i < server.answers.early_violations; ++i) {
        stream->Write(early);
      }
      ReceivedSource source;
      Request request;
      while (stream->Read(&request)) {
        if (request.has_header()) source.header = request.header();
        if (request.has_source_chunk()) ++source.chunks;
        source.bytes += request.source_chunk();
      }
      std::vector<Response> parts;
      grpc::Status status = Run(*context, method, answer, source, &parts);
      for (const auto& part : parts) stream->Write(part);
      return status;
    }

    grpc::Status PlanPublication(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::PlanPublicationResponse,
                                 v1::PlanPublicationRequest>* stream) override {
      return Converse(context, "PlanPublication", server.answers.plan, stream);
    }
    grpc::Status Publish(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::PublishResponse, v1::PublishRequest>*
            stream) override {
      return Converse(context, "Publish", server.answers.publish, stream);
    }
    grpc::Status WithdrawEntry(grpc::ServerContext* context,
                               const v1::WithdrawEntryRequest* request,
                               v1::WithdrawEntryResponse* response) override {
      return Run(*context, "WithdrawEntry", server.answers.withdraw_entry,
                 *request, response);
    }
    grpc::Status DeclareNil(grpc::ServerContext* context,
                            const v1::DeclareNilRequest* request,
                            v1::DeclareNilResponse* response) override {
      return Run(*context, "DeclareNil", server.answers.declare_nil, *request,
                 response);
    }
    grpc::Status EraseBody(grpc::ServerContext* context,
                           const v1::EraseBodyRequest* request,
                           v1::EraseBodyResponse* response) override {
      return Run(*context, "EraseBody", server.answers.erase_body, *request,
                 response);
    }
  };

  Directory directory;
  Editions editions;
  Harvest harvest;
  Catalogue catalogue;
  ChangeFeed change_feed;
  Coverage coverage;
  Inclusion inclusion;
  Peers peers;
  Authorities authorities;
  Keys keys;
  Places places;
  Proofs proofs;
  Publishing publishing;
};

FakeServer::FakeServer(std::shared_ptr<grpc::ServerCredentials> credentials)
    : services_(std::make_unique<Services>(this)) {
  if (credentials == nullptr) credentials = grpc::InsecureServerCredentials();
  grpc::ServerBuilder builder;
  // Otherwise two tests at once can be given one port, silently.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
  builder.RegisterService(&services_->directory);
  builder.RegisterService(&services_->editions);
  builder.RegisterService(&services_->harvest);
  builder.RegisterService(&services_->catalogue);
  builder.RegisterService(&services_->change_feed);
  builder.RegisterService(&services_->coverage);
  builder.RegisterService(&services_->inclusion);
  builder.RegisterService(&services_->authorities);
  builder.RegisterService(&services_->keys);
  builder.RegisterService(&services_->peers);
  builder.RegisterService(&services_->places);
  builder.RegisterService(&services_->proofs);
  builder.RegisterService(&services_->publishing);
  server_ = builder.BuildAndStart();
}

FakeServer::~FakeServer() {
  server_->Shutdown(gpr_time_from_millis(1000, GPR_TIMESPAN));
}

std::string FakeServer::address() const {
  return absl::StrCat("127.0.0.1:", port_);
}

std::vector<ReceivedCall> FakeServer::calls() const {
  absl::MutexLock lock(&mutex_);
  return calls_;
}

grpc::Status Refusal(grpc::StatusCode code, const std::string& message,
                     const std::string& reason,
                     const std::map<std::string, std::string>& metadata,
                     const v1::BadRequest& bad_request) {
  v1::RpcStatus status;
  status.set_code(code);
  status.set_message(message);
  v1::ErrorInfo error;
  error.set_reason(reason);
  error.set_domain("localoffer");
  for (const auto& [key, value] : metadata) {
    (*error.mutable_metadata())[key] = value;
  }
  google::protobuf::Any* packed = status.add_details();
  packed->set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
  packed->set_value(error.SerializeAsString());
  if (bad_request.field_violations_size() > 0) {
    packed = status.add_details();
    packed->set_type_url("type.googleapis.com/google.rpc.BadRequest");
    packed->set_value(bad_request.SerializeAsString());
  }
  return grpc::Status(code, message, status.SerializeAsString());
}

std::string UnusedAddress() { return FakeServer().address(); }

}  // namespace localoffer::client
