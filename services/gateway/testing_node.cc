#include "services/gateway/testing_node.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
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
#include "services/feed/change_feed_service.h"
#include "services/inclusion/inclusion_service.h"
#include "services/metrics/registry.h"
#include "services/places/places_service.h"
#include "services/proofs/proofs_service.h"
#include "services/rpc/call.h"
#include "services/rpc/wait_list.h"
#include "storage/testing.h"

namespace localoffer::gateway {
namespace {

// What is written, for whoever asks. Thread-safe.
class Lines {
 public:
  void Add(absl::string_view line) {
    absl::MutexLock lock(&mutex_);
    lines_.emplace_back(line);
  }
  std::vector<std::string> All() const {
    absl::MutexLock lock(&mutex_);
    return lines_;
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

grpc::ChannelArguments AnySize() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  return arguments;
}

catalogue::CatalogueOptions WhenAsked() {
  catalogue::CatalogueOptions options;
  options.at_once = false;
  return options;
}

}  // namespace

struct TestingNode::Parts {
  Parts(storage::Store& store, const storage::Clock& clock)
      : catalogue(store, WhenAsked()),
        journal(clock, [this](absl::string_view line) { lines.Add(line); }),
        call_metrics(metrics),
        runtime{journal, workers, call_metrics,
                [clock] { return clock() - absl::UnixEpoch(); }},
        guard(store.tokens(), clock),
        endpoint(guard, runtime),
        issuer(store, clock, storage::SeededBytes(3)),
        authorities(store, issuer, endpoint),
        catalogue_service(store, catalogue, endpoint, clock),
        change_feed(store, *waiters, endpoint),
        coverage(store, endpoint, clock, authorities::EnglandPopulations()),
        directory(store, catalogue, endpoint, clock),
        editions(store, endpoint),
        inclusion(store, endpoint, clock),
        places(store.geography(), endpoint),
        proofs(store, endpoint) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&authorities);
    builder.RegisterService(&catalogue_service);
    builder.RegisterService(&change_feed);
    builder.RegisterService(&coverage);
    builder.RegisterService(&directory);
    builder.RegisterService(&editions);
    builder.RegisterService(&inclusion);
    builder.RegisterService(&places);
    builder.RegisterService(&proofs);
    store.logs().AddListener([waiting = std::weak_ptr(waiters)] {
      if (const auto held = waiting.lock()) held->Changed();
    });
    server = builder.BuildAndStart();
    client =
        std::make_shared<const NodeClient>(server->InProcessChannel(AnySize()));
  }

  Lines lines;
  catalogue::Catalogue catalogue;
  rpc::Journal journal;
  rpc::WorkerPool workers{2, 100};
  metrics::Registry metrics;
  rpc::CallMetrics call_metrics;
  rpc::Runtime runtime;
  const access::Guard guard;
  const access::Endpoint endpoint;
  const authorities::TokenIssuer issuer;
  authorities::AuthoritiesService authorities;
  catalogue::CatalogueService catalogue_service;
  // The store calls it for longer.
  const std::shared_ptr<rpc::WaitList> waiters =
      std::make_shared<rpc::WaitList>(workers, absl::Hours(1));
  feed::ChangeFeedService change_feed;
  coverage::CoverageService coverage;
  directory::DirectoryService directory;
  editions::EditionsService editions;
  inclusion::InclusionService inclusion;
  places::PlacesService places;
  proofs::ProofsService proofs;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<const NodeClient> client;
};

TestingNode::TestingNode(storage::Store& store, const storage::Clock& clock)
    : parts_(std::make_unique<Parts>(store, clock)) {}

TestingNode::~TestingNode() { Stop(); }

const std::shared_ptr<const NodeClient>& TestingNode::client() const {
  return parts_->client;
}

std::shared_ptr<const NodeClient> TestingNode::Connect() const {
  return std::make_shared<const NodeClient>(
      grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", parts_->port),
                                grpc::InsecureChannelCredentials(), AnySize()));
}

int TestingNode::Calls(const std::string& method) const {
  int calls = 0;
  const std::string text = parts_->metrics.Text();
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    int count = 0;
    if (absl::StartsWith(line, "localoffer_rpc_total{") &&
        absl::StrContains(line, method) &&
        absl::SimpleAtoi(line.substr(line.rfind(' ') + 1), &count)) {
      calls += count;
    }
  }
  return calls;
}

void TestingNode::Stop() {
  // Streams wait for it.
  parts_->waiters->Stop();
  parts_->server->Shutdown();
}

std::vector<std::string> TestingNode::JournalLines() const {
  return parts_->lines.All();
}

}  // namespace localoffer::gateway
