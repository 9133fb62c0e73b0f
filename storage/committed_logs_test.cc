#include "storage/committed_logs.h"

#include <memory>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

class CommittedLogsTest : public ::testing::Test {
 protected:
  CommittedLogsTest() { Open(); }

  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = random_.source();
    absl::StatusOr<std::unique_ptr<Store>> store =
        Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  // Publishes a new entry.
  void Publish(const std::string& authority, int number) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        TestService(number, "name");
    change.subject = change.body.entry_published().service().id();
    Proposal proposal;
    proposal.authority = authority;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    EXPECT_TRUE(receipt.ok()) << receipt.status();
  }

  CommittedLogs& logs() { return store_->logs(); }

  TemporaryFolder folder_;
  FakeClock clock_;
  GatedBytes random_{1};
  std::unique_ptr<Store> store_;
};

TEST_F(CommittedLogsTest, TimesGiveTheInstantsOfTheirCommits) {
  const absl::Time before = clock_.now();
  clock_.Advance(absl::Seconds(1));
  Publish(kBristol, 1);
  const absl::Time between = clock_.now();
  clock_.Advance(absl::Seconds(1));
  Publish(kBristol, 2);
  EXPECT_EQ(logs().At(before)->SizeOf(kBristol), 0u);
  EXPECT_EQ(logs().At(between)->SizeOf(kBristol), 1u);
  EXPECT_EQ(logs().At(clock_.now())->SizeOf(kBristol), 2u);
  EXPECT_TRUE(absl::IsInvalidArgument(
      logs().At(clock_.now() + absl::Seconds(1)).status()));
}

TEST_F(CommittedLogsTest, ATimeThatWasReadStaysAsItWasRead) {
  Publish(kBristol, 1);
  clock_.Advance(absl::Seconds(1));
  const Instant read = *logs().At(clock_.now());
  // The clock has not moved, yet the commit comes after what was read.
  Publish(kLeeds, 2);
  EXPECT_EQ(*logs().At(clock_.now()), read);
}

TEST_F(CommittedLogsTest, ReadersOfOneCommitShareOneInstant) {
  Publish(kBristol, 1);
  const Instant first = logs().Latest();
  const Instant again = logs().Latest();
  EXPECT_EQ(&again.sizes(), &first.sizes());
  EXPECT_EQ(logs().Latest().ToRevision().data(), first.ToRevision().data());
  Publish(kBristol, 2);
  const Instant next = logs().Latest();
  EXPECT_NE(&next.sizes(), &first.sizes());
  EXPECT_EQ(first.SizeOf(kBristol), 1u);
}

TEST_F(CommittedLogsTest, OnlyATimeThatACommitUnderWayMayStillChangeWaits) {
  Publish(kBristol, 1);
  Publish(kLeeds, 1);
  const absl::Time before = clock_.now();
  clock_.Advance(absl::Seconds(1));
  random_.Close();
  std::thread writer([this] { Publish(kLeeds, 2); });
  random_.AwaitWaiting();
  const absl::Time during = clock_.now();

  EXPECT_EQ(logs().Latest().SizeOf(kLeeds), 1u);
  EXPECT_TRUE(logs().IsSettled(before));
  EXPECT_EQ(logs().At(before)->SizeOf(kBristol), 1u);
  EXPECT_FALSE(logs().IsSettled(during));
  // The future is refused, which needs no waiting.
  EXPECT_TRUE(logs().IsSettled(during + absl::Seconds(1)));
  EXPECT_FALSE(logs().At(during + absl::Seconds(1)).ok());

  std::thread reader(
      [this, during] { EXPECT_EQ(logs().At(during)->SizeOf(kLeeds), 2u); });
  random_.Open();
  writer.join();
  reader.join();
  EXPECT_TRUE(logs().IsSettled(during));
}

TEST_F(CommittedLogsTest, ASettledTimeIsNotUnsettledByALaterCommit) {
  Publish(kBristol, 1);
  Publish(kLeeds, 1);
  clock_.Advance(absl::Seconds(1));
  const absl::Time now = clock_.now();
  ASSERT_TRUE(logs().IsSettled(now));
  // The clock has not moved, yet this commit's time comes after.
  random_.Close();
  std::thread writer([this] { Publish(kLeeds, 2); });
  random_.AwaitWaiting();
  EXPECT_TRUE(logs().IsSettled(now));
  EXPECT_EQ(logs().At(now)->SizeOf(kLeeds), 1u);
  random_.Open();
  writer.join();
  EXPECT_EQ(logs().At(now)->SizeOf(kLeeds), 1u);
}

TEST_F(CommittedLogsTest, TheTimeOfAnInstantIsThatOfItsNewestChange) {
  EXPECT_EQ(*logs().TimeOf(Instant()), absl::InfinitePast());
  Publish(kBristol, 1);
  const Instant first = logs().Latest();
  const absl::Time first_time = clock_.now();
  clock_.Advance(absl::Hours(1));
  Publish(kLeeds, 2);
  const absl::Time second_time = clock_.now();
  clock_.Advance(absl::Hours(1));
  Publish(kBristol, 3);
  EXPECT_EQ(*logs().TimeOf(first), first_time);
  EXPECT_EQ(*logs().TimeOf(Instant({{kBristol, 1}, {kLeeds, 1}})), second_time);
  EXPECT_EQ(*logs().TimeOf(logs().Latest()), clock_.now());
  EXPECT_TRUE(
      absl::IsDataLoss(logs().TimeOf(Instant({{kBristol, 9}})).status()));
}

}  // namespace
}  // namespace localoffer::storage
