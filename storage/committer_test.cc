#include "storage/committer.h"

#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::HasSubstr;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() { Open(); }

  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(1);
    options.on_failure = on_failure_;
    absl::StatusOr<std::unique_ptr<Store>> store =
        Store::Open(std::move(options));
    opened_ = store.status();
    if (store.ok()) store_ = *std::move(store);
  }

  static Proposal Publish(const std::string& authority, int number,
                          const std::string& name,
                          std::optional<uint64_t> expected = std::nullopt) {
    Proposal proposal;
    proposal.authority = authority;
    proposal.changes.push_back(Published(number, name, expected));
    return proposal;
  }

  static ProposedChange Published(int number, const std::string& name,
                                  std::optional<uint64_t> expected) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        TestService(number, name);
    change.subject = change.body.entry_published().service().id();
    change.expected_sequence = expected;
    return change;
  }

  std::string NameAt(const std::string& authority, int number,
                     uint64_t log_size) {
    const auto revision =
        store_->entries().At(authority, TestService(number, "").id(), log_size);
    if (!revision.ok() || !*revision) return "";
    const auto content = store_->entries().Content(**revision);
    return content.ok() ? content->service().name() : "damaged";
  }

  Committer& committer() { return store_->committer(); }
  CommittedLogs& logs() { return store_->logs(); }

  TemporaryFolder folder_;
  FakeClock clock_;
  Committer::FailureObserver on_failure_;
  absl::Status opened_;
  std::unique_ptr<Store> store_;
};

TEST_F(CommitterTest, WhatIsCommittedIsReadAtItsRevisionAndNotBefore) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "second", 0)).ok());
  EXPECT_EQ(NameAt(kBristol, 1, 0), "");
  EXPECT_EQ(NameAt(kBristol, 1, 1), "first");
  EXPECT_EQ(NameAt(kBristol, 1, 2), "second");
}

TEST_F(CommitterTest, TheCheckpointIsSignedAndCoversEveryChange) {
  const auto receipt = committer().Commit(Publish(kBristol, 1, "a"));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  const auto key = store_->keyring().Get(kBristol);
  ASSERT_TRUE(key.ok());
  const auto checkpoint = log::OpenCheckpoint(
      receipt->checkpoint, "localoffer/E06000023", {(*key)->verifier_key()});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 1u);
  const auto header =
      store_->engine().Get(Table::kChange, NumberKey(kBristol, 0));
  ASSERT_TRUE(header.ok() && header->has_value());
  EXPECT_EQ(checkpoint->root, log::LeafHash(**header));
}

TEST_F(CommitterTest, RefusesAChangeDecidedOnAnOlderRevision) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  const auto stale = committer().Commit(Publish(kBristol, 1, "stale"));
  EXPECT_TRUE(absl::IsAborted(stale.status())) << stale.status();
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), 1u);
}

TEST_F(CommitterTest, RefusesAWholeProposalForOneStaleChange) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  Proposal proposal = Publish(kBristol, 2, "new");
  proposal.changes.push_back(Published(1, "stale", 7));
  EXPECT_TRUE(absl::IsAborted(committer().Commit(proposal).status()));
  EXPECT_EQ(NameAt(kBristol, 2, 10), "");
}

TEST_F(CommitterTest, ARepeatedRequestDoesNothingAndAnswersAsTheFirst) {
  Proposal proposal = Publish(kBristol, 1, "first");
  proposal.request_id = "r1";
  proposal.fingerprint = "f1";
  proposal.outcome = "told";
  const auto first = committer().Commit(proposal);
  const auto second = committer().Commit(proposal);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->checkpoint, first->checkpoint);
  EXPECT_EQ(second->commit_time, first->commit_time);
  EXPECT_EQ(second->outcome, "told");
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), 1u);
  Open();
  EXPECT_TRUE(committer().Commit(proposal)->replayed);
}

TEST_F(CommitterTest, ARequestIdOfAnotherRequestIsRefused) {
  Proposal proposal = Publish(kBristol, 1, "first");
  proposal.request_id = "r1";
  proposal.fingerprint = "f1";
  ASSERT_TRUE(committer().Commit(proposal).ok());
  proposal.fingerprint = "f2";
  EXPECT_TRUE(absl::IsAlreadyExists(committer().Commit(proposal).status()));
}

