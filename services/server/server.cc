#include "services/server/server.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "services/access/endpoint.h"
#include "services/access/guard.h"
#include "services/authorities/authorities_service.h"
#include "services/authorities/register.h"
#include "services/authorities/token_issuer.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/catalogue_service.h"
#include "services/coverage/coverage_service.h"
#include "services/directory/directory_service.h"
#include "services/editions/editions_service.h"
#include "services/exchange/exchange_service.h"
#include "services/exchange/follower.h"
#include "services/exchange/following.h"
#include "services/exchange/log_reader.h"
#include "services/exchange/peer_link.h"
#include "services/exchange/peer_metrics.h"
#include "services/exchange/peers_service.h"
#include "services/feed/change_feed_service.h"
#include "services/gateway/gateway.h"
#include "services/harvest/feed_registry.h"
#include "services/harvest/followed_feeds.h"
#include "services/harvest/harvest_metrics.h"
#include "services/harvest/harvest_service.h"
#include "services/harvest/harvest_thread.h"
#include "services/harvest/harvester.h"
#include "services/inclusion/inclusion_service.h"
#include "services/keys/keys_service.h"
#include "services/metrics/registry.h"
#include "services/places/places_service.h"
#include "services/proofs/proofs_service.h"
#include "services/publishing/eraser.h"
#include "services/publishing/publisher.h"
#include "services/publishing/publishing_service.h"
#include "services/replica/introduction.h"
#include "services/replica/progress.h"
#include "services/rpc/call.h"
#include "services/rpc/error.h"
#include "services/rpc/journal.h"
#include "services/rpc/wait_list.h"
#include "services/rpc/worker_pool.h"
#include "services/server/credentials.h"
#include "services/server/health.h"
#include "services/server/limits.h"
#include "services/server/node_metrics.h"
#include "services/server/operator_token.h"
#include "storage/status_macros.h"
#include "storage/store.h"

namespace localoffer::server {
namespace {

constexpr size_t kMostQueuedWrites = 1000;
constexpr std::chrono::seconds kShutdownGrace(5);
constexpr absl::Duration kHeartbeat = absl::Seconds(10);

std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

absl::Status CannotListen(const std::string& address) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot listen on ", address,
                   ": the address is in use or is not one of this machine"));
}

harvest::HarvestOptions HarvestOptionsOf(const Config& config,
                                         const Environment& environment) {
  harvest::HarvestOptions options;
  options.http.user_agent =
      "localoffer/" LOCALOFFER_VERSION " (directory of local offers)";
  if (config.harvest_private_addresses) {
    options.http.may_connect = harvest::IsAnyAddress;
  }
  options.fetch.pause = absl::Milliseconds(config.harvest_pause_ms);
  options.clock = environment.clock;
  options.stopwatch = environment.stopwatch;
  options.random = environment.random;
  options.wait = environment.wait;
  return options;
}

// Readers of the HTTP front ask it as a rule. Where there is none it may be
// that nobody does, and nothing is to be spent on it.
catalogue::CatalogueOptions CatalogueOptionsOf(const Config& config) {
  catalogue::CatalogueOptions options;
  options.at_once = !config.http.empty();
  return options;
}

// Whatever would publish: a replica signs nothing.
absl::Status SignsNothing(const std::string& node) {
  return rpc::CallerError(
      absl::StatusCode::kFailedPrecondition, "REPLICA",
      absl::StrCat("this is a replica; publish at the node that it copies, ",
                   node),
      {{"node", node}});
}

gateway::CopyState CopyStateOf(const replica::Progress& progress) {
  replica::Standing standing = progress.Now();
  return {progress.node(), standing.ready, standing.connected, standing.as_of,
          std::move(standing.why)};
}

std::optional<gateway::ReaderLimitOptions> ReaderLimitOf(const Config& config) {
  const double rate = HttpRateOf(config);
  if (rate <= 0) return std::nullopt;
  gateway::ReaderLimitOptions options;
  options.rate.rate = rate;
  options.rate.burst = config.http_burst;
  options.limits_loopback = config.http_limit_loopback;
  return options;
}

}  // namespace

