// Nodes that follow each other over gRPC.
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::IsEmpty;

class FederationTest : public ::testing::Test {
 protected:
  static std::string KeyOf(TestNode& node, const std::string& authority) {
    v1::GetAuthorityRequest request;
    request.set_name(absl::StrCat("authorities/", authority));
    v1::GetAuthorityResponse response;
    const grpc::Status status =
        node.authorities().GetAuthority(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.authority().verifier_key();
  }
  // A node that follows `peer` and trusts these keys from its start.
  static std::unique_ptr<TestNode> Following(
      TestNode& peer, uint64_t seed, const std::vector<std::string>& keys) {
    auto node = std::make_unique<TestNode>(
        storage::SeededBytes(seed), std::vector<std::string>{peer.address()});
    std::ofstream trust(node->folder() + "/trust");
    for (const std::string& line : keys) trust << "key " << line << "\n";
    trust.close();
    node->Restart();
    return node;
  }
  // Returns when the node has so much of the log, cosigned; how many messages
  // it took.
  static int AwaitSize(TestNode& node, const std::string& authority,
                       int64_t size) {
    const auto context = With("");
    const auto reader = node.exchange().WatchCheckpoints(context.get(), {});
    v1::WatchCheckpointsResponse message;
    int messages = 0;
    while (reader->Read(&message)) {
      ++messages;
      for (const v1::LogCheckpoint& log : message.logs()) {
        if (log.log() != absl::StrCat("authorities/", authority)) continue;
        int64_t told = 0;
        std::istringstream text(log.checkpoint());
        std::string origin;
        text >> origin >> told;
        if (told < size) continue;
        context->TryCancel();
        reader->Finish();
        return messages;
      }
    }
    ADD_FAILURE() << "never had " << size
                  << " changes: " << reader->Finish().error_message();
    return messages;
  }
  static std::vector<std::string> Found(TestNode& node,
                                        const std::string& words) {
    v1::SearchEntriesRequest request;
    request.set_query(words);
    v1::SearchEntriesResponse response;
    const grpc::Status status =
        node.directory().SearchEntries(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.entry().service().name());
    }
    return names;
  }

  TestNode home_{storage::SeededBytes(1)};
};

TEST_F(FederationTest, WhatIsPublishedOnOneIsFoundOnAllThatFollow) {
  home_.MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  const std::string line = absl::StrCat(kBristol, " ", KeyOf(home_, kBristol));
  const auto relay = Following(home_, 2, {line});
  const auto far = Following(*relay, 3, {line});
  AwaitSize(*far, kBristol, 1);
  EXPECT_THAT(Found(*far, "hydrotherapy"),
              ::testing::ElementsAre("Hydrotherapy pool"));
  // The stream stays: what is new comes by itself.
  home_.MustPublish(kBristol, {TestEntry(2, "Short breaks club")});
  AwaitSize(*far, kBristol, 2);
  EXPECT_THAT(Found(*far, "short breaks"),
              ::testing::Contains("Short breaks club"));
  // Publishing belongs to the home.
  const Published refused =
      far->Publish(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
                   {TestEntry(3, "Elsewhere")}, far->Token(kBristol));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(refused.status), "NOT_HOME");
}

