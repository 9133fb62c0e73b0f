#include "storage/segment.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/refusal.h"
#include "storage/segment_reader.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kBristol[] = "E06000023";

// A node's store in a folder of its own.
class Node {
 public:
  explicit Node(uint64_t seed) : seed_(seed) { Open(); }

  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(seed_);
    auto store = Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  Store& store() { return *store_; }
  FakeClock& clock() { return clock_; }
  uint64_t size() { return store_->logs().Latest().SizeOf(kBristol); }

  void Commit(std::vector<ProposedChange> changes) {
    clock_.Advance(absl::Seconds(1));
    Proposal proposal;
    proposal.authority = kBristol;
    proposal.changes = std::move(changes);
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  ProposedChange Published(int number, const std::string& name) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        TestService(number, name);
    change.subject = change.body.entry_published().service().id();
    change.expected_sequence = SequenceOf(change.subject);
    return change;
  }

  ProposedChange Withdrawn(int number) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
    change.subject = TestService(number, "").id();
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    change.expected_sequence = SequenceOf(change.subject);
    return change;
  }

  static ProposedChange Erased(uint64_t sequence) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a person's name");
    return change;
  }

  static ProposedChange Rotated(const log::VerifierKey& key) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
    change.subject = key.ToString();
    change.body.mutable_key_rotated()->set_reason("yearly");
    return change;
  }

  std::string Name(int number) {
    const auto revision =
        store_->entries().At(kBristol, TestService(number, "").id(), size());
    if (!revision.ok() || !*revision) return "none";
    if ((*revision)->withdrawn) return "withdrawn";
    return store_->entries().Content(**revision)->service().name();
  }

  // The files of the node that have these bytes.
  std::vector<std::string> FilesWith(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      if (text.find(bytes) != std::string::npos) {
        found.push_back(file.path().filename());
      }
    }
    return found;
  }

  // The segment from a sequence on.
  Segment From(uint64_t sequence, size_t most_bytes = 1 << 20) {
    auto segment = ReadSegment(*store_, kBristol, sequence, size(), most_bytes);
    EXPECT_TRUE(segment.ok()) << segment.status();
    return segment.ok() ? *std::move(segment) : Segment();
  }

  // Trusts the key that speaks first for the other node's log.
  void Trust(Node& other) {
    const AuthorityLog log = other.store().logs().LogOf(kBristol);
    const auto& keys = log.keys().keys();
    ASSERT_FALSE(keys.empty());
    ASSERT_TRUE(store_->trust()
                    .Add({log::TrustStatement::Kind::kKey, kBristol,
                          keys.begin()->second})
                    .ok());
  }

  // Takes all of the other node's log; the first error.
  absl::Status Follow(Node& other, size_t most_bytes = 1 << 20) {
    clock_.Advance(other.clock().now() - clock_.now());
    while (size() < other.size()) {
      if (absl::Status received =
              store_->committer().Receive(other.From(size(), most_bytes));
          !received.ok()) {
        return received;
      }
    }
    return absl::OkStatus();
  }

 private:
  std::optional<uint64_t> SequenceOf(const std::string& entry) {
    const auto revision = store_->entries().At(kBristol, entry, size());
    if (!revision.ok() || !*revision) return std::nullopt;
    return (*revision)->sequence;
  }

  const uint64_t seed_;
  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

class SegmentTest : public ::testing::Test {
 protected:
  void Trust() { follower_.Trust(home_); }

  // What the follower says to a segment; it must be as it was before.
  std::optional<Refusal> Refused(const Segment& segment) {
    const uint64_t before = follower_.size();
    const absl::Status received =
        follower_.store().committer().Receive(segment);
    EXPECT_EQ(follower_.size(), before);
    EXPECT_FALSE(received.ok());
    return RefusalOf(received);
  }

  Node home_{1};
  Node follower_{2};
};

