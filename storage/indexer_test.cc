#include "storage/indexer.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/keys.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

constexpr char kBristol[] = "E06000023";
constexpr char kDevon[] = "E10000008";
constexpr char kSubjects[][12] = {"wheelchairs", "respite", "swimming"};

// Enough that threads share the reading, and that logs are read in stretches.
class IndexerTest : public ::testing::Test {
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

  // The first `count` entries of an authority, all in one commit.
  void Publish(const std::string& authority, int count,
               const std::string& words) {
    Proposal proposal;
    proposal.authority = authority;
    for (int i = 0; i < count; ++i) {
      ProposedChange& change = Propose(proposal, i);
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      *change.body.mutable_entry_published()->mutable_service() = TestService(
          i, absl::StrCat(words, " ", kSubjects[i % 3], " number", i));
    }
    Commit(proposal);
  }

  void Withdraw(const std::string& authority, int count) {
    Proposal proposal;
    proposal.authority = authority;
    for (int i = 0; i < count; ++i) {
      ProposedChange& change = Propose(proposal, i);
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.body.mutable_entry_withdrawn()->set_reason("closed");
    }
    Commit(proposal);
  }

  // What searches find, at the end of the logs and in between.
  std::vector<std::string> Answers() const {
    std::vector<std::string> answers;
    for (const char* text : {"", "number7", "wheelchair", "later respite"}) {
      for (const uint64_t devon : {0, 700, 1300, 1900}) {
        SearchQuery query;
        query.text = text;
        query.instant = Instant::Sizes{{kBristol, 200}, {kDevon, devon}};
        query.limit = 2000;
        const SearchResult result = store_->index().Search(query);
        std::string answer = absl::StrCat(text, " ", devon, ":");
        for (const Hit& hit : result.hits) {
          absl::StrAppend(&answer, " ", hit.position.authority, "/",
                          hit.position.entry_id);
        }
        answers.push_back(std::move(answer));
      }
    }
    return answers;
  }

  void ForgetWhatWasKept() {
    store_.reset();
    auto engine = Engine::Open({folder_.path() + "/db", 0});
    ASSERT_TRUE(engine.ok()) << engine.status();
    Batch batch(**engine);
    batch.Delete(Table::kMeta, kIndexVersionKey);
    ASSERT_TRUE((*engine)->Commit(batch).ok());
  }

  // Loses a record in the middle of a table, or overwrites it.
  void DamageOne(Table table, bool is_lost) {
    store_.reset();
    auto engine = Engine::Open({folder_.path() + "/db", 0});
    ASSERT_TRUE(engine.ok()) << engine.status();
    std::vector<std::string> keys;
    {
      Cursor cursor = (*engine)->Scan(table, "");
      for (; cursor.Valid(); cursor.Next()) keys.emplace_back(cursor.key());
    }
    ASSERT_GT(keys.size(), 10);
    Batch batch(**engine);
    if (is_lost) {
      batch.Delete(table, keys[keys.size() / 2]);
    } else {
      batch.Put(table, keys[keys.size() / 2], "\xff\xff\xff");
    }
    ASSERT_TRUE((*engine)->Commit(batch).ok());
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;

 private:
  ProposedChange& Propose(Proposal& proposal, int number) {
    ProposedChange& change = proposal.changes.emplace_back();
    change.subject = TestService(number, "").id();
    const auto before = store_->entries().At(
        proposal.authority, change.subject,
        store_->logs().Latest().SizeOf(proposal.authority));
    EXPECT_TRUE(before.ok()) << before.status();
    if (*before) change.expected_sequence = (*before)->sequence;
    return change;
  }

  void Commit(const Proposal& proposal) {
    clock_.Advance(absl::Seconds(1));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }
};

TEST_F(IndexerTest, FindsTheSameWhetherItWasIndexedLoadedOrMadeAnew) {
  Open();
  Publish(kBristol, 200, "Early");
  Publish(kDevon, 1000, "Early");
  Publish(kDevon, 600, "Later");
  Withdraw(kDevon, 300);
  const std::vector<std::string> indexed = Answers();
  SearchQuery all;
  all.instant = Instant::Sizes{{kBristol, 200}, {kDevon, 1900}};
  EXPECT_EQ(store_->index().Search(all).total, 900);
  Open();
  EXPECT_EQ(Answers(), indexed) << "loaded";
  ForgetWhatWasKept();
  Open();
  EXPECT_EQ(Answers(), indexed) << "made anew";
  EXPECT_EQ(store_->index().LogSize(kDevon), 1900);
}

// A damaged projection is no reason to answer nothing: the log has it all.
TEST_F(IndexerTest, WhatCannotBeReadBackIsMadeAnew) {
  Open();
  Publish(kBristol, 200, "Early");
  Publish(kDevon, 1300, "Early");
  Publish(kDevon, 600, "Later");
  const std::vector<std::string> indexed = Answers();
  // A record that is no longer one, and a name without which the others have
  // other numbers.
  for (const auto& [table, is_lost] : {std::pair(Table::kIndexRecord, false),
                                       std::pair(Table::kIndexName, true)}) {
    SCOPED_TRACE(is_lost);
    DamageOne(table, is_lost);
    Open();
    EXPECT_EQ(Answers(), indexed);
    // And kept again.
    Open();
    EXPECT_EQ(Answers(), indexed);
  }
}

TEST_F(IndexerTest, GoesOnFromWhatWasKept) {
  Open();
  Publish(kBristol, 200, "Early");
  Open();
  Publish(kDevon, 1000, "Early");
  Publish(kDevon, 600, "Later");
  Withdraw(kDevon, 300);
  const std::vector<std::string> indexed = Answers();
  Open();
  EXPECT_EQ(Answers(), indexed);
}

TEST_F(IndexerTest, RefusesALogWithAGap) {
  Open();
  Publish(kBristol, 200, "Early");
  ForgetWhatWasKept();
  {
    auto engine = Engine::Open({folder_.path() + "/db", 0});
    ASSERT_TRUE(engine.ok()) << engine.status();
    Batch batch(**engine);
    batch.Delete(Table::kBody, NumberKey(kBristol, 120));
    ASSERT_TRUE((*engine)->Commit(batch).ok());
  }
  StoreOptions options;
  options.directory = folder_.path();
  options.clock = clock_.clock();
  options.random = SeededBytes(1);
  EXPECT_TRUE(absl::IsDataLoss(Store::Open(std::move(options)).status()));
}

}  // namespace
}  // namespace localoffer::storage
