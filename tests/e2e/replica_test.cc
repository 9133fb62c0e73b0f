// A replica beside the node that it copies.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"
#include "services/server/config.h"
#include "tests/e2e/harvest_fixture.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using gateway::HttpGet;
using gateway::Received;

constexpr char kOther[] = "TEST001";

class ReplicaTest : public ::testing::Test {
 protected:
  static std::unique_ptr<TestNode> ReplicaOf(const std::string& address,
                                             uint64_t seed = 2) {
    return std::make_unique<TestNode>(storage::SeededBytes(seed),
                                      std::vector<std::string>(), address);
  }
  static Received Get(TestNode& node, const std::string& target) {
    return HttpGet(node.http(), target).value_or(Received());
  }
  static void AwaitReady(TestNode& replica) {
    while (Get(replica, "/healthz").status != 200) {
    }
  }
  // Returns when it shows what the node shows there.
  void AwaitSame(TestNode& replica, const std::string& target) {
    while (Get(replica, target).body != Get(*node_, target).body) {
    }
  }
  static v1::Peer PeerOf(TestNode& replica) {
    v1::ListPeersResponse response;
    const grpc::Status status = replica.peers().ListPeers(
        With(replica.Token("-")).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.peers_size() == 1 ? response.peers(0) : v1::Peer();
  }
  static std::string AwaitRefusal(TestNode& replica) {
    while (true) {
      const v1::Peer peer = PeerOf(replica);
      for (const v1::PeerLog& log : peer.logs()) {
        if (!log.refusal().empty()) return log.refusal();
      }
    }
  }
  static grpc::Status Register(TestNode& node, const std::string& id) {
    v1::CreateAuthorityRequest request;
    request.set_authority_id(id);
    request.mutable_authority()->set_title("Exampleton");
    v1::CreateAuthorityResponse response;
    return node.authorities().CreateAuthority(With(node.Token("-")).get(),
                                              request, &response);
  }

  std::unique_ptr<TestNode> node_ =
      std::make_unique<TestNode>(storage::SeededBytes(1));
};

TEST_F(ReplicaTest, AnswersWhatItsNodeAnswers) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool", "1234567"),
                                TestEntry(2, "Short breaks club")});
  node_->MustPublish(kLeeds, {TestEntry(3, "Lunch club")});
  ASSERT_TRUE(Register(*node_, kOther).ok());
  node_->MustPublish(kOther, {TestEntry(4, "Respite")});
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  const std::string id = TestEntryName(kBristol, 1).substr(30);
  for (const std::string& target :
       {std::string("/"), std::string("/?need=club"),
        std::string("/authorities"), std::string("/authorities/E06000023"),
        std::string("/authorities/TEST001"), std::string("/sitemap.xml"),
        std::string("/entries/E06000023/") + id,
        std::string("/openreferral/v3/services"),
        std::string("/openreferral/v3/services/") + id,
        std::string("/openreferral/v3/authorities/TEST001/services"),
        std::string("/openreferral/v3/organizations"),
        std::string("/openreferral/v3/taxonomies"),
        std::string("/openreferral/v1/services"),
        std::string("/export.ndjson")}) {
    const Received of_node = Get(*node_, target);
    EXPECT_EQ(of_node.status, 200) << target;
    EXPECT_EQ(Get(*replica, target).body, of_node.body) << target;
  }
  EXPECT_EQ(Get(*replica, "/").Header("local-offer-as-of"),
            "2026-09-01T09:00:00+00:00");
  EXPECT_EQ(Get(*node_, "/").Header("local-offer-as-of"), "");
}

TEST_F(ReplicaTest, ALogThatBeginsLaterAppears) {
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  AwaitSame(*replica, "/openreferral/v3/services");
  ASSERT_TRUE(Register(*node_, kOther).ok());
  node_->MustPublish(kOther, {TestEntry(4, "Respite")});
  AwaitSame(*replica, "/openreferral/v3/services");
  EXPECT_THAT(Get(*replica, "/openreferral/v3/services").body,
              HasSubstr("Respite"));
  // What is believed on first sight is the operator's to see.
  v1::ListTrustResponse trust;
  ASSERT_TRUE(replica->keys()
                  .ListTrust(With(replica->Token("-")).get(), {}, &trust)
                  .ok());
  ASSERT_THAT(trust.statements(), SizeIs(2));
  EXPECT_THAT(trust.statements(0).key().verifier_key(),
              StartsWith("localoffer/E06000023+"));
}