TEST_F(CommitterTest, ManyWritersLoseNothingAndShareSyncs) {
  constexpr int kWriters = 16;
  constexpr int kEach = 20;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer] {
      const char* authority = writer % 2 == 0 ? kBristol : kLeeds;
      for (int i = 0; i < kEach; ++i) {
        const auto receipt = committer().Commit(
            Publish(authority, writer * kEach + i, absl::StrCat("n", i)));
        ASSERT_TRUE(receipt.ok()) << receipt.status();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), kWriters * kEach / 2);
  EXPECT_EQ(logs().Latest().SizeOf(kLeeds), kWriters * kEach / 2);
  EXPECT_EQ(logs().Head(kBristol)->published_entries(), kWriters * kEach / 2);
  Open();
  ASSERT_TRUE(opened_.ok()) << opened_;
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), kWriters * kEach / 2);
}

TEST_F(CommitterTest, ALogShorterThanWhatWasAcknowledgedIsNotOpened) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  store_.reset();
  const std::string db = folder_.path() + "/db";
  const std::string backup = folder_.path() + "/backup";
  std::filesystem::copy(db, backup, std::filesystem::copy_options::recursive);
  Open();
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 2, "acknowledged")).ok());
  store_.reset();
  // The disk is put back to an earlier state, as from an old backup.
  std::filesystem::remove_all(db);
  std::filesystem::rename(backup, db);
  Open();
  EXPECT_TRUE(absl::IsDataLoss(opened_)) << opened_;
  EXPECT_THAT(std::string(opened_.message()), HasSubstr("acknowledged"));
}

TEST_F(CommitterTest, WithoutTheFileOfHeadsNothingIsServed) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  store_.reset();
  std::filesystem::remove(folder_.path() + "/heads");
  Open();
  EXPECT_TRUE(absl::IsDataLoss(opened_)) << opened_;
}

TEST_F(CommitterTest, ALogIsNeverSignedWithANewKey) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  store_.reset();
  std::filesystem::remove(folder_.path() + "/keys/E06000023.key");
  Open();
  EXPECT_FALSE(committer().Commit(Publish(kBristol, 2, "second")).ok());
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), 1u);
}

TEST_F(CommitterTest, ASecondProcessIsTurnedAway) {
  StoreOptions options;
  options.directory = folder_.path();
  options.clock = clock_.clock();
  options.random = SeededBytes(2);
  const auto second = Store::Open(std::move(options));
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
}

TEST_F(CommitterTest, AFullDiskRefusesWritesAndLeavesTheStoreUsable) {
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "first")).ok());
  store_.reset();
  StoreOptions options;
  options.directory = folder_.path();
  options.clock = clock_.clock();
  options.random = SeededBytes(3);
  options.min_free_bytes = ~uint64_t{0};  // no disk has that much
  auto full = Store::Open(std::move(options));
  ASSERT_TRUE(full.ok()) << full.status();
  const auto refused = (*full)->committer().Commit(Publish(kBristol, 2, "x"));
  EXPECT_TRUE(absl::IsResourceExhausted(refused.status())) << refused.status();
  EXPECT_TRUE((*full)->committer().health().ok());
  EXPECT_EQ((*full)->logs().Latest().SizeOf(kBristol), 1u);
}

TEST_F(CommitterTest, AfterAFailedWriteNothingIsAcknowledgedAnyMore) {
  int failures = 0;
  on_failure_ = [&failures](const absl::Status&) { ++failures; };
  Open();
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 1, "kept")).ok());
  ASSERT_TRUE(FillDiskUnder(folder_.path() + "/heads"));
  EXPECT_FALSE(committer().Commit(Publish(kBristol, 2, "unknown")).ok());
  EXPECT_TRUE(absl::IsUnavailable(
      committer().Commit(Publish(kBristol, 3, "later")).status()));
  EXPECT_FALSE(committer().health().ok());
  EXPECT_EQ(failures, 1);
  // What was acknowledged is still read.
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), 1u);
  EXPECT_EQ(NameAt(kBristol, 1, 1), "kept");
  Open();
  ASSERT_TRUE(opened_.ok()) << opened_;
  EXPECT_EQ(NameAt(kBristol, 1, 1), "kept");
}

TEST_F(CommitterTest, AProposalThatFailsHalfWayLeavesNoTrace) {
  Proposal proposal = Publish(kBristol, 1, "good");
  proposal.changes.push_back(Published(2, std::string(3 << 20, 'x'), {}));
  EXPECT_FALSE(committer().Commit(proposal).ok());
  EXPECT_TRUE(committer().health().ok());
  ASSERT_TRUE(committer().Commit(Publish(kBristol, 3, "next")).ok());
  EXPECT_EQ(logs().Latest().SizeOf(kBristol), 1u);
  EXPECT_EQ(NameAt(kBristol, 1, 1), "");
  EXPECT_EQ(NameAt(kBristol, 3, 1), "next");
}

}  // namespace
}  // namespace localoffer::storage
