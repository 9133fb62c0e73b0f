#include "services/exchange/follower.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchange/checkpoint_check.h"
#include "services/exchange/testing_node.h"
#include "storage/directory/offer_maps.h"
#include "storage/evidence.h"
#include "storage/segment_reader.h"
#include "storage/testing.h"

namespace localoffer::exchange {
namespace {

using ::testing::HasSubstr;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class FollowerTest : public ::testing::Test {
 protected:
  storage::Clock now() { return clock_.clock(); }
  void Follow(TestingNode& node, const std::vector<TestingNode*>& peers) {
    exchange::Follow(node, peers, now());
  }
  void Publish(TestingNode& node, int number, const std::string& name,
               const std::string& log = kBristol) {
    clock_.Advance(absl::Seconds(1));
    const auto receipt = node.Publish(log, number, name);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }
  static v1::PeerLog LogAt(TestingNode& node, int peer = 0) {
    const v1::ListPeersResponse shown = node.follower().Show();
    EXPECT_EQ(shown.peers(peer).logs_size(), 1);
    return shown.peers(peer).logs(0);
  }

  storage::FakeClock clock_;
  TestingNode home_{1, clock_.clock()};
  TestingNode follower_{2, clock_.clock(), {"home:1", "other:1"}};
};

TEST_F(FollowerTest, TakesWhatItTrusts) {
  Publish(home_, 1, "Hydrotherapy");
  Publish(home_, 1, "Short breaks", kLeeds);
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.Name(kBristol, 1), "Hydrotherapy");
  EXPECT_EQ(follower_.SizeOf(kLeeds), 0);
  const v1::Peer peer = follower_.follower().Show().peers(0);
  EXPECT_EQ(peer.state(), v1::PEER_STATE_CONNECTED);
  ASSERT_EQ(peer.untrusted_logs_size(), 1);
  EXPECT_EQ(peer.untrusted_logs(0), "authorities/E08000035");
  EXPECT_EQ(peer.changes_taken(), 1);
  // As soon as it trusts, without hearing of it again.
  follower_.Trust(home_, kLeeds);
  Follow(follower_, {nullptr, nullptr});
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(follower_.follower().Show().peers(0).untrusted_logs_size(), 0);
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.Name(kLeeds, 1), "Short breaks");
}

TEST_F(FollowerTest, RelaysArePeersLikeOthersAndLoopsAreHarmless) {
  TestingNode relay(3, clock_.clock(), {"home:1", "follower:1"});
  for (int i = 0; i < 30; ++i) Publish(home_, i % 4, absl::StrCat("Name ", i));
  relay.Trust(home_, kBristol);
  follower_.Trust(home_, kBristol);
  for (int round = 0; round < 3; ++round) {
    Follow(relay, {&home_, &follower_});
    Follow(follower_, {nullptr, &relay});
  }
  EXPECT_EQ(follower_.SizeOf(kBristol), 30);
  EXPECT_EQ(follower_.store().logs().Head(kBristol)->root(),
            home_.store().logs().Head(kBristol)->root());
  EXPECT_EQ(follower_.follower().Show().peers(1).changes_taken(), 30);
}

TEST_F(FollowerTest, AsksForALogOnceAtATime) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  for (const int peer : {0, 1}) {
    for (const auto& message : Checkpoints(home_, now())) {
      follower_.follower().TakeCheckpoints(peer, message);
    }
  }
  const auto ask = follower_.follower().Next();
  ASSERT_TRUE(ask.has_value());
  EXPECT_EQ(follower_.follower().Next(), std::nullopt);
  // It fails: the other one is asked at once, the same later.
  follower_.follower().End(*ask, absl::UnavailableError("away"));
  const auto second = follower_.follower().Next();
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(second->peer, ask->peer);
  follower_.follower().End(*second, absl::UnavailableError("away"));
  EXPECT_EQ(follower_.follower().Next(), std::nullopt);
  EXPECT_GT(follower_.follower().NextTime(), clock_.now());
  clock_.Advance(absl::Minutes(1));
  EXPECT_TRUE(follower_.follower().Next().has_value());
}