TEST_F(SegmentTest, AFollowerHasTheLogOfTheHome) {
  home_.Commit(
      {home_.Published(1, "Hydrotherapy"), home_.Published(2, "Short breaks")});
  home_.Commit({home_.Published(1, "Hydrotherapy pool")});
  home_.Commit({home_.Withdrawn(2)});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());

  EXPECT_EQ(follower_.Name(1), "Hydrotherapy pool");
  EXPECT_EQ(follower_.Name(2), "withdrawn");
  const AuthorityLog ours = follower_.store().logs().LogOf(kBristol);
  const AuthorityLog theirs = home_.store().logs().LogOf(kBristol);
  EXPECT_EQ(ours.head().SerializeAsString(), theirs.head().SerializeAsString());
  SearchQuery query;
  query.text = "hydrotherapy";
  query.instant = follower_.store().logs().Latest().sizes();
  EXPECT_EQ(follower_.store().index().Search(query).hits.size(), 1);
}

TEST_F(SegmentTest, TheFollowersHistoryHasEveryCommitOfTheHome) {
  for (int i = 0; i < 20; ++i) {
    home_.Commit({home_.Published(i % 3, absl::StrCat("Name ", i))});
  }
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (int seconds = 0; seconds <= 21; ++seconds) {
    const absl::Time time = home_.clock().now() - absl::Seconds(20) +
                            absl::Seconds(seconds) - absl::Seconds(1);
    const auto ours = follower_.store().logs().At(time);
    const auto theirs = home_.store().logs().At(time);
    ASSERT_TRUE(ours.ok() && theirs.ok());
    EXPECT_EQ(*ours, *theirs) << seconds;
  }
}

TEST_F(SegmentTest, WhatIsThereAlreadyIsTakenOnce) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  home_.Commit({home_.Published(3, "Three")});
  Trust();
  const Segment whole = home_.From(0);
  ASSERT_TRUE(follower_.Follow(home_).ok());
  const uint64_t size = follower_.size();
  EXPECT_TRUE(follower_.store().committer().Receive(whole).ok());
  EXPECT_EQ(follower_.size(), size);
  home_.Commit({home_.Published(4, "Four")});
  // Overlaps: only what is new counts.
  ASSERT_TRUE(follower_.store().committer().Receive(home_.From(0)).ok());
  EXPECT_EQ(follower_.size(), size + 1);
}

TEST_F(SegmentTest, SurvivesTheFollowersRestart) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  follower_.Open();
  home_.Commit({home_.Published(2, "Two")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(2), "Two");
}

TEST_F(SegmentTest, ALogThatNobodyIsTrustedForIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  EXPECT_EQ(Refused(home_.From(0)), Refusal::kUntrusted);
}

TEST_F(SegmentTest, AnotherKeysSignatureIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  Node forger(3);
  forger.Commit({forger.Published(1, "Forged")});
  Trust();
  EXPECT_EQ(Refused(forger.From(0)), Refusal::kBadSignature);
}

TEST_F(SegmentTest, AGapIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  home_.Commit({home_.Published(2, "Two")});
  Trust();
  EXPECT_EQ(Refused(home_.From(1)), Refusal::kGap);
}

TEST_F(SegmentTest, EveryChangedByteIsRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  Trust();
  const Segment whole = home_.From(0);
  for (size_t change = 0; change < whole.changes.size(); ++change) {
    const log::Change& original = whole.changes[change].change;
    for (size_t i = 0; i < original.header_bytes.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.header_bytes[i] ^= 1;
      EXPECT_TRUE(Refused(segment)) << "header byte " << i;
    }
    for (size_t i = 0; i < original.salt.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.salt[i] ^= 1;
      EXPECT_EQ(Refused(segment), Refusal::kMalformed) << "salt byte " << i;
    }
    for (size_t i = 0; i < original.body_bytes.size(); ++i) {
      Segment segment = whole;
      segment.changes[change].change.body_bytes[i] ^= 1;
      EXPECT_EQ(Refused(segment), Refusal::kMalformed) << "body byte " << i;
    }
  }
  for (size_t i = 0; i < whole.checkpoint.size(); ++i) {
    Segment segment = whole;
    segment.checkpoint[i] ^= 1;
    EXPECT_EQ(Refused(segment), Refusal::kBadSignature) << "note byte " << i;
  }
}