TEST_F(ReplicaTest, AnotherLayerOfReplicasIsPossible) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const auto first = ReplicaOf(node_->address());
  const auto second = ReplicaOf(first->address(), 3);
  AwaitReady(*first);
  AwaitSame(*second, "/openreferral/v3/services");
}

TEST_F(ReplicaTest, WhoPublishesIsSentToTheNode) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  const Published refused = replica->Publish(
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
      {TestEntry(2, "Elsewhere")}, node_->Token(kBristol));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(refused.status), "REPLICA");
  EXPECT_THAT(refused.status.error_message(), HasSubstr(node_->address()));
  EXPECT_EQ(Reason(Register(*replica, kOther)), "REPLICA");
  v1::RotateKeyRequest rotation;
  rotation.set_parent(absl::StrCat("authorities/", kBristol));
  v1::RotateKeyResponse rotated;
  EXPECT_EQ(Reason(replica->keys().RotateKey(With(replica->Token("-")).get(),
                                             rotation, &rotated)),
            "REPLICA");
}

TEST_F(ReplicaTest, IsNotReadyBeforeItHasCaughtUp) {
  const auto replica = ReplicaOf("127.0.0.1:1");
  const Received health = Get(*replica, "/healthz");
  EXPECT_EQ(health.status, 503);
  EXPECT_EQ(health.Header("retry-after"), "5");
  EXPECT_THAT(health.body,
              HasSubstr("{\"status\":\"catching up\",\"publishing\":false,"
                        "\"replica_of\":\"127.0.0.1:1\","));
  EXPECT_THAT(health.body, HasSubstr("can't be reached"));
  EXPECT_THAT(Get(*replica, "/metrics").body,
              HasSubstr("localoffer_replica_ready 0\n"));
}

TEST_F(ReplicaTest, AnswersWithoutItsNodeAndSaysHowOldItIs) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  const std::string before = Get(*replica, "/openreferral/v3/services").body;
  node_.reset();
  replica->clock().Advance(absl::Hours(2));
  Received health;
  do {
    health = Get(*replica, "/healthz");
  } while (health.body.find("\"connected\":true") != std::string::npos);
  EXPECT_EQ(health.status, 200);
  EXPECT_THAT(health.body, HasSubstr("\"as_of\":\"2026-09-01T09:00:00+00:00\","
                                     "\"age_seconds\":7200,"));
  EXPECT_THAT(Get(*replica, "/metrics").body,
              HasSubstr("localoffer_replica_age_seconds 7200\n"));
  EXPECT_EQ(Get(*replica, "/openreferral/v3/services").body, before);
  // And at once, when it starts again.
  replica->Restart();
  EXPECT_EQ(Get(*replica, "/healthz").status, 200);
  const Received again = Get(*replica, "/openreferral/v3/services");
  EXPECT_EQ(again.body, before);
  EXPECT_EQ(again.Header("local-offer-as-of"), "2026-09-01T09:00:00+00:00");
}

TEST_F(ReplicaTest, ALogByAnotherKeyIsRefused) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  const std::string before = Get(*replica, "/openreferral/v3/services").body;
  TestNode other(storage::SeededBytes(5));
  other.MustPublish(kBristol, {TestEntry(1, "Something else")});
  other.MustPublish(kBristol, {TestEntry(2, "And more")});
  replica->RestartAsReplicaOf(other.address());
  EXPECT_EQ(AwaitRefusal(*replica), "BAD_SIGNATURE");
  EXPECT_EQ(Get(*replica, "/openreferral/v3/services").body, before);
}

TEST_F(ReplicaTest, ASecondLogByTheSameKeyIsEvidence) {
  node_->MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const auto replica = ReplicaOf(node_->address());
  AwaitReady(*replica);
  TestNode other(storage::SeededBytes(1));
  other.MustPublish(kBristol, {TestEntry(1, "Something else")});
  other.MustPublish(kBristol, {TestEntry(2, "And more")});
  replica->RestartAsReplicaOf(other.address());
  v1::ListEvidenceResponse evidence;
  while (evidence.evidence_size() == 0) {
    ASSERT_TRUE(
        replica->peers()
            .ListEvidence(With(replica->Token("-")).get(), {}, &evidence)
            .ok());
  }
  EXPECT_EQ(AwaitRefusal(*replica), "FORK");
  EXPECT_THAT(Get(*replica, "/openreferral/v3/services").body,
              Not(HasSubstr("Something else")));
}

