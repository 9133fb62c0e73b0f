#include "storage/index_store.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/index/testing_documents.h"
#include "storage/keys.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

constexpr char kVersion[] = "1";
constexpr uint64_t kRecords = 40;
// Several batches, the last of them not full.
constexpr size_t kAtOnce = 7;

class IndexStoreTest : public ::testing::Test {
 protected:
  IndexStoreTest() {
    auto engine = Engine::Open({folder_.path() + "/db", 0});
    EXPECT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    IndexStore store(*engine_);
    EXPECT_TRUE(store.Clear(kVersion).ok());
    std::vector<IndexUpdate> updates;
    for (uint64_t i = 0; i < kRecords; ++i) {
      updates.push_back(
          *index_.Add(Named(absl::StrCat("e", i % 30), i,
                            absl::StrCat("Respite ", i % 3), "short breaks")));
    }
    store.Save(updates);
  }

  absl::Status Load(SearchIndex& index) {
    return IndexStore(*engine_, kAtOnce).Load(kVersion, index);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Engine> engine_;
  SearchIndex index_;
};

TEST_F(IndexStoreTest, BatchesJoin) {
  SearchIndex loaded;
  ASSERT_TRUE(Load(loaded).ok());
  EXPECT_EQ(loaded.LogSize(kBristol), kRecords);
  for (const char* text : {"", "respite", "breaks 2"}) {
    for (const uint64_t size : {5, 20, 40}) {
      SearchQuery query = Query(text, size);
      query.limit = kRecords;
      const std::vector<std::string> found = Find(loaded, query);
      EXPECT_FALSE(found.empty());
      EXPECT_EQ(found, Find(index_, query)) << text << " " << size;
    }
  }
}

TEST_F(IndexStoreTest, DamageBehindTheFirstBatchIsFound) {
  Batch batch(*engine_);
  batch.Put(Table::kIndexRecord, NumberKey(kBristol, kRecords - 1),
            "\xff\xff\xff");
  ASSERT_TRUE(engine_->Commit(batch).ok());
  SearchIndex loaded;
  EXPECT_EQ(Load(loaded).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace localoffer::storage