TEST_F(SegmentTest, DroppedSwappedAndRepeatedChangesAreRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two"),
                home_.Published(3, "Three")});
  Trust();
  const Segment whole = home_.From(0);
  for (size_t i = 0; i < whole.changes.size(); ++i) {
    Segment dropped = whole;
    dropped.changes.erase(dropped.changes.begin() + i);
    EXPECT_TRUE(Refused(dropped));
    Segment repeated = whole;
    repeated.changes.insert(repeated.changes.begin() + i, whole.changes[i]);
    EXPECT_TRUE(Refused(repeated));
  }
  Segment swapped = whole;
  std::swap(swapped.changes[0], swapped.changes[1]);
  EXPECT_TRUE(Refused(swapped));
}

TEST_F(SegmentTest, AForkOfTheLogIsRefused) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  // A second home with the same key and another history.
  Node twin(1);
  twin.Commit({twin.Published(1, "Another")});
  twin.Commit({twin.Published(2, "Two")});
  EXPECT_EQ(Refused(twin.From(1)), Refusal::kWrongChanges);
}

TEST_F(SegmentTest, ATimeFarInTheFutureIsRefused) {
  home_.clock().Advance(absl::Hours(1));
  home_.Commit({home_.Published(1, "One")});
  Trust();
  EXPECT_EQ(Refused(home_.From(0)), Refusal::kFutureTime);
  follower_.clock().Advance(absl::Hours(1));
  EXPECT_TRUE(follower_.store().committer().Receive(home_.From(0)).ok());
}

TEST_F(SegmentTest, TheKeyRotatesInsideTheLog) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({Node::Rotated((*next)->verifier_key())});
  home_.Commit({home_.Published(2, "Two")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(2), "Two");
  follower_.Open();
  home_.Open();
  home_.Commit({home_.Published(3, "Three")});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_EQ(follower_.Name(3), "Three");
}

TEST_F(SegmentTest, ARetiredKeySignsNothingMore) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  Node twin(1);
  twin.Commit({twin.Published(1, "One")});
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({Node::Rotated((*next)->verifier_key())});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  // Who has the old key goes on with the log of before.
  twin.Commit({twin.Published(2, "Forged")});
  twin.Commit({twin.Published(3, "Forged")});
  EXPECT_EQ(Refused(twin.From(2)), Refusal::kBadSignature);
}

TEST_F(SegmentTest, ARevokedKeySignsNothingMore) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  const AuthorityLog log = home_.store().logs().LogOf(kBristol);
  const log::VerifierKey key = log.keys().keys().begin()->second;
  ASSERT_TRUE(follower_.store()
                  .trust()
                  .Add({log::TrustStatement::Kind::kRevoke, kBristol, key, 1})
                  .ok());
  home_.Commit({home_.Published(2, "Two")});
  EXPECT_EQ(Refused(home_.From(1)), Refusal::kUntrusted);
}

TEST_F(SegmentTest, AnAuthorityMovesToAnotherNodeByRotation) {
  home_.Commit({home_.Published(1, "One")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_FALSE(follower_.store().committer().IsHome(kBristol));
  const auto next = follower_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({Node::Rotated((*next)->verifier_key())});
  EXPECT_FALSE(home_.store().committer().IsHome(kBristol));
  Proposal late;
  late.authority = kBristol;
  late.changes.push_back(home_.Published(2, "Late"));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      home_.store().committer().Commit(late).status()));

  ASSERT_TRUE(follower_.Follow(home_).ok());
  EXPECT_TRUE(follower_.store().committer().IsHome(kBristol));
  follower_.Commit({follower_.Published(2, "Two")});
  ASSERT_TRUE(home_.Follow(follower_).ok());
  EXPECT_EQ(home_.Name(2), "Two");
}

