#include "services/feed/feed_reader.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/feed/testing_directory.h"
#include "services/openreferral/write_json.h"

namespace localoffer::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FeedReaderTest : public ::testing::Test, public TestingDirectory {
 protected:
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
        const std::string& name = item.entry.name();
        EXPECT_EQ(item.witness,
                  *store_->arrivals().Witness(item.change_number));
        items.push_back(absl::StrCat(item.change_number, " ",
                                     name.substr(12, name.find('/', 12) - 12),
                                     " ", name.substr(name.size() - 1),
                                     item.deleted ? " deleted" : " updated"));
      }
      if (page.next == request.after) return items;
      request.after = page.next;
    }
  }
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
  FeedRequest request;
  request.most_bytes = 1 << 20;
  EXPECT_THAT(Read(request).items, SizeIs(3));
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

TEST_F(FeedReaderTest, WhatIsBeingWrittenIsNotTheNewest) {
  Publish(kHarvested, 1, "a");
  Publish(kHarvested, 2, "b");
  const storage::Instant before = store_->logs().Latest();
  // With it the harvested log comes in again, of which nothing is new.
  Publish(kBristol, 3, "own");
  const FeedReader reader(*store_);
  EXPECT_EQ(*reader.Newest(before), 2u);
  EXPECT_EQ(*reader.Newest(store_->logs().Latest()), 5u);
  const storage::Instant after = store_->logs().Latest();
  Publish(kLeeds, 4, "c");
  EXPECT_EQ(*reader.Newest(after), 5u);
}

v1::Entry NameAlone(const v1::Entry& entry) {
  v1::Entry name;
  name.set_name(entry.name());
  return name;
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
      const v1::Entry& entry = item.entry;
      if (item.deleted) {
        EXPECT_EQ(entry.ByteSizeLong(), NameAlone(entry).ByteSizeLong());
        consumer.copy.erase(entry.name());
      } else {
        consumer.copy[entry.name()] = openreferral::WriteServiceJson(
            entry.service(), entry.local_offer(), {});
      }
    }
    EXPECT_GE(page.next, last);
    const bool more = page.next != consumer.after;
    consumer.after = page.next;
    return more;
  }

  std::mt19937 random_;
  std::vector<Consumer> consumers_;
};

TEST_P(RandomConsumersTest, EveryCopyBecomesTheDirectory) {
  for (int step = 0; step < 150; ++step) {
    Happen(random_);
    if (Below(120) == 0) Open();
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
      ASSERT_EQ(consumer.copy, Shown(consumer.of)) << "step " << step;
    }
  }
  // Each entry once.
  std::set<std::string> names;
  FeedRequest request;
  for (FeedPage page = Read(request); page.next != request.after;
       page = Read(request)) {
    for (const FeedItem& item : page.items) {
      EXPECT_TRUE(names.insert(item.entry.name()).second) << item.entry.name();
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
      consumer.copy[item.entry.name()] = openreferral::WriteServiceJson(
          item.entry.service(), item.entry.local_offer(), {});
    }
    const bool more = page->next != consumer.after;
    consumer.after = page->next;
    return more;
  };
  while (consumer.after < 200) follow();
  publisher.join();
  while (follow()) {
  }
  EXPECT_EQ(consumer.copy, Shown());
}

}  // namespace
}  // namespace localoffer::feed