TEST_F(FollowerTest, ASplitViewShowsWhicheverLogCameFirst) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  // A second home with the same key and another history: larger, so that its
  // checkpoint alone tells nothing.
  TestingNode twin(1, clock_.clock());
  Publish(twin, 1, "Another");
  Publish(twin, 2, "Two");
  Follow(follower_, {nullptr, &twin});
  EXPECT_EQ(follower_.Name(kBristol, 1), "One");
  EXPECT_EQ(LogAt(follower_, 1).refusal(), "FORK");
  const auto evidence = *follower_.store().evidence().List(kBristol, 10);
  ASSERT_EQ(evidence.size(), 1);
  EXPECT_EQ(evidence[0].peer, "other:1");
  EXPECT_TRUE(
      storage::VerifyEvidence(evidence[0], KeysOf(follower_.store(), kBristol))
          .ok());
  EXPECT_THAT(follower_.journal().back(), HasSubstr("FORK"));
  // The honest peer is followed on.
  Publish(home_, 3, "Three");
  Follow(follower_, {&home_, &twin});
  EXPECT_EQ(follower_.Name(kBristol, 3), "Three");
  // Now the other one is the smaller or equal one, which shows without asking.
  Publish(home_, 4, "Four");
  Follow(follower_, {&home_, &twin});
  const auto all = *follower_.store().evidence().List("", 10);
  EXPECT_EQ(all.size(), 2);
  for (const auto& found : all) {
    EXPECT_TRUE(
        storage::VerifyEvidence(found, KeysOf(follower_.store(), kBristol))
            .ok());
  }
}

TEST_F(FollowerTest, AWitnessTellsOfASplitView) {
  // The follower sees one home, a witness the other, and only the witness's
  // word travels.
  Publish(home_, 1, "One");
  TestingNode twin(1, clock_.clock());
  Publish(twin, 1, "Another");
  TestingNode witness(3, clock_.clock(), {"twin:1"});
  witness.Trust(home_, kBristol);
  exchange::Follow(witness, {&twin}, now());
  EXPECT_EQ(witness.Name(kBristol, 1), "Another");

  follower_.Trust(home_, kBristol);
  follower_.TrustWitness(witness);
  Follow(follower_, {&home_, nullptr});
  v1::WatchCheckpointsResponse message;
  v1::LogCheckpoint& told = *message.add_logs();
  told = *home_.reader().CheckpointOf(kBristol, 1);
  told.clear_witnessed_checkpoints();
  *told.mutable_witnessed_checkpoints() =
      witness.reader().CheckpointOf(kBristol, 1)->witnessed_checkpoints();
  follower_.follower().TakeCheckpoints(0, message);
  EXPECT_EQ(follower_.store().evidence().List(kBristol, 10)->size(), 1);
}

TEST_F(FollowerTest, CosignaturesOfTrustedWitnessesArePassedOn) {
  TestingNode witness(3, clock_.clock(), {"home:1"});
  TestingNode stranger(4, clock_.clock(), {"home:1"});
  Publish(home_, 1, "One");
  for (TestingNode* node : {&witness, &stranger, &follower_}) {
    node->Trust(home_, kBristol);
  }
  exchange::Follow(witness, {&home_}, now());
  exchange::Follow(stranger, {&home_}, now());
  follower_.TrustWitness(witness);
  Follow(follower_, {&stranger, &witness});
  EXPECT_EQ(follower_.store().witnesses().Of(kBristol).size(), 1);
  const v1::LogCheckpoint shown = *follower_.reader().CheckpointOf(kBristol, 1);
  // Its own and the witness's.
  EXPECT_EQ(shown.witnessed_checkpoints_size(), 2);
  // After a restart, too.
  follower_.Open();
  EXPECT_EQ(follower_.store().witnesses().Of(kBristol).size(), 1);
}

