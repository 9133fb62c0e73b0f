// A real node for end-to-end tests: a server on a free port, a folder that
// goes away, a clock that is set, and stubs that speak to it over gRPC.
#ifndef LOCALOFFER_TESTS_TESTING_TEST_NODE_H_
#define LOCALOFFER_TESTS_TESTING_TEST_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/catalogue.grpc.pb.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "localoffer/v1/exchange.grpc.pb.h"
#include "localoffer/v1/harvest.grpc.pb.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "localoffer/v1/peers.grpc.pb.h"
#include "localoffer/v1/places.grpc.pb.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "localoffer/v1/publishing.grpc.pb.h"
#include "services/server/server.h"
#include "storage/testing.h"

namespace localoffer::testing {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kBath[] = "E06000022";
inline constexpr char kLeeds[] = "E08000035";

// All that one publication was answered with.
struct Published {
  grpc::Status status;
  std::vector<v1::PlannedChange> changes;
  std::vector<v1::Repair> repairs;
  std::vector<v1::Violation> violations;
  v1::PlanSummary summary;
  v1::Publication publication;
};

class TestNode {
 public:
  // `random`: where the server's keys, salts and tokens come from. `peers`:
  // addresses of the nodes that it follows. `replica_of`: that of the one of
  // which it is a replica.
  explicit TestNode(storage::RandomBytes random = storage::SeededBytes(7),
                    std::vector<std::string> peers = {},
                    std::string replica_of = "");

  // Stops the server and starts it again on the same folder.
  void Restart();
  // The same, as a replica of another node than before.
  void RestartAsReplicaOf(std::string address);
  // HOST:PORT. Another one after a restart.
  const std::string& address() const { return server_->address(); }

  // Secret of a token for `authority` with `role`; the operator's for "-".
  std::string Token(const std::string& authority,
                    v1::Role role = v1::ROLE_PUBLISHER);

  v1::AuthoritiesService::Stub& authorities() { return *authorities_; }
  v1::CatalogueService::Stub& catalogue() { return *catalogue_; }
  v1::ChangeFeedService::Stub& change_feed() { return *change_feed_; }
  v1::CoverageService::Stub& coverage() { return *coverage_; }
  v1::DirectoryService::Stub& directory() { return *directory_; }
  v1::EditionsService::Stub& editions() { return *editions_; }
  v1::ExchangeService::Stub& exchange() { return *exchange_; }
  v1::HarvestService::Stub& harvest() { return *harvest_; }
  v1::InclusionService::Stub& inclusion() { return *inclusion_; }
  v1::KeysService::Stub& keys() { return *keys_; }
  v1::PeersService::Stub& peers() { return *peers_; }
  v1::PlacesService::Stub& places() { return *places_; }
  v1::ProofsService::Stub& proofs() { return *proofs_; }
  v1::PublishingService::Stub& publishing() { return *publishing_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  // HOST:PORT of the HTTP front.
  std::string http() { return server_->http_address(); }
  storage::FakeClock& clock() { return clock_; }
  const std::string& folder() { return folder_.path(); }

  // A header for `authority` with FULL or PARTIAL scope.
  static v1::PublicationHeader Header(const std::string& authority,
                                      v1::PublicationScope scope);
  // Publishes typed entries, or the bytes of a source; plans with `plan`.
  Published Publish(const v1::PublicationHeader& header,
                    const std::vector<v1::Entry>& entries,
                    const std::string& token);
  Published PublishSource(const v1::PublicationHeader& header,
                          absl::string_view source, const std::string& token);
  Published PlanSource(const v1::PublicationHeader& header,
                       absl::string_view source, const std::string& token);
  // Publishes entries as part of the offer, with a token made for it, and
  // expects that to succeed.
  Published MustPublish(const std::string& authority,
                        const std::vector<v1::Entry>& entries);

 private:
  void Start();

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  const storage::RandomBytes random_;
  const std::vector<std::string> peers_config_;
  std::string replica_of_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AuthoritiesService::Stub> authorities_;
  std::unique_ptr<v1::CatalogueService::Stub> catalogue_;
  std::unique_ptr<v1::ChangeFeedService::Stub> change_feed_;
  std::unique_ptr<v1::CoverageService::Stub> coverage_;
  std::unique_ptr<v1::DirectoryService::Stub> directory_;
  std::unique_ptr<v1::EditionsService::Stub> editions_;
  std::unique_ptr<v1::ExchangeService::Stub> exchange_;
  std::unique_ptr<v1::HarvestService::Stub> harvest_;
  std::unique_ptr<v1::InclusionService::Stub> inclusion_;
  std::unique_ptr<v1::KeysService::Stub> keys_;
  std::unique_ptr<v1::PeersService::Stub> peers_;
  std::unique_ptr<v1::PlacesService::Stub> places_;
  std::unique_ptr<v1::ProofsService::Stub> proofs_;
  std::unique_ptr<v1::PublishingService::Stub> publishing_;
};

// A context that carries a token; none when `token` is empty.
std::unique_ptr<grpc::ClientContext> With(const std::string& token);

// An entry with a valid service; `charity` names its provider when not empty.
v1::Entry TestEntry(int number, const std::string& name,
                    const std::string& charity = "");
std::string TestEntryName(const std::string& authority, int number);

// The reason in a status's ErrorInfo.
std::string Reason(const grpc::Status& status);

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_TESTING_TEST_NODE_H_
