#include "tests/testing/test_node.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "localoffer/v1/errors.pb.h"

namespace localoffer::testing {
namespace {

constexpr size_t kChunkBytes = 64 << 10;

template <typename Response>
void Take(const Response& response, Published& published) {
  published.changes.insert(published.changes.end(), response.changes().begin(),
                           response.changes().end());
  published.repairs.insert(published.repairs.end(), response.repairs().begin(),
                           response.repairs().end());
  published.violations.insert(published.violations.end(),
                              response.violations().begin(),
                              response.violations().end());
  if (response.has_summary()) published.summary = response.summary();
}

template <typename Stream, typename Request>
void SendSource(Stream& stream, Request request, absl::string_view source) {
  if (!stream.Write(request)) return;
  while (!source.empty()) {
    request.set_source_chunk(std::string(source.substr(0, kChunkBytes)));
    source.remove_prefix(std::min(source.size(), kChunkBytes));
    if (!stream.Write(request)) return;
  }
}

using PublishStream =
    grpc::ClientReaderWriter<v1::PublishRequest, v1::PublishResponse>;

Published Receive(PublishStream& stream) {
  v1::PublishRequest end;
  end.set_end(true);
  stream.Write(end);
  stream.WritesDone();
  Published published;
  v1::PublishResponse response;
  while (stream.Read(&response)) {
    Take(response, published);
    if (response.has_publication()) {
      published.publication = response.publication();
    }
  }
  published.status = stream.Finish();
  return published;
}

}  // namespace

TestNode::TestNode(storage::RandomBytes random, std::vector<std::string> peers,
                   std::string replica_of)
    : random_(std::move(random)),
      peers_config_(std::move(peers)),
      replica_of_(std::move(replica_of)) {
  Start();
}

void TestNode::Start() {
  server::Config config;
  config.data_dir = folder_.path();
  config.listen = "127.0.0.1:0";
  config.http = "127.0.0.1:0";
  config.min_free_mib = 0;
  config.workers = 8;
  config.peers = peers_config_;
  config.replica_of = replica_of_;
  config.harvest_private_addresses = true;
  config.harvest_pause_ms = 0;
  server::Environment environment;
  environment.clock = clock_.clock();
  environment.stopwatch = [this] { return clock_.now() - absl::UnixEpoch(); };
  environment.random = random_;
  environment.wait = [](absl::Duration) { return true; };
  environment.log = [](absl::string_view) {};
  absl::StatusOr<std::unique_ptr<server::Server>> server =
      server::Server::Start(config, environment);
  if (!server.ok()) {
    std::cerr << server.status() << std::endl;
    std::abort();
  }
  server_ = *std::move(server);
  channel_ = grpc::CreateChannel(server_->address(),
                                 grpc::InsecureChannelCredentials());
  authorities_ = v1::AuthoritiesService::NewStub(channel_);
  catalogue_ = v1::CatalogueService::NewStub(channel_);
  change_feed_ = v1::ChangeFeedService::NewStub(channel_);
  coverage_ = v1::CoverageService::NewStub(channel_);
  directory_ = v1::DirectoryService::NewStub(channel_);
  editions_ = v1::EditionsService::NewStub(channel_);
  exchange_ = v1::ExchangeService::NewStub(channel_);
  harvest_ = v1::HarvestService::NewStub(channel_);
  inclusion_ = v1::InclusionService::NewStub(channel_);
  keys_ = v1::KeysService::NewStub(channel_);
  peers_ = v1::PeersService::NewStub(channel_);
  places_ = v1::PlacesService::NewStub(channel_);
  proofs_ = v1::ProofsService::NewStub(channel_);
  publishing_ = v1::PublishingService::NewStub(channel_);
}

void TestNode::Restart() {
  server_.reset();
  Start();
}

void TestNode::RestartAsReplicaOf(std::string address) {
  replica_of_ = std::move(address);
  Restart();
}

std::string TestNode::Token(const std::string& authority, v1::Role role) {
  std::ifstream file(server_->operator_token_path());
  std::string operator_token;
  std::getline(file, operator_token);
  if (authority == "-") return operator_token;
  v1::CreateTokenRequest request;
  request.set_parent(absl::StrCat("authorities/", authority));
  request.add_roles(role);
  v1::CreateTokenResponse response;
  const grpc::Status status =
      authorities_->CreateToken(With(operator_token).get(), request, &response);
  if (!status.ok()) std::cerr << status.error_message() << std::endl;
  return response.secret();
}

v1::PublicationHeader TestNode::Header(const std::string& authority,
                                       v1::PublicationScope scope) {
  v1::PublicationHeader header;
  header.set_parent(absl::StrCat("authorities/", authority));
  header.set_scope(scope);
  header.set_source_name("test");
  return header;
}

Published TestNode::Publish(const v1::PublicationHeader& header,
                            const std::vector<v1::Entry>& entries,
                            const std::string& token) {
  const auto context = With(token);
  const auto stream = publishing_->Publish(context.get());
  v1::PublishRequest request;
  *request.mutable_header() = header;
  bool open = stream->Write(request);
  for (const v1::Entry& entry : entries) {
    if (!open) break;
    *request.mutable_entry() = entry;
    open = stream->Write(request);
  }
  return Receive(*stream);
}

Published TestNode::PublishSource(const v1::PublicationHeader& header,
                                  absl::string_view source,
                                  const std::string& token) {
  const auto context = With(token);
  const auto stream = publishing_->Publish(context.get());
  v1::PublishRequest request;
  *request.mutable_header() = header;
  SendSource(*stream, request, source);
  return Receive(*stream);
}

Published TestNode::PlanSource(const v1::PublicationHeader& header,
                               absl::string_view source,
                               const std::string& token) {
  const auto context = With(token);
  const auto stream = publishing_->PlanPublication(context.get());
  v1::PlanPublicationRequest request;
  *request.mutable_header() = header;
  SendSource(*stream, request, source);
  stream->WritesDone();
  Published published;
  v1::PlanPublicationResponse response;
  while (stream->Read(&response)) Take(response, published);
  published.status = stream->Finish();
  return published;
}

Published TestNode::MustPublish(const std::string& authority,
                                const std::vector<v1::Entry>& entries) {
  Published published =
      Publish(Header(authority, v1::PUBLICATION_SCOPE_PARTIAL), entries,
              Token(authority));
  if (!published.status.ok()) {
    std::cerr << published.status.error_message() << std::endl;
    for (const auto& violation : published.violations) {
      std::cerr << violation.ShortDebugString() << std::endl;
    }
    std::abort();
  }
  return published;
}

std::unique_ptr<grpc::ClientContext> With(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  // A call that hangs fails its test instead of the whole run.
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(60));
  if (!token.empty()) {
    context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  }
  return context;
}

v1::Entry TestEntry(int number, const std::string& name,
                    const std::string& charity) {
  v1::Entry entry;
  *entry.mutable_service() = storage::TestService(number, name);
  if (charity.empty()) return entry;
  v1::Organization& organization =
      *entry.mutable_service()->mutable_organization();
  organization.set_name("Example Children's Hospice");
  v1::OrganizationIdentifier& identifier =
      *organization.add_organization_identifiers();
  identifier.set_identifier_scheme("GB-CHC");
  identifier.set_identifier_type("Charity number");
  identifier.set_identifier(charity);
  return entry;
}

std::string TestEntryName(const std::string& authority, int number) {
  return absl::StrCat("authorities/", authority, "/entries/",
                      storage::TestService(number, "").id());
}

std::string Reason(const grpc::Status& status) {
  v1::RpcStatus details;
  v1::ErrorInfo info;
  if (details.ParseFromString(status.error_details()) &&
      details.details_size() > 0) {
    info.ParseFromString(details.details(0).value());
  }
  return info.reason();
}

}  // namespace localoffer::testing