TEST_F(FollowerTest, AWitnessAheadOfTheLogIsLookedAtLater) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  TestingNode twin(1, clock_.clock());
  Publish(twin, 1, "Another");
  Publish(twin, 2, "Two");
  v1::WatchCheckpointsResponse message;
  *message.add_logs() = *home_.reader().CheckpointOf(kBristol, 1);
  message.mutable_logs(0)->add_witnessed_checkpoints(
      twin.reader().CheckpointOf(kBristol, 2)->checkpoint());
  follower_.follower().TakeCheckpoints(0, message);
  EXPECT_EQ(follower_.store().evidence().List(kBristol, 10)->size(), 0);
  Publish(home_, 2, "Two");
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.store().evidence().List(kBristol, 10)->size(), 1);
}

TEST_F(FollowerTest, ARollbackIsToldAndTheLastGoodStateServed) {
  Publish(home_, 1, "One");
  TestingNode restored(1, clock_.clock());
  Publish(home_, 2, "Two");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  v1::WatchCheckpointsResponse message;
  *message.add_logs() = *home_.reader().CheckpointOf(kBristol, 1);
  follower_.follower().TakeCheckpoints(0, message);
  EXPECT_EQ(LogAt(follower_).refusal(), "ROLLBACK");
  EXPECT_EQ(follower_.SizeOf(kBristol), 2);
  EXPECT_EQ(follower_.store().evidence().List("", 10)->size(), 0);
  Publish(home_, 3, "Three");
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.SizeOf(kBristol), 3);
  EXPECT_EQ(LogAt(follower_).refusal(), "");
}

TEST_F(FollowerTest, ChangesAlteredOnTheirWayAreNotAForkOfTheAuthority) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  Publish(home_, 2, "Two");
  Publish(home_, 3, "Three");
  for (const auto& message : Checkpoints(home_, now())) {
    follower_.follower().TakeCheckpoints(0, message);
  }
  const auto ask = follower_.follower().Next();
  ASSERT_TRUE(ask.has_value());
  auto messages = *Changes(home_, *ask);
  // The relay swaps what two changes are about.
  log::v1::ChangeHeader header;
  ASSERT_TRUE(header.ParseFromString(messages[0].changes(0).header()));
  header.set_subject(storage::TestService(9, "").id());
  messages[0].mutable_changes(0)->set_header(header.SerializeAsString());
  const absl::Status taken =
      TakeChanges(follower_.follower(), *ask, std::move(messages));
  EXPECT_FALSE(taken.ok());
  follower_.follower().End(*ask, taken);
  EXPECT_EQ(LogAt(follower_).refusal(), "WRONG_CHANGES");
  const auto proof = follower_.follower().Next();
  ASSERT_TRUE(proof.has_value());
  EXPECT_EQ(proof->kind, Ask::Kind::kConsistency);
  const auto shown = Consistency(home_, *proof);
  ASSERT_TRUE(shown.ok()) << shown.status();
  follower_.follower().End(*proof,
                           follower_.follower().TakeProof(*proof, *shown));
  EXPECT_EQ(follower_.store().evidence().List("", 10)->size(), 0);
  // Later it is asked again, and then it is well.
  clock_.Advance(absl::Minutes(1));
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.SizeOf(kBristol), 3);
  EXPECT_EQ(LogAt(follower_).refusal(), "");
}

TEST_F(FollowerTest, AHomeThatLostItsEndHasItBackFromAPeer) {
  Publish(home_, 1, "One");
  Publish(home_, 2, "Two");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  // Restored from a backup that has the key and the first change.
  TestingNode restored(1, clock_.clock(), {"follower:1"});
  v1::StreamChangesRequest request;
  const auto first = storage::ReadSegment(home_.store(), kBristol, 0, 1, 1);
  restored.Trust(home_, kBristol);
  ASSERT_TRUE(restored.store().committer().Receive(*first).ok());
  ASSERT_TRUE(restored.store().keyring().GetOrCreate(kBristol).ok());
  exchange::Follow(restored, {&follower_}, now());
  EXPECT_EQ(restored.SizeOf(kBristol), 2);
  EXPECT_TRUE(restored.store().committer().IsHome(kBristol));
}

