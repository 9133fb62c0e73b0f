#include "storage/witnesses.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kBristol[] = "E06000023";

std::string NoteOf(uint64_t size) {
  return absl::StrCat(
      log::CheckpointBody({.origin = "localoffer/E06000023",
                           .size = size,
                           .root = log::Sha256(absl::StrCat(size))}),
      "\n", log::SignatureLine({.key_name = "name", .signature = "signed"}));
}

class WitnessesTest : public ::testing::Test {
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
  bool Keep(const std::string& witness, uint64_t size) {
    return *store_->witnesses().Keep(kBristol, witness, size, NoteOf(size));
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(WitnessesTest, TheNewestOfEachIsKept) {
  Open();
  const uint64_t before = store_->witnesses().generation();
  EXPECT_TRUE(Keep("b", 3));
  EXPECT_FALSE(Keep("b", 3));
  EXPECT_FALSE(Keep("b", 2));
  EXPECT_EQ(store_->witnesses().generation(), before + 1);
  EXPECT_TRUE(Keep("a", 7));
  EXPECT_TRUE(Keep("b", 4));
  EXPECT_THAT(store_->witnesses().Of(kBristol),
              ElementsAre(NoteOf(7), NoteOf(4)));
  EXPECT_THAT(store_->witnesses().Of("E08000035"), IsEmpty());
  Open();
  EXPECT_THAT(store_->witnesses().Of(kBristol),
              ElementsAre(NoteOf(7), NoteOf(4)));
  EXPECT_FALSE(Keep("b", 4));
}

}  // namespace
}  // namespace localoffer::storage
