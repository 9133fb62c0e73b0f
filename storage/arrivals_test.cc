#include "storage/arrivals.h"

#include <filesystem>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/speaking_logs.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kBristol[] = "E06000023";
constexpr char kHarvested[] = "E06000023-H-0a000000";
constexpr char kOtherHarvest[] = "E06000023-H-0b000000";
constexpr char kLeeds[] = "E08000035";

class ArrivalsTest : public ::testing::Test {
 protected:
  ArrivalsTest() { Open(); }

  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(5);
    store_ = *Store::Open(std::move(options));
  }

  // Declares nil under so many items: changes that need no entry before.
  void Commit(const std::string& log, int changes = 1) {
    clock_.Advance(absl::Seconds(1));
    Proposal proposal;
    proposal.authority = log;
    for (int i = 0; i < changes; ++i) {
      ProposedChange change;
      change.kind = log::v1::CHANGE_KIND_NIL_DECLARED;
      change.subject = absl::StrCat("LO-C", i);
      change.body.mutable_nil_declared()->set_reason("none");
      proposal.changes.push_back(std::move(change));
    }
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  // "number log first+count" of each stretch.
  std::vector<std::string> After(uint64_t number) {
    std::vector<std::string> stretches;
    EXPECT_TRUE(store_->arrivals()
                    .ForEach(number,
                             [&](const Arrival& arrival) {
                               stretches.push_back(absl::StrCat(
                                   arrival.first_number, " ", arrival.log, " ",
                                   arrival.first_sequence, "+",
                                   arrival.change_count));
                               return true;
                             })
                    .ok());
    return stretches;
  }

  std::string Witness(uint64_t number) {
    const auto witness = store_->arrivals().Witness(number);
    return witness.ok() ? *witness : witness.status().ToString();
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(ArrivalsTest, NumbersFollowOneAnotherOverAllLogs) {
  EXPECT_EQ(*store_->arrivals().Newest(), 0u);
  EXPECT_THAT(After(0), IsEmpty());
  Commit(kBristol, 3);
  Commit(kLeeds);
  Commit(kBristol);
  EXPECT_THAT(After(0), ElementsAre("1 E06000023 0+3", "4 E08000035 0+1",
                                    "5 E06000023 3+1"));
  EXPECT_EQ(*store_->arrivals().Newest(), 5u);
}

TEST_F(ArrivalsTest, AWalkBeginsInTheMiddleOfAStretch) {
  Commit(kBristol, 3);
  Commit(kLeeds);
  EXPECT_THAT(After(2), ElementsAre("1 E06000023 0+3", "4 E08000035 0+1"));
  EXPECT_THAT(After(3), ElementsAre("4 E08000035 0+1"));
  EXPECT_THAT(After(4), IsEmpty());
  EXPECT_THAT(After(UINT64_MAX), IsEmpty());
}

TEST_F(ArrivalsTest, NumbersGoOnAfterAStart) {
  Commit(kBristol, 2);
  const std::string witness = Witness(2);
  Open();
  EXPECT_EQ(Witness(2), witness);
  Commit(kBristol);
  EXPECT_THAT(After(2), ElementsAre("3 E06000023 2+1"));
}

TEST_F(ArrivalsTest, WhatIsRefusedTakesNoNumber) {
  Commit(kBristol);
  Proposal proposal;
  proposal.authority = kBristol;
  proposal.expected_size = 7;
  EXPECT_FALSE(store_->committer().Commit(proposal).ok());
  Commit(kLeeds);
  EXPECT_EQ(*store_->arrivals().Newest(), 2u);
}

TEST_F(ArrivalsTest, ALogThatFallsSilentAndOneThatSpeaksComeInAgain) {
  Commit(kOtherHarvest, 2);
  EXPECT_FALSE(store_->arrivals().CameAgain(kOtherHarvest)->has_value());
  // The lower id is the one that is used.
  Commit(kHarvested);
  EXPECT_THAT(After(2), ElementsAre("3 E06000023-H-0a000000 0+1",
                                    "4 E06000023-H-0b000000 0+2"));
  EXPECT_EQ((*store_->arrivals().CameAgain(kOtherHarvest))->first_number, 4u);
  EXPECT_FALSE(store_->arrivals().CameAgain(kHarvested)->has_value());
  // The authority's own log begins.
  Commit(kBristol);
  EXPECT_THAT(After(5),
              ElementsAre("6 E06000023 0+1", "7 E06000023-H-0a000000 0+1"));
  // And stays the one that speaks.
  Commit(kHarvested);
  Commit(kBristol);
  EXPECT_THAT(After(7),
              ElementsAre("8 E06000023-H-0a000000 1+1", "9 E06000023 1+1"));
}

TEST_F(ArrivalsTest, AHarvestThatWasGivenUpComesInAgainWhenItIsTakenUp) {
  Commit(kHarvested);
  Commit(kOtherHarvest);
  EXPECT_EQ(*store_->arrivals().Newest(), 2u);
  clock_.Advance(kHarvestGivenUp);
  Commit(kOtherHarvest);
  EXPECT_THAT(After(2), ElementsAre("3 E06000023-H-0b000000 1+1",
                                    "4 E06000023-H-0a000000 0+1",
                                    "5 E06000023-H-0b000000 0+2"));
  Commit(kHarvested);
  EXPECT_THAT(After(6), ElementsAre("7 E06000023-H-0a000000 1+1",
                                    "8 E06000023-H-0b000000 0+2",
                                    "10 E06000023-H-0a000000 0+2"));
}

TEST_F(ArrivalsTest, AWitnessStandsForTheWholeOrderUpToItsNumber) {
  EXPECT_EQ(Witness(0).size(), 16u);
  EXPECT_TRUE(absl::IsNotFound(store_->arrivals().Witness(1).status()));
  Commit(kBristol, 2);
  std::set<std::string> witnesses;
  for (uint64_t number = 0; number <= 2; ++number) {
    witnesses.insert(Witness(number));
  }
  EXPECT_EQ(witnesses.size(), 3u);
  EXPECT_TRUE(absl::IsNotFound(store_->arrivals().Witness(3).status()));
  const std::string second = Witness(2);
  Commit(kLeeds);
  EXPECT_EQ(Witness(2), second);
}

// A backup is put back, and the node goes on from there: what was numbered
// after the backup is lost, and its numbers are given again.
TEST_F(ArrivalsTest, AStorePutBackFromABackupHasOtherWitnesses) {
  Commit(kBristol);
  const std::string first = Witness(1);
  const TemporaryFolder backup;
  store_.reset();
  const auto all = std::filesystem::copy_options::recursive |
                   std::filesystem::copy_options::overwrite_existing;
  std::filesystem::copy(folder_.path(), backup.path(), all);
  Open();
  Commit(kLeeds);
  const std::string lost = Witness(2);
  store_.reset();
  std::filesystem::remove_all(folder_.path());
  std::filesystem::copy(backup.path(), folder_.path(), all);
  Open();
  EXPECT_EQ(Witness(1), first);
  Commit(kLeeds);
  EXPECT_NE(Witness(2), lost);
}

}  // namespace
}  // namespace localoffer::storage