TEST_F(FollowerTest, RotationsAreFollowed) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  storage::Proposal rotation;
  rotation.authority = kBristol;
  storage::ProposedChange& change = rotation.changes.emplace_back();
  change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
  change.subject = (*next)->verifier_key().ToString();
  change.body.mutable_key_rotated()->set_reason("yearly");
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(home_.store().committer().Commit(rotation).ok());
  Publish(home_, 2, "Two");
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.Name(kBristol, 2), "Two");
  EXPECT_EQ(LogAt(follower_).refusal(), "");
}

TEST_F(FollowerTest, AnEditionThatContradictsItsLogIsTold) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  storage::Proposal proposal;
  proposal.authority = kBristol;
  storage::ProposedChange& change = proposal.changes.emplace_back();
  change.kind = log::v1::CHANGE_KIND_EDITION_MADE;
  change.subject = "2026-09-01";
  *change.body.mutable_edition_made() =
      storage::OfferMaps::At(home_.store().engine(), kBristol, 1)
          ->ToEdition("True");
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(home_.store().committer().Commit(proposal).ok());
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(LogAt(follower_).refusal(), "");

  change.subject = "2026-10-01";
  change.body.mutable_edition_made()->set_entries_count(7);
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(home_.store().committer().Commit(proposal).ok());
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(LogAt(follower_).refusal(), "FALSE_EDITION");
  EXPECT_THAT(LogAt(follower_).refusal_detail(), HasSubstr("2026-10-01"));
  // It is in the log, and what comes after it is taken.
  Publish(home_, 2, "Two");
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(follower_.Name(kBristol, 2), "Two");
  EXPECT_EQ(LogAt(follower_).refusal(), "FALSE_EDITION");
}

TEST_F(FollowerTest, LagIsCountedFromWhenThePeerWasAhead) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  for (const auto& message : Checkpoints(home_, now())) {
    follower_.follower().TakeCheckpoints(0, message);
  }
  clock_.Advance(absl::Seconds(7));
  EXPECT_EQ(LogAt(follower_).lag_changes(), 1);
  EXPECT_EQ(LogAt(follower_).lag().seconds(), 7);
  Follow(follower_, {&home_, nullptr});
  EXPECT_EQ(LogAt(follower_).lag_changes(), 0);
  EXPECT_FALSE(LogAt(follower_).has_lag());
}

TEST_F(FollowerTest, ClaimsThatNothingCanFollowCostAWaitEach) {
  Publish(home_, 1, "One");
  follower_.Trust(home_, kBristol);
  Follow(follower_, {&home_, nullptr});
  // A larger checkpoint with a signature of nobody's.
  TestingNode forger(9, clock_.clock());
  Publish(forger, 1, "One");
  Publish(forger, 2, "Two");
  v1::WatchCheckpointsResponse message;
  *message.add_logs() = *forger.reader().CheckpointOf(kBristol, 2);
  follower_.follower().TakeCheckpoints(1, message);
  int asks = 0;
  while (const auto ask = follower_.follower().Next()) {
    ASSERT_LT(++asks, 10);
    follower_.follower().End(
        *ask, TakeChanges(follower_.follower(), *ask, *Changes(forger, *ask)));
  }
  EXPECT_EQ(asks, 1);
  EXPECT_EQ(LogAt(follower_, 1).refusal(), "BAD_SIGNATURE");
  EXPECT_EQ(follower_.SizeOf(kBristol), 1);
}

}  // namespace
}  // namespace localoffer::exchange
