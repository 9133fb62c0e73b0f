#include "services/exchange/checkpoint_check.h"

#include <string>

#include "gtest/gtest.h"
#include "services/exchange/testing_node.h"
#include "storage/evidence.h"
#include "storage/refusal.h"
#include "storage/segment_reader.h"

namespace localoffer::exchange {
namespace {

using storage::Refusal;
using storage::RefusalOf;

constexpr char kBristol[] = "E06000023";

class CheckpointCheckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 5; ++i) {
      clock_.Advance(absl::Seconds(1));
      ASSERT_TRUE(home_.Publish(kBristol, i, "Name").ok());
      ASSERT_TRUE(twin_.Publish(kBristol, i, i < 3 ? "Name" : "Other").ok());
    }
  }
  std::string NoteOf(TestingNode& node, uint64_t size) {
    return *storage::StoredCheckpoint(node.store().engine(), kBristol, size)
                .value();
  }
  absl::StatusOr<SeenCheckpoint> Look(const std::string& note) {
    return LookAt(home_.store(), clock_.now(), "peer:1", kBristol, note);
  }
  v1::GetConsistencyProofResponse Proof(TestingNode& node, int64_t from,
                                        int64_t to) {
    v1::GetConsistencyProofRequest request;
    request.set_log("authorities/E06000023");
    request.set_from_size(from);
    request.set_to_size(to);
    return *node.reader().GetConsistencyProof(request);
  }

  storage::FakeClock clock_;
  TestingNode home_{1, clock_.clock()};
  // Signs with the same key. The salts differ from the first change on where
  // what was asked of the random source does.
  TestingNode twin_{1, clock_.clock()};
};

TEST_F(CheckpointCheckTest, OwnOnesAreConsistent) {
  for (uint64_t size = 1; size <= 5; ++size) {
    const auto seen = Look(NoteOf(home_, size));
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_TRUE(seen->verified && seen->consistent);
    EXPECT_EQ(seen->size, size);
  }
}

TEST_F(CheckpointCheckTest, AnyChangedByteIsRefused) {
  const std::string note = NoteOf(home_, 3);
  for (size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto seen = Look(changed);
    // Of a larger size it may be signed by a key that is not known yet.
    EXPECT_TRUE(!seen.ok() || !seen->verified) << i;
  }
  EXPECT_EQ(home_.store().evidence().List("", 10)->size(), 0);
}

TEST_F(CheckpointCheckTest, TheSameSizeAndAnotherRootIsAFork) {
  // The twin's first changes are the same bytes; those after that are not.
  ASSERT_TRUE(Look(NoteOf(twin_, 3)).ok());
  for (const uint64_t size : {4, 5}) {
    EXPECT_EQ(RefusalOf(Look(NoteOf(twin_, size)).status()), Refusal::kFork);
  }
  const auto evidence = *home_.store().evidence().List(kBristol, 10);
  ASSERT_EQ(evidence.size(), 2);
  for (const storage::Evidence& found : evidence) {
    EXPECT_TRUE(
        storage::VerifyEvidence(found, KeysOf(home_.store(), kBristol)).ok());
  }
  // Looking again makes no more of it.
  EXPECT_FALSE(Look(NoteOf(twin_, 5)).ok());
  EXPECT_EQ(home_.store().evidence().List(kBristol, 10)->size(), 2);
}

TEST_F(CheckpointCheckTest, ALargerLogThatDoesNotExtendIsAFork) {
  ASSERT_TRUE(twin_.Publish(kBristol, 9, "More").ok());
  EXPECT_EQ(RefusalOf(CheckExtends(home_.store(), clock_.now(), "peer:1",
                                   kBristol, 5, Proof(twin_, 5, 6))),
            Refusal::kFork);
  const auto evidence = *home_.store().evidence().List(kBristol, 10);
  ASSERT_EQ(evidence.size(), 1);
  EXPECT_TRUE(
      storage::VerifyEvidence(evidence[0], KeysOf(home_.store(), kBristol))
          .ok());
  // Nothing of it can be changed without it showing nothing any more.
  storage::Evidence changed = evidence[0];
  changed.larger_root_there[0] ^= 1;
  EXPECT_FALSE(
      storage::VerifyEvidence(changed, KeysOf(home_.store(), kBristol)).ok());
  changed = evidence[0];
  changed.smaller_checkpoint = NoteOf(twin_, 5);
  EXPECT_FALSE(
      storage::VerifyEvidence(changed, KeysOf(home_.store(), kBristol)).ok());
}

