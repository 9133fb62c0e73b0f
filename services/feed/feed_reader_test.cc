#include "services/feed/feed_reader.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/resource_name.h"
#include "services/openreferral/write_json.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/testing.h"

namespace localoffer::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";
constexpr char kHarvested[] = "E06000023-H-0a000000";
constexpr char kOtherHarvest[] = "E06000023-H-0b000000";

// Name and service of every entry that is shown.
using Copy = std::map<std::string, std::string>;

class FeedReaderTest : public ::testing::Test {
 protected:
  FeedReaderTest() { Open(); }

  void Open() {
    store_.reset();
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(9);
    auto store = storage::Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  std::optional<storage::EntryRevision> Revision(const std::string& log,
                                                 int number) {
    return *store_->entries().At(log, storage::TestService(number, "").id(),
                                 store_->logs().Latest().SizeOf(log));
  }

  storage::ProposedChange Change(const std::string& log, int number,
                                 log::v1::ChangeKind kind) {
    storage::ProposedChange change;
    change.kind = kind;
    change.subject = storage::TestService(number, "").id();
    if (const auto revision = Revision(log, number)) {
      change.expected_sequence = revision->sequence;
    }
    return change;
  }

  void Commit(const std::string& log, storage::ProposedChange change) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  void Publish(const std::string& log, int number, const std::string& name) {
    storage::ProposedChange change =
        Change(log, number, log::v1::CHANGE_KIND_ENTRY_PUBLISHED);
    *change.body.mutable_entry_published()->mutable_service() =
        storage::TestService(number, name);
    Commit(log, std::move(change));
  }

  void Withdraw(const std::string& log, int number) {
    storage::ProposedChange change =
        Change(log, number, log::v1::CHANGE_KIND_ENTRY_WITHDRAWN);
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    Commit(log, std::move(change));
  }

  void Erase(const std::string& log, uint64_t sequence) {
    storage::ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a name");
    Commit(log, std::move(change));
  }

  FeedPage Read(const FeedRequest& request) {
    const auto page =
        FeedReader(*store_).Read(request, store_->logs().Latest());
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? *page : FeedPage();
  }

  // "number name state" of every item from the beginning on.
  std::vector<std::string> Whole(const std::string& of = "") {
    std::vector<std::string> items;
    FeedRequest request;
    request.of = of;
    while (true) {
      const FeedPage page = Read(request);
      for (const FeedItem& item : page.items) {
        items.push_back(
            absl::StrCat(item.change_number, " ",
                         item.name.substr(12, item.name.find('/', 12) - 12),
                         " ", item.name.substr(item.name.size() - 1),
                         item.deleted ? " deleted" : " updated"));
      }
      if (page.next == request.after) return items;
      request.after = page.next;
    }
  }

  // What the directory shows: the oracle.
  Copy Directory(const std::string& of = "") {
    Copy shown;
    const storage::Instant speaking =
        *store_->speaking().At(store_->logs().Latest());
    for (const auto& [log, size] : speaking.sizes()) {
      if (!of.empty() && log::AuthorityOfLog(log) != of) continue;
      EXPECT_TRUE(store_->entries()
                      .ForEach(log, size, "",
                               [&](const storage::EntryRevision& revision) {
                                 Show(revision, shown);
                                 return true;
                               })
                      .ok());
    }
    return shown;
  }

  void Show(const storage::EntryRevision& revision, Copy& shown) {
    if (revision.withdrawn) return;
    const auto content = store_->entries().Content(revision);
    if (!content->has_service()) return;
    shown[entry::FormatEntryName(revision.authority, revision.entry_id)] =
        openreferral::WriteServiceJson(content->service(),
                                       content->local_offer(), {});
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

TEST_F(FeedReaderTest, AnEntryStandsAtItsNewestChange) {
  EXPECT_THAT(Whole(), IsEmpty());
  Publish(kBristol, 1, "a");
  Publish(kLeeds, 2, "b");
  Publish(kBristol, 1, "a again");
  EXPECT_THAT(Whole(),
              ElementsAre("2 E08000035 2 updated", "3 E06000023 1 updated"));
  Withdraw(kLeeds, 2);
  EXPECT_THAT(Whole(),
              ElementsAre("3 E06000023 1 updated", "4 E08000035 2 deleted"));
}

TEST_F(FeedReaderTest, AnErasedEntryIsDeletedWhereItWasErased) {
  Publish(kBristol, 1, "a");
  Publish(kBristol, 2, "b");
  Publish(kBristol, 1, "a again");
  Erase(kBristol, 2);
  EXPECT_THAT(Whole(),
              ElementsAre("2 E06000023 2 updated", "4 E06000023 1 deleted"));
  // What was no longer shown is erased without a trace.
  Publish(kBristol, 2, "b again");
  Erase(kBristol, 1);
  EXPECT_THAT(Whole(),
              ElementsAre("4 E06000023 1 deleted", "5 E06000023 2 updated"));
  Publish(kBristol, 1, "a once more");
  EXPECT_THAT(Whole(),
              ElementsAre("5 E06000023 2 updated", "7 E06000023 1 updated"));
}

TEST_F(FeedReaderTest, AHarvestedLogGoesWhenTheAuthoritysOwnBegins) {
  Publish(kHarvested, 1, "a");
  Publish(kHarvested, 2, "b");
  EXPECT_THAT(Whole(kBristol), SizeIs(2));
  Publish(kBristol, 3, "own");
  const std::vector<std::string> expected = {
      "3 E06000023 3 updated", "4 E06000023-H-0a000000 1 deleted",
      "5 E06000023-H-0a000000 2 deleted"};
  EXPECT_EQ(Whole(), expected);
  EXPECT_EQ(Whole(kBristol), expected);
  EXPECT_THAT(Whole(kHarvested),
              ElementsAre("4 E06000023-H-0a000000 1 updated",
                          "5 E06000023-H-0a000000 2 updated"));
  EXPECT_THAT(Whole(kLeeds), IsEmpty());
}

TEST_F(FeedReaderTest, OtherAuthoritiesChangesArePassedOver) {
  for (int i = 0; i < 5; ++i) Publish(kLeeds, 1, absl::StrCat(i));
  FeedRequest request;
  request.of = kBristol;
  const FeedPage page = Read(request);
  EXPECT_THAT(page.items, IsEmpty());
  EXPECT_EQ(page.next, 5u);
}

TEST_F(FeedReaderTest, APageHasNoMoreItemsThanAreAskedFor) {
  for (int i = 1; i <= 5; ++i) Publish(kBristol, i, "x");
  FeedRequest request;
  request.most_items = 2;
  const FeedPage page = Read(request);
  EXPECT_THAT(page.items, SizeIs(2));
  EXPECT_EQ(page.next, 2u);
}

TEST_F(FeedReaderTest, ALongPageIsCut) {
  const std::string text(400 << 10, 'x');
  for (int i = 1; i <= 5; ++i) Publish(kBristol, i, text);
  EXPECT_THAT(Read({}).items, SizeIs(3));
}

TEST_F(FeedReaderTest, WhatIsNotYetReadableIsNotShown) {
  Publish(kBristol, 1, "a");
  const storage::Instant before = store_->logs().Latest();
  Publish(kLeeds, 2, "b");
  Publish(kBristol, 3, "c");
  const auto page = FeedReader(*store_).Read({}, before);
  ASSERT_TRUE(page.ok());
  EXPECT_THAT(page->items, SizeIs(1));
  EXPECT_EQ(page->next, 1u);
}

// Somebody keeps a copy: of everything, or of one authority.
struct Consumer {
  std::string of;
  uint64_t after = 0;
  Copy copy;
};

Consumer Beginner(const std::string& of) {
  Consumer consumer;
  consumer.of = of;
  return consumer;
}

class RandomConsumersTest : public FeedReaderTest,
                            public ::testing::WithParamInterface<int> {
 protected:
  RandomConsumersTest() : random_(GetParam()) {
    for (const char* of : {"", "", kBristol, kLeeds})
      consumers_.push_back(Beginner(of));
  }

  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<unsigned>(bound));
  }

  // Some change of some log.
  void Happen() {
    // An authority's own log begins late, if at all.
    const std::string logs[] = {kHarvested, kOtherHarvest, kLeeds,
                                started_ ? kBristol : kHarvested};
    const std::string& log = logs[Below(4)];
    const int number = 1 + Below(8);
    const auto revision = Revision(log, number);
    switch (Below(6)) {
      case 0:
        if (revision && !revision->withdrawn) return Withdraw(log, number);
        break;
      case 1:
        if (revision && !*store_->entries().ErasureOf(*revision)) {
          return Erase(log, revision->content_sequence);
        }
        break;
      case 2:
        if (Below(10) == 0) started_ = true;
        if (Below(10) == 0) clock_.Advance(storage::kHarvestGivenUp);
        if (Below(20) == 0) Open();
        break;
      default:
        break;
    }
    Publish(log, number, absl::StrCat("name ", random_()));
  }

  // Reads a page. False at the end of the feed.
  bool Follow(Consumer& consumer) {
    FeedRequest request;
    request.of = consumer.of;
    request.after = consumer.after;
    request.most_items = 1 + static_cast<size_t>(Below(5));
    const FeedPage page = Read(request);
    uint64_t last = consumer.after;
    for (const FeedItem& item : page.items) {
      EXPECT_GT(item.change_number, last);
      last = item.change_number;
      if (item.deleted) {
        consumer.copy.erase(item.name);
      } else {
        consumer.copy[item.name] = item.service;
      }
    }
    EXPECT_GE(page.next, last);
    const bool more = page.next != consumer.after;
    consumer.after = page.next;
    return more;
  }

  std::mt19937 random_;
  bool started_ = false;
  std::vector<Consumer> consumers_;
};

TEST_P(RandomConsumersTest, EveryCopyBecomesTheDirectory) {
  for (int step = 0; step < 150; ++step) {
    Happen();
    if (HasFatalFailure()) return;
    for (Consumer& consumer : consumers_) {
      if (Below(3) == 0) Follow(consumer);
      // Begins anew with nothing.
      if (Below(100) == 0) consumer = Beginner(consumer.of);
    }
    if (step % 25 != 0) continue;
    for (Consumer& consumer : consumers_) {
      while (Follow(consumer)) {
      }
      ASSERT_EQ(consumer.copy, Directory(consumer.of)) << "step " << step;
    }
  }
  // Each entry once.
  std::set<std::string> names;
  FeedRequest request;
  for (FeedPage page = Read(request); page.next != request.after;
       page = Read(request)) {
    for (const FeedItem& item : page.items) {
      EXPECT_TRUE(names.insert(item.name).second) << item.name;
    }
    request.after = page.next;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomConsumersTest, ::testing::Range(0, 12));

// A consumer reads while another thread commits.
TEST_F(FeedReaderTest, NothingIsMissedWhileCommitsAreUnderWay) {
  std::thread publisher([this] {
    for (int i = 0; i < 200; ++i) {
      Publish(i % 3 == 0 ? kLeeds : kBristol, 1 + i % 20, absl::StrCat(i));
    }
  });
  Consumer consumer;
  FeedReader reader(*store_);
  const auto follow = [&] {
    FeedRequest request;
    request.after = consumer.after;
    request.most_items = 3;
    const auto page = reader.Read(request, store_->logs().Latest());
    for (const FeedItem& item : page->items) {
      consumer.copy[item.name] = item.service;
    }
    const bool more = page->next != consumer.after;
    consumer.after = page->next;
    return more;
  };
  while (consumer.after < 200) follow();
  publisher.join();
  while (follow()) {
  }
  EXPECT_EQ(consumer.copy, Directory());
}

}  // namespace
}  // namespace localoffer::feed