// Members are destroyed from the last to the first: the servers go before
// what they serve from.
struct Server::Node {
  Node(const Config& config, const Environment& environment,
       std::unique_ptr<storage::Store> opened)
      : store(std::move(opened)),
        catalogue(*store, CatalogueOptionsOf(config)),
        journal(environment.clock, environment.log, environment.flush_log),
        workers(config.workers, kMostQueuedWrites),
        call_metrics(metrics),
        runtime{journal, workers, call_metrics, environment.stopwatch},
        guard(store->tokens(), environment.clock, config.replica_of),
        endpoint(guard, runtime),
        issuer(*store, environment.clock, environment.random),
        publisher(*store, environment.clock, {config.max_withdrawn_share}),
        eraser(*store),
        authorities_service(*store, issuer, endpoint),
        catalogue_service(*store, catalogue, endpoint, environment.clock),
        coverage_service(*store, endpoint, environment.clock,
                         authorities::EnglandPopulations()),
        directory_service(*store, catalogue, endpoint, environment.clock),
        editions_service(*store, endpoint),
        log_reader(*store, environment.clock),
        waiters(workers, kHeartbeat),
        follower(
            *store, environment.clock, journal,
            {FollowedNodes(config), absl::Seconds(config.peer_wait_seconds)}),
        change_feed_service(*store, waiters, endpoint),
        exchange_service(*store, log_reader, waiters, endpoint,
                         environment.clock),
        peers_service(*store, follower, log_reader, endpoint),
        feeds(*store),
        harvester(*store, feeds, publisher, journal,
                  HarvestOptionsOf(config, environment)),
        feed_registry(*store, feeds, harvester, environment.clock),
        harvest_thread(harvester, environment.clock),
        harvest_service(feed_registry, harvest_thread, endpoint),
        inclusion_service(*store, endpoint, environment.clock),
        keys_service(*store, endpoint),
        places_service(store->geography(), endpoint),
        proofs_service(*store, endpoint),
        publishing_service(publisher, eraser, endpoint,
                           static_cast<size_t>(config.max_publication_mib)
                               << 20) {}

  absl::Status Listen(const Config& config);
  absl::Status ListenForHealth(const Config& config);
  // Before Follow(), when it is one.
  absl::Status BeReplica(const Environment& environment);
  absl::Status Follow(const Config& config, const Environment& environment);
  void LookAtProgress();
  absl::Status ListenForHttp(const Config& config,
                             const Environment& environment);

  const std::unique_ptr<storage::Store> store;
  // One for both fronts: it costs memory and a thread.
  catalogue::Catalogue catalogue;
  rpc::Journal journal;
  rpc::WorkerPool workers;
  metrics::Registry metrics;
  rpc::CallMetrics call_metrics;
  rpc::Runtime runtime;
  const access::Guard guard;
  const access::Endpoint endpoint;
  const authorities::TokenIssuer issuer;
  const publishing::Publisher publisher;
  const publishing::Eraser eraser;
  authorities::AuthoritiesService authorities_service;
  catalogue::CatalogueService catalogue_service;
  coverage::CoverageService coverage_service;
  directory::DirectoryService directory_service;
  editions::EditionsService editions_service;
  const exchange::LogReader log_reader;
  rpc::WaitList waiters;
  exchange::Follower follower;
  feed::ChangeFeedService change_feed_service;
  exchange::ExchangeService exchange_service;
  exchange::PeersService peers_service;
  harvest::FollowedFeeds feeds;
  harvest::Harvester harvester;
  harvest::FeedRegistry feed_registry;
  harvest::HarvestThread harvest_thread;
  harvest::HarvestService harvest_service;
  inclusion::InclusionService inclusion_service;
  keys::KeysService keys_service;
  places::PlacesService places_service;
  proofs::ProofsService proofs_service;
  publishing::PublishingService publishing_service;
  std::shared_ptr<Health> health;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<grpc::Server> health_server;
  // Of a replica alone.
  std::unique_ptr<replica::Introduction> introduction;
  std::unique_ptr<replica::Progress> progress;
  gateway::CopyTime copy_time;
  // The last to come, and the first to go: it serves nobody.
  std::unique_ptr<exchange::Following> following;
  std::string address;
  std::unique_ptr<gateway::Gateway> http_front;
  std::string health_address;
  std::string operator_token_path;
};