TEST_F(FederationTest, PeersAreShownToTheOperatorAlone) {
  home_.MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  home_.MustPublish(kLeeds, {TestEntry(1, "Lunch club")});
  const auto node = Following(
      home_, 2, {absl::StrCat(kBristol, " ", KeyOf(home_, kBristol))});
  AwaitSize(*node, kBristol, 1);
  v1::ListPeersResponse response;
  EXPECT_EQ(node->peers().ListPeers(With("").get(), {}, &response).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  const grpc::Status status =
      node->peers().ListPeers(With(node->Token("-")).get(), {}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.peers_size(), 1);
  const v1::Peer& peer = response.peers(0);
  EXPECT_EQ(peer.state(), v1::PEER_STATE_CONNECTED);
  ASSERT_EQ(peer.logs_size(), 1);
  EXPECT_EQ(peer.logs(0).size(), 1);
  EXPECT_EQ(peer.logs(0).lag_changes(), 0);
  EXPECT_THAT(peer.logs(0).checkpoint(), ::testing::HasSubstr("E06000023"));
  ASSERT_EQ(peer.untrusted_logs_size(), 1);
  EXPECT_EQ(peer.untrusted_logs(0), "authorities/E08000035");
  EXPECT_THAT(response.witness_key(),
              ::testing::StartsWith("localoffer-node/"));
  v1::ListEvidenceResponse evidence;
  ASSERT_TRUE(node->peers()
                  .ListEvidence(With(node->Token("-")).get(), {}, &evidence)
                  .ok());
  EXPECT_THAT(evidence.evidence(), IsEmpty());
}

TEST_F(FederationTest, AHomeAsksItsPeersBeforeItPublishesAndSaysSo) {
  TestNode home(storage::SeededBytes(2),
                std::vector<std::string>{"127.0.0.1:1"});
  // A log that begins has nothing to lose.
  home.MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  home.Restart();
  const v1::PublicationHeader header =
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL);
  const std::string token = home.Token(kBristol);
  const Published held = home.Publish(header, {TestEntry(2, "Club")}, token);
  EXPECT_EQ(held.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Reason(held.status), "ASKING_PEERS");
  EXPECT_THAT(held.status.error_message(), ::testing::HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(gateway::HttpGet(home.http(), "/healthz", "")->body,
              ::testing::AllOf(::testing::HasSubstr("\"publishing\":false"),
                               ::testing::HasSubstr("127.0.0.1:1")));
  // Questions are answered meanwhile.
  EXPECT_THAT(Found(home, "hydrotherapy"),
              ::testing::ElementsAre("Hydrotherapy pool"));
  home.clock().Advance(absl::Seconds(10));
  EXPECT_THAT(gateway::HttpGet(home.http(), "/healthz", "")->body,
              ::testing::HasSubstr("\"publishing\":true"));
  EXPECT_TRUE(home.Publish(header, {TestEntry(2, "Club")}, token).status.ok());
}

// Following is woken: it sleeps a minute.
TEST_F(FederationTest, ALogComesAsSoonAsItsKeyIsTrusted) {
  home_.MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  home_.MustPublish(kLeeds, {TestEntry(1, "Lunch club")});
  const auto node =
      Following(home_, 2, {absl::StrCat(kLeeds, " ", KeyOf(home_, kLeeds))});
  // By then it has been told of both.
  AwaitSize(*node, kLeeds, 1);
  v1::AddTrustRequest request;
  v1::TrustedKey& key = *request.mutable_statement()->mutable_key();
  key.set_parent(absl::StrCat("authorities/", kBristol));
  key.set_verifier_key(KeyOf(home_, kBristol));
  v1::AddTrustResponse response;
  const absl::Time before = absl::Now();
  const grpc::Status status =
      node->keys().AddTrust(With(node->Token("-")).get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  AwaitSize(*node, kBristol, 1);
  EXPECT_LT(absl::Now() - before, absl::Seconds(30));
}

TEST_F(FederationTest, AFollowerThatWasAwayCatchesUp) {
  home_.MustPublish(kBristol, {TestEntry(1, "One")});
  const auto node = Following(
      home_, 2, {absl::StrCat(kBristol, " ", KeyOf(home_, kBristol))});
  AwaitSize(*node, kBristol, 1);
  for (int i = 2; i < 30; ++i) {
    home_.MustPublish(kBristol, {TestEntry(i % 7, absl::StrCat("Name ", i))});
    if (i % 10 == 0) node->Restart();
  }
  AwaitSize(*node, kBristol, 29);
}

TEST_F(FederationTest, ChangesAreStreamedAndProofsGiven) {
  for (int i = 0; i < 5; ++i) {
    home_.MustPublish(kBristol, {TestEntry(i, absl::StrCat("Name ", i))});
  }
  v1::StreamChangesRequest request;
  request.set_log("authorities/E06000023");
  request.set_from_sequence(2);
  {
    const auto context = With("");
    const auto reader = home_.exchange().StreamChanges(context.get(), request);
    v1::StreamChangesResponse message;
    int changes = 0;
    while (reader->Read(&message)) changes += message.changes_size();
    EXPECT_TRUE(reader->Finish().ok());
    EXPECT_EQ(changes, 3);
  }
  {
    // With a tail the next one comes when it is there.
    request.set_from_sequence(5);
    request.set_tail(true);
    const auto context = With("");
    const auto reader = home_.exchange().StreamChanges(context.get(), request);
    home_.MustPublish(kBristol, {TestEntry(9, "Late")});
    v1::StreamChangesResponse message;
    ASSERT_TRUE(reader->Read(&message));
    EXPECT_EQ(message.changes_size(), 1);
    EXPECT_TRUE(message.has_end());
    context->TryCancel();
    reader->Finish();
  }
  request.set_tail(false);
  request.set_from_sequence(6);
  const auto context = With("");
  const auto reader = home_.exchange().StreamChanges(context.get(), request);
  v1::StreamChangesResponse message;
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(Reason(reader->Finish()), "CHANGE_NOT_FOUND");

  v1::GetConsistencyProofRequest consistency;
  consistency.set_log("authorities/E06000023");
  consistency.set_from_size(2);
  v1::GetConsistencyProofResponse proof;
  ASSERT_TRUE(home_.exchange()
                  .GetConsistencyProof(With("").get(), consistency, &proof)
                  .ok());
  EXPECT_EQ(proof.from_root().size(), 32);
  consistency.set_from_size(7);
  EXPECT_EQ(home_.exchange()
                .GetConsistencyProof(With("").get(), consistency, &proof)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  v1::GetInclusionProofRequest inclusion;
  inclusion.set_log("authorities/E06000023");
  inclusion.set_sequence(3);
  v1::GetInclusionProofResponse shown;
  ASSERT_TRUE(home_.exchange()
                  .GetInclusionProof(With("").get(), inclusion, &shown)
                  .ok());
  EXPECT_FALSE(shown.change().checkpoint().empty());
  inclusion.set_log("authorities/E08000035");
  EXPECT_EQ(Reason(home_.exchange().GetInclusionProof(With("").get(), inclusion,
                                                      &shown)),
            "LOG_NOT_FOUND");
}

}  // namespace
}  // namespace localoffer::testing