TEST_F(SegmentTest, AnErasedBodyIsGoneFromTheFollowerToo) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  home_.Commit({Node::Erased(0)});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (Node* node : {&home_, &follower_}) {
    const auto body =
        node->store().engine().Get(Table::kBody, NumberKey(kBristol, 0));
    EXPECT_FALSE(body->has_value());
    SearchQuery query;
    query.text = "xylophonist";
    query.instant = Instant::Sizes{{kBristol, 1}};
    EXPECT_TRUE(node->store().index().Search(query).hits.empty());
  }
  EXPECT_EQ(follower_.Name(1), "Music");
}

// Compression hides no word of eight letters that stands once.
TEST_F(SegmentTest, APurgeLeavesNoErasedWordInAnyFile) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby"),
                home_.Published(2, "Hydrotherapy")});
  home_.Commit({home_.Published(1, "Music")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (Node* node : {&home_, &follower_}) {
    EXPECT_THAT(node->FilesWith("quenby"), Not(IsEmpty()));
    EXPECT_THAT(node->FilesWith("Quenby"), Not(IsEmpty()));
  }
  home_.Commit({Node::Erased(0)});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (Node* node : {&home_, &follower_}) {
    ASSERT_TRUE(node->store().PurgeErased().ok());
    EXPECT_THAT(node->FilesWith("uenby"), IsEmpty());
    EXPECT_THAT(node->FilesWith("ylophonist"), IsEmpty());
    EXPECT_THAT(node->FilesWith("ydrotherapy"), Not(IsEmpty()));
    // The index is made anew, without the word.
    node->Open();
    EXPECT_EQ(node->Name(1), "Music");
    EXPECT_THAT(node->FilesWith("uenby"), IsEmpty());
  }
}

TEST_F(SegmentTest, AnErasureThatWasNotPurgedIsAtTheNextStart) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  home_.Commit({Node::Erased(0)});
  EXPECT_THAT(home_.FilesWith("uenby"), Not(IsEmpty()));
  home_.Open();
  EXPECT_THAT(home_.FilesWith("uenby"), IsEmpty());
}

TEST_F(SegmentTest, AFollowerThatComesLateNeedsNoErasedBody) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({Node::Rotated((*next)->verifier_key())});
  home_.Commit({Node::Erased(0)});
  home_.Commit({home_.Published(2, "Two")});
  Trust();
  for (const size_t most_bytes : {size_t{1}, size_t{1} << 20}) {
    Node late(4);
    late.Trust(home_);
    const absl::Status followed = late.Follow(home_, most_bytes);
    ASSERT_TRUE(followed.ok()) << followed;
    EXPECT_EQ(late.Name(1), "Music");
    const auto first =
        late.store().entries().At(kBristol, TestService(1, "").id(), 1);
    ASSERT_TRUE(first.ok() && *first);
    EXPECT_TRUE(late.store().entries().ErasureOf(**first)->has_value());
    // And it can be followed in turn.
    Node later(5);
    later.Trust(home_);
    EXPECT_TRUE(later.Follow(late, most_bytes).ok());
  }
}

TEST_F(SegmentTest, ABodyThatAPeerWithholdsIsRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  home_.Commit({home_.Published(1, "Music")});
  home_.Commit({Node::Erased(0)});
  Trust();
  Segment segment = home_.From(0, 1);
  ASSERT_TRUE(segment.changes[0].erasure);
  segment.changes[1].change.salt.clear();
  segment.changes[1].change.body_bytes.clear();
  EXPECT_EQ(Refused(segment), Refusal::kWithheldBody);
  // An erasure of another body does not do.
  segment.changes[1].erasure = segment.changes[0].erasure;
  EXPECT_EQ(Refused(segment), Refusal::kWithheldBody);
}

}  // namespace
}  // namespace localoffer::storage
