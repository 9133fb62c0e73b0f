#include "storage/evidence.h"

#include "gtest/gtest.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

// What evidence shows is tested where it is found:
// services/exchange/checkpoint_check_test.cc.
class EvidenceTest : public ::testing::Test {
 protected:
  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(1);
    auto store = Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  Evidence Example(const std::string& authority, int number) {
    Evidence evidence;
    evidence.authority = authority;
    evidence.find_time = clock_.now();
    evidence.peer = "peer:1";
    evidence.smaller_checkpoint = "smaller";
    evidence.larger_checkpoint = std::to_string(number);
    evidence.larger_root_there = log::Sha256("root");
    evidence.path = {log::Sha256("a"), log::Sha256("b")};
    return evidence;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(EvidenceTest, IsKeptOnceAndForGood) {
  Open();
  for (const int number : {1, 2, 1}) {
    ASSERT_TRUE(store_->evidence().Keep(Example("E06000023", number)).ok());
  }
  ASSERT_TRUE(store_->evidence().Keep(Example("E08000035", 3)).ok());
  Open();
  EXPECT_EQ(store_->evidence().List("E06000023", 10)->size(), 2);
  EXPECT_EQ(store_->evidence().List("", 10)->size(), 3);
  EXPECT_EQ(store_->evidence().List("", 2)->size(), 2);
  const Evidence kept = (*store_->evidence().List("E08000035", 10))[0];
  const Evidence example = Example("E08000035", 3);
  EXPECT_EQ(kept.find_time, example.find_time);
  EXPECT_EQ(kept.peer, example.peer);
  EXPECT_EQ(kept.smaller_checkpoint, example.smaller_checkpoint);
  EXPECT_EQ(kept.larger_checkpoint, example.larger_checkpoint);
  EXPECT_EQ(kept.larger_root_there, example.larger_root_there);
  EXPECT_EQ(kept.path, example.path);
}

TEST_F(EvidenceTest, TheNewestComesFirst) {
  Open();
  ASSERT_TRUE(store_->evidence().Keep(Example("E06000023", 1)).ok());
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(store_->evidence().Keep(Example("E08000035", 2)).ok());
  EXPECT_EQ((*store_->evidence().List("", 10))[0].authority, "E08000035");
}

}  // namespace
}  // namespace localoffer::storage