// Of a node, which harvests or follows one that harvests.
class HarvestedReplicaTest : public HarvestTest {
 protected:
  static std::unique_ptr<TestNode> ReplicaOf(TestNode& node, uint64_t seed) {
    return std::make_unique<TestNode>(
        storage::SeededBytes(seed), std::vector<std::string>(), node.address());
  }
  static Received Get(TestNode& node, const std::string& target) {
    return HttpGet(node.http(), target).value_or(Received());
  }
  static void AwaitReady(TestNode& replica) {
    while (Get(replica, "/healthz").status != 200) {
    }
  }
  // Returns when the node has taken the log in.
  static void AwaitLog(TestNode& node, const std::string& log) {
    v1::GetCheckpointsRequest request;
    request.add_logs(log);
    v1::GetCheckpointsResponse response;
    while (response.logs_size() == 0) {
      ASSERT_TRUE(node.exchange()
                      .GetCheckpoints(With("").get(), request, &response)
                      .ok());
    }
  }
  // `node` believes what the first node says of its log.
  void TrustAt(TestNode& node, const std::string& log) {
    v1::GetLogKeysRequest asked;
    asked.set_parent(log);
    v1::GetLogKeysResponse keys;
    ASSERT_TRUE(node_.keys().GetLogKeys(With("").get(), asked, &keys).ok());
    ASSERT_THAT(keys.keys(), SizeIs(1));
    v1::AddTrustRequest request;
    v1::TrustedKey& key = *request.mutable_statement()->mutable_key();
    key.set_parent(log);
    key.set_verifier_key(keys.keys(0).verifier_key());
    v1::AddTrustResponse response;
    ASSERT_TRUE(node.keys()
                    .AddTrust(With(node.Token("-")).get(), request, &response)
                    .ok());
  }
};

TEST_F(HarvestedReplicaTest, AHarvestedLogIsShownAsItsNodeShowsIt) {
  Follow();
  const auto replica = ReplicaOf(node_, 2);
  AwaitReady(*replica);
  for (const char* const target :
       {"/", "/authorities/E06000023", "/openreferral/v3/services"}) {
    const Received of_node = Get(node_, target);
    EXPECT_EQ(of_node.status, 200) << target;
    EXPECT_EQ(Get(*replica, target).body, of_node.body) << target;
  }
  EXPECT_THAT(Get(*replica, "/openreferral/v3/services").body,
              HasSubstr("Respite 9"));
}

TEST_F(HarvestedReplicaTest, ALogThatItsNodeOnlyFollowsIsThere) {
  const std::string log = Follow().feed().log();
  // It is in no register but the first node's.
  TestNode between(storage::SeededBytes(2), {node_.address()});
  TrustAt(between, log);
  AwaitLog(between, log);
  const auto replica = ReplicaOf(between, 3);
  AwaitReady(*replica);
  const Received services = Get(*replica, "/openreferral/v3/services");
  EXPECT_EQ(services.body, Get(between, "/openreferral/v3/services").body);
  EXPECT_THAT(services.body, HasSubstr("Respite 9"));
}

TEST(ReplicaConfigTest, AReplicaCopiesOneNode) {
  server::Config config;
  config.data_dir = "/nowhere";
  config.replica_of = "localoffer.leeds.example:7420";
  EXPECT_EQ(server::Objection(config), std::nullopt);
  EXPECT_THAT(server::FollowedNodes(config),
              ElementsAre("localoffer.leeds.example:7420"));
  config.peers = {"localoffer.devon.example:7420"};
  EXPECT_THAT(server::Objection(config).value_or(""),
              HasSubstr("--replica-of and --peer"));
  config.peers.clear();
  for (const char* wrong :
       {"localoffer.leeds.example", "https://a:1", ":1", "127.0.0.1:7420"}) {
    config.replica_of = wrong;
    EXPECT_THAT(server::Objection(config).value_or(""),
                StartsWith(absl::StrCat("--replica-of ", wrong)));
  }
}

}  // namespace
}  // namespace localoffer::testing