absl::Status Server::Node::Listen(const Config& config) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                   MakeCredentials(config));
  int port = 0;
  grpc::ServerBuilder builder;
  ApplyLimits(builder);
  builder.AddListeningPort(config.listen, credentials, &port);
  builder.RegisterService(&authorities_service);
  builder.RegisterService(&catalogue_service);
  builder.RegisterService(&change_feed_service);
  builder.RegisterService(&coverage_service);
  builder.RegisterService(&directory_service);
  builder.RegisterService(&editions_service);
  builder.RegisterService(&exchange_service);
  builder.RegisterService(&harvest_service);
  builder.RegisterService(&inclusion_service);
  builder.RegisterService(&keys_service);
  builder.RegisterService(&peers_service);
  builder.RegisterService(&places_service);
  builder.RegisterService(&proofs_service);
  builder.RegisterService(&publishing_service);
  server = builder.BuildAndStart();
  if (server == nullptr || port == 0) return CannotListen(config.listen);
  address = WithPort(config.listen, port);
  return absl::OkStatus();
}

absl::Status Server::Node::ListenForHealth(const Config& config) {
  if (config.health_listen.empty()) return absl::OkStatus();
  int port = 0;
  grpc::ServerBuilder builder;
  ApplyLimits(builder);
  builder.AddListeningPort(config.health_listen,
                           grpc::InsecureServerCredentials(), &port);
  health_server = builder.BuildAndStart();
  if (health_server == nullptr || port == 0) {
    return CannotListen(config.health_listen);
  }
  health_address = WithPort(config.health_listen, port);
  return absl::OkStatus();
}

absl::Status Server::Node::BeReplica(const Environment& environment) {
  introduction = std::make_unique<replica::Introduction>(
      *store, follower, environment.clock, journal);
  health->BeReplica();
  ASSIGN_OR_RETURN(progress,
                   replica::Progress::Open(*store, follower, journal,
                                           [this] { health->CaughtUp(); }));
  copy_time.Advance(progress->Now().as_of);
  replica::AddReplicaMetrics(*progress, environment.clock, metrics);
  return absl::OkStatus();
}

void Server::Node::LookAtProgress() {
  progress->Look();
  copy_time.Advance(progress->Now().as_of);
}

absl::Status Server::Node::Follow(const Config& config,
                                  const Environment& environment) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                   MakePeerCredentials(config));
  std::vector<std::unique_ptr<exchange::PeerLink>> links;
  for (const std::string& peer : FollowedNodes(config)) {
    links.push_back(std::make_unique<exchange::PeerLink>(peer, credentials));
  }
  exchange::FollowingObservers observers;
  if (progress != nullptr) {
    observers.told = [this](exchange::PeerLink& node) {
      introduction->Meet(node);
      LookAtProgress();
    };
    observers.taken = [this] { LookAtProgress(); };
  }
  following = std::make_unique<exchange::Following>(
      follower, *store, journal, environment.clock, std::move(links),
      std::move(observers));
  return absl::OkStatus();
}