// Seed 241 of the simulation: neither log's key speaks in the other one.
TEST_F(CheckpointCheckTest, ALogThatARetiredKeyGoesOnWithIsAFork) {
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  storage::Proposal proposal;
  proposal.authority = kBristol;
  storage::ProposedChange& rotation = proposal.changes.emplace_back();
  rotation.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
  rotation.subject = (*next)->verifier_key().ToString();
  rotation.body.mutable_key_rotated()->set_reason("yearly");
  ASSERT_TRUE(home_.store().committer().Commit(proposal).ok());
  ASSERT_TRUE(home_.Publish(kBristol, 6, "Name").ok());
  for (int i = 6; i < 9; ++i) {
    ASSERT_TRUE(twin_.Publish(kBristol, i, "Other").ok());
  }
  // As large as the log here, and larger.
  EXPECT_EQ(RefusalOf(Look(NoteOf(twin_, 7)).status()), Refusal::kFork);
  const auto seen = Look(NoteOf(twin_, 8));
  ASSERT_TRUE(seen.ok());
  EXPECT_FALSE(seen->verified);
  EXPECT_EQ(RefusalOf(CheckExtends(home_.store(), clock_.now(), "peer:1",
                                   kBristol, 7, Proof(twin_, 7, 8))),
            Refusal::kFork);
  const auto evidence = *home_.store().evidence().List(kBristol, 10);
  ASSERT_EQ(evidence.size(), 2);
  for (const storage::Evidence& found : evidence) {
    EXPECT_TRUE(
        storage::VerifyEvidence(found, KeysOf(home_.store(), kBristol)).ok());
  }
}

TEST_F(CheckpointCheckTest, ALargerLogThatExtendsIsWell) {
  TestingNode follower(2, clock_.clock());
  follower.Trust(home_, kBristol);
  ASSERT_TRUE(follower.store()
                  .committer()
                  .Receive(*storage::ReadSegment(home_.store(), kBristol, 0, 3,
                                                 1 << 20))
                  .ok());
  const auto proof = Proof(home_, 3, 5);
  EXPECT_TRUE(
      CheckExtends(follower.store(), clock_.now(), "peer:1", kBristol, 3, proof)
          .ok());
  // What shows nothing is nobody's fork.
  for (int i = 0; i < proof.path_size(); ++i) {
    auto wrong = proof;
    (*wrong.mutable_path(i))[0] ^= 1;
    EXPECT_EQ(RefusalOf(CheckExtends(follower.store(), clock_.now(), "peer:1",
                                     kBristol, 3, wrong)),
              Refusal::kBadProof);
  }
  auto short_root = proof;
  short_root.set_from_root("short");
  EXPECT_EQ(RefusalOf(CheckExtends(follower.store(), clock_.now(), "peer:1",
                                   kBristol, 3, short_root)),
            Refusal::kBadProof);
  EXPECT_EQ(follower.store().evidence().List("", 10)->size(), 0);
}

TEST_F(CheckpointCheckTest, AnotherLogsCheckpointIsRefused) {
  ASSERT_TRUE(home_.Publish("E08000035", 1, "Name").ok());
  const std::string note =
      *storage::StoredCheckpoint(home_.store().engine(), "E08000035", 1)
           .value();
  EXPECT_EQ(RefusalOf(Look(note).status()), Refusal::kMalformed);
  EXPECT_EQ(RefusalOf(Look("not a note").status()), Refusal::kMalformed);
}

}  // namespace
}  // namespace localoffer::exchange