absl::Status Server::Node::ListenForHttp(const Config& config,
                                         const Environment& environment) {
  if (config.http.empty()) return absl::OkStatus();
  gateway::GatewayOptions options;
  options.address = config.http;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  options.node = std::make_shared<const gateway::NodeClient>(
      server->InProcessChannel(arguments));
  options.url = config.http_url;
  options.licence = config.data_licence;
  options.reader_limit = ReaderLimitOf(config);
  options.client_address_field = config.http_client_address;
  if (!options.reader_limit && !config.http_rate) {
    journal.Write(
        rpc::Severity::kWarning, "no rate limit over HTTP",
        {{"next",
          "let the proxy limit how often one address may ask, or name "
          "its header field with --http-client-address"}});
  }
  options.clock = environment.clock;
  options.stopwatch = environment.stopwatch;
  options.heartbeat = kHeartbeat;
  options.can_write = [this] { return store->committer().health(); };
  options.may_publish = [this] { return follower.MaySignAll(); };
  if (progress != nullptr) {
    options.copy = [this] { return CopyStateOf(*progress); };
    options.copy_time = &copy_time;
  }
  ASSIGN_OR_RETURN(
      http_front,
      gateway::Gateway::Start(std::move(options), *store, metrics, journal));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const Config& config, const Environment& environment) {
  if (const std::optional<std::string> objection = Objection(config)) {
    return absl::InvalidArgumentError(*objection);
  }
  storage::StoreOptions options;
  options.directory = config.data_dir;
  options.min_free_bytes = static_cast<uint64_t>(config.min_free_mib) << 20;
  options.authorities = authorities::EnglandRegister();
  options.clock = environment.clock;
  options.random = environment.random;
  const auto health = std::make_shared<Health>();
  options.on_failure = [health, log = environment.log,
                        flush = environment.flush_log,
                        clock = environment.clock](const absl::Status& why) {
    health->Fail();
    rpc::Journal(clock, log, flush)
        .Write(rpc::Severity::kError, "publishing stopped",
               {{"detail", std::string(why.message())},
                {"next", "look at the disk, then start the server again"}});
  };
  ASSIGN_OR_RETURN(std::unique_ptr<storage::Store> store,
                   storage::Store::Open(std::move(options)));
  auto node = std::make_unique<Node>(config, environment, std::move(store));
  node->health = health;
  node->operator_token_path = config.data_dir + "/operator-token";
  RETURN_IF_ERROR(EnsureOperatorToken(node->issuer, node->operator_token_path));
  grpc::EnableDefaultHealthCheckService(true);
  // Before reflection, which every server that is built later gets.
  RETURN_IF_ERROR(node->ListenForHealth(config));
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  node->store->logs().AddListener(
      [&waiters = node->waiters] { waiters.Changed(); });
  node->store->committer().AskBeforeSigning(
      [&follower = node->follower,
       replica_of = config.replica_of](const std::string& log) {
        return replica_of.empty() ? follower.MaySign(log)
                                  : SignsNothing(replica_of);
      });
  if (!config.replica_of.empty()) {
    RETURN_IF_ERROR(node->BeReplica(environment));
  }
  RETURN_IF_ERROR(node->Follow(config, environment));
  node->store->trust().AddListener(
      [&following = *node->following] { following.Wake(); });
  RETURN_IF_ERROR(node->Listen(config));
  health->Serve(*node->server);
  if (node->health_server != nullptr) health->Serve(*node->health_server);
  AddNodeMetrics(*node->store, node->metrics);
  exchange::AddPeerMetrics(node->follower, node->metrics);
  harvest::AddHarvestMetrics(node->harvester, node->feeds, node->metrics);
  RETURN_IF_ERROR(node->ListenForHttp(config, environment));
  node->journal.Write(
      rpc::Severity::kInfo, "serving",
      {{"address", node->address},
       {"http", node->http_front ? node->http_front->address() : ""},
       {"data_dir", config.data_dir}});
  // Whoever started it reads the addresses as soon as it is known to serve.
  environment.flush_log();
  return std::unique_ptr<Server>(new Server(std::move(node)));
}

Server::Server(std::unique_ptr<Node> node) : node_(std::move(node)) {}

Server::~Server() {
  node_->health->Stop();
  node_->following->Stop();
  // Before the server ends: gRPC 1.51 crashes when something is asked over the
  // in-process channel of one that has.
  node_->http_front.reset();
  // Calls wait for these.
  node_->harvest_thread.Stop();
  node_->waiters.Stop();
  // gRPC wants a point on the real clock, whatever clock the node goes by.
  const auto deadline = std::chrono::system_clock::now() + kShutdownGrace;
  node_->server->Shutdown(deadline);
  if (node_->health_server != nullptr) node_->health_server->Shutdown(deadline);
}

const std::string& Server::address() const { return node_->address; }

const std::string& Server::health_address() const {
  return node_->health_address;
}

std::string Server::http_address() const {
  return node_->http_front ? node_->http_front->address() : "";
}

const std::string& Server::operator_token_path() const {
  return node_->operator_token_path;
}

}  // namespace localoffer::server
