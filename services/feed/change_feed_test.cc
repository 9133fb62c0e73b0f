#include "services/feed/change_feed.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/feed/testing_directory.h"
#include "services/rpc/error.h"

namespace localoffer::feed {
namespace {

using ::testing::HasSubstr;

std::string ParentOf(const std::string& of) {
  return of.empty() ? "" : absl::StrCat("authorities/", of);
}

class ChangeFeedTest : public ::testing::Test, public TestingDirectory {
 protected:
  v1::ListChangesResponse List(const v1::ListChangesRequest& request) {
    auto page = ChangeFeed(*store_).List(request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? *std::move(page) : v1::ListChangesResponse();
  }
  v1::ChangePlace Newest() { return ChangeFeed(*store_).State({})->newest(); }
  // What a watcher who brings `after` hears until he has heard all.
  std::vector<v1::WatchChangesResponse> Watch(
      const v1::WatchChangesRequest& request) {
    std::vector<v1::WatchChangesResponse> messages;
    auto source = WatchSource::Start(*store_, request);
    EXPECT_TRUE(source.ok()) << source.status();
    if (!source.ok()) return messages;
    while (messages.empty() || !messages.back().complete()) {
      EXPECT_EQ(*source->Next(messages.emplace_back()), rpc::Found::kMessage);
    }
    v1::WatchChangesResponse more;
    EXPECT_EQ(*source->Next(more), rpc::Found::kNothing);
    EXPECT_EQ(more.changes_size(), 0);
    return messages;
  }
  static std::string ReasonOf(const absl::Status& status) {
    return rpc::ReasonOf(status);
  }
};

TEST_F(ChangeFeedTest, AnEmptyNodeHasAFeed) {
  const v1::ListChangesResponse page = List({});
  EXPECT_EQ(page.changes_size(), 0);
  EXPECT_TRUE(page.complete());
  EXPECT_EQ(page.next().change_number(), 0);
  EXPECT_EQ(page.next().witness(), *store_->arrivals().Witness(0));
  EXPECT_EQ(Newest().change_number(), 0);
}

TEST_F(ChangeFeedTest, AChangeHasItsEntryAsItIsAndItsPlace) {
  Publish(kBristol, 1, "Short breaks");
  Publish(kLeeds, 2, "Hydrotherapy");
  Withdraw(kBristol, 1);
  v1::ListChangesResponse page = List({});
  ASSERT_EQ(page.changes_size(), 2);
  const v1::EntryChange& published = page.changes(0);
  EXPECT_EQ(published.place().change_number(), 2);
  EXPECT_EQ(published.place().witness(), *store_->arrivals().Witness(2));
  EXPECT_FALSE(published.deleted());
  EXPECT_EQ(published.entry().service().name(), "Hydrotherapy");
  EXPECT_EQ(published.entry().state(), v1::ENTRY_STATE_PUBLISHED);
  EXPECT_EQ(published.entry().etag(), "\"0\"");
  EXPECT_TRUE(published.entry().has_update_time());
  EXPECT_FALSE(published.entry().has_harvested());
  const v1::EntryChange& withdrawn = page.changes(1);
  EXPECT_EQ(withdrawn.place().change_number(), 3);
  EXPECT_TRUE(withdrawn.deleted());
  v1::Entry name;
  name.set_name(withdrawn.entry().name());
  EXPECT_EQ(withdrawn.entry().SerializeAsString(), name.SerializeAsString());
  EXPECT_EQ(page.next().change_number(), 3);
  EXPECT_TRUE(page.complete());
  EXPECT_EQ(page.revision(), store_->logs().Latest().ToRevision());
}

TEST_F(ChangeFeedTest, AHarvestedEntrySaysSo) {
  Publish(kHarvested, 1, "Short breaks");
  const v1::ListChangesResponse page = List({});
  ASSERT_EQ(page.changes_size(), 1);
  EXPECT_EQ(page.changes(0).entry().harvested().log(),
            absl::StrCat("authorities/", kHarvested));
}

TEST_F(ChangeFeedTest, AViewIsThatOfEntries) {
  Publish(kBristol, 1, "Short breaks");
  v1::ListChangesRequest request;
  request.set_view(v1::ENTRY_VIEW_BASIC);
  const v1::Entry basic = List(request).changes(0).entry();
  EXPECT_EQ(basic.service().name(), "Short breaks");
  EXPECT_EQ(List({}).changes(0).entry().service().SerializeAsString(),
            storage::TestService(1, "Short breaks").SerializeAsString());
}

TEST_F(ChangeFeedTest, AllViolationsComeAtOnce) {
  v1::ListChangesRequest request;
  request.set_parent("authorities/x");
  request.mutable_after()->set_change_number(-1);
  request.set_page_size(-1);
  request.set_view(static_cast<v1::EntryView>(77));
  const absl::Status refused = ChangeFeed(*store_).List(request).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  for (const char* field :
       {"parent", "after.change_number", "page_size", "view"}) {
    EXPECT_THAT(std::string(refused.message()), HasSubstr(field));
  }
}

TEST_F(ChangeFeedTest, OfAnUnknownAuthorityThereIsNone) {
  Publish(kBristol, 1, "a");
  const std::string unknown = "authorities/E06999999";
  v1::ListChangesRequest list;
  list.set_parent(unknown);
  // Before the place, of which he learns nothing.
  list.mutable_after()->set_change_number(9);
  EXPECT_EQ(ReasonOf(ChangeFeed(*store_).List(list).status()),
            "AUTHORITY_NOT_FOUND");
  v1::WatchChangesRequest watch;
  watch.set_parent(unknown);
  EXPECT_EQ(ReasonOf(WatchSource::Start(*store_, watch).status()),
            "AUTHORITY_NOT_FOUND");
  v1::GetChangeFeedStateRequest state;
  state.set_parent(unknown);
  EXPECT_EQ(ReasonOf(ChangeFeed(*store_).State(state).status()),
            "AUTHORITY_NOT_FOUND");
  state.set_parent("authorities/-");
  EXPECT_TRUE(ChangeFeed(*store_).State(state).ok());
}

TEST_F(ChangeFeedTest, APlaceOfAnotherNodeIsRefusedByAll) {
  TestingDirectory other;
  for (int i = 0; i < 3; ++i) {
    Publish(kBristol, i, "here");
    other.Publish(kLeeds, i, "there");
  }
  other.Publish(kLeeds, 4, "further");
  for (uint64_t number = 1; number <= 4; ++number) {
    v1::ChangePlace place;
    place.set_change_number(static_cast<int64_t>(number));
    place.set_witness(*other.store().arrivals().Witness(number));
    v1::ListChangesRequest list;
    *list.mutable_after() = place;
    const absl::Status refused = ChangeFeed(*store_).List(list).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    EXPECT_EQ(ReasonOf(refused), "FEED_BEGAN_ANEW");
    v1::WatchChangesRequest watch;
    *watch.mutable_after() = place;
    EXPECT_EQ(ReasonOf(WatchSource::Start(*store_, watch).status()),
              "FEED_BEGAN_ANEW");
    v1::GetChangeFeedStateRequest state;
    *state.mutable_place() = place;
    EXPECT_EQ(ReasonOf(ChangeFeed(*store_).State(state).status()),
              "FEED_BEGAN_ANEW");
    // Nobody looks, where there is none.
    list.mutable_after()->clear_witness();
    EXPECT_EQ(ChangeFeed(*store_).List(list).ok(), number <= 3);
  }
}

TEST_F(ChangeFeedTest, WhoIsFarBehindReadsBeforeHeWatches) {
  constexpr int kMost = 10'000;
  PublishMany(kBristol, 0, kMost);
  v1::WatchChangesRequest watch;
  watch.mutable_after();
  EXPECT_TRUE(WatchSource::Start(*store_, watch).ok());
  Publish(kLeeds, 1, "one more");
  const absl::Status far = WatchSource::Start(*store_, watch).status();
  EXPECT_TRUE(absl::IsOutOfRange(far)) << far;
  EXPECT_EQ(ReasonOf(far), "TOO_FAR_BEHIND");
  EXPECT_THAT(std::string(far.message()), HasSubstr("10001"));
  watch.mutable_after()->set_change_number(1);
  EXPECT_TRUE(WatchSource::Start(*store_, watch).ok());
  // Places cost nothing.
  watch.mutable_after()->set_change_number(0);
  watch.set_places_only(true);
  EXPECT_TRUE(WatchSource::Start(*store_, watch).ok());
}

TEST_F(ChangeFeedTest, OnlyWhatIsNearIsQuick) {
  ChangeFeed feed(*store_);
  EXPECT_TRUE(feed.IsQuick({}));
  PublishMany(kBristol, 0, 300);
  EXPECT_FALSE(feed.IsQuick({}));
  v1::ListChangesRequest request;
  for (const int64_t after :
       {int64_t{-1}, int64_t{100}, int64_t{300}, int64_t{9000}, INT64_MAX}) {
    request.mutable_after()->set_change_number(after);
    EXPECT_TRUE(feed.IsQuick(request)) << after;
  }
  request.mutable_after()->set_change_number(99);
  EXPECT_FALSE(feed.IsQuick(request));
}

TEST_F(ChangeFeedTest, AWatcherWithoutAPlaceHearsWhatComesNext) {
  Publish(kBristol, 1, "before");
  auto source = WatchSource::Start(*store_, {});
  ASSERT_TRUE(source.ok()) << source.status();
  v1::WatchChangesResponse message;
  EXPECT_EQ(*source->Next(message), rpc::Found::kMessage);
  EXPECT_EQ(message.changes_size(), 0);
  EXPECT_EQ(message.place().change_number(), 1);
  EXPECT_TRUE(message.complete());
  Publish(kLeeds, 2, "Hydrotherapy");
  message.Clear();
  EXPECT_EQ(*source->Next(message), rpc::Found::kMessage);
  ASSERT_EQ(message.changes_size(), 1);
  EXPECT_EQ(message.changes(0).entry().service().name(), "Hydrotherapy");
  EXPECT_EQ(message.place().change_number(), 2);
}

TEST_F(ChangeFeedTest, WhatOthersPublishIsNoMessageButMovesThePlace) {
  Publish(kBristol, 1, "mine");
  v1::WatchChangesRequest request;
  request.set_parent(ParentOf(kBristol));
  auto source = WatchSource::Start(*store_, request);
  ASSERT_TRUE(source.ok()) << source.status();
  v1::WatchChangesResponse message;
  EXPECT_EQ(*source->Next(message), rpc::Found::kMessage);
  Publish(kLeeds, 2, "theirs");
  message.Clear();
  EXPECT_EQ(*source->Next(message), rpc::Found::kNothing);
  EXPECT_EQ(message.place().change_number(), 2);
  EXPECT_TRUE(message.complete());
}

TEST_F(ChangeFeedTest, PlacesAloneAreToldWheneverTheFeedHasGrown) {
  v1::WatchChangesRequest request;
  request.set_places_only(true);
  request.set_parent(ParentOf(kBristol));
  auto source = WatchSource::Start(*store_, request);
  ASSERT_TRUE(source.ok()) << source.status();
  for (int64_t number = 0; number < 5; ++number) {
    v1::WatchChangesResponse message;
    EXPECT_EQ(*source->Next(message), rpc::Found::kMessage);
    EXPECT_EQ(message.place().change_number(), number);
    EXPECT_EQ(message.place().witness(), Newest().witness());
    EXPECT_EQ(message.changes_size(), 0);
    EXPECT_TRUE(message.complete());
    message.Clear();
    EXPECT_EQ(*source->Next(message), rpc::Found::kNothing);
    Publish(kLeeds, 1, absl::StrCat("name ", number));
  }
}

TEST_F(ChangeFeedTest, ALongStretchComesInSeveralMessages) {
  PublishMany(kBristol, 0, 250);
  v1::WatchChangesRequest request;
  request.mutable_after();
  const std::vector<v1::WatchChangesResponse> messages = Watch(request);
  ASSERT_EQ(messages.size(), 3u);
  EXPECT_EQ(messages[0].changes_size(), 100);
  EXPECT_FALSE(messages[0].complete());
  EXPECT_EQ(messages[0].place().change_number(), 100);
  EXPECT_EQ(messages[2].changes_size(), 50);
  EXPECT_TRUE(messages[2].complete());
}

// Anything happens, and some read it in pages, and some watch, come back with
// the last place that they heard of, and watch on.
class RandomReadersTest : public ChangeFeedTest,
                          public ::testing::WithParamInterface<int> {
 protected:
  struct Reader {
    std::string of;
    std::optional<v1::ChangePlace> place;
    Copy copy;
    // Numbers rise: nothing comes twice.
    int64_t last = 0;
  };

  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<unsigned>(bound));
  }

  template <typename Answer>
  void Take(const Answer& answer, const v1::ChangePlace& place,
            Reader& reader) {
    for (const v1::EntryChange& change : answer.changes()) {
      EXPECT_GT(change.place().change_number(), reader.last);
      reader.last = change.place().change_number();
      Apply(change, reader.copy);
    }
    EXPECT_GE(place.change_number(), reader.last);
    reader.place = place;
    // Now and then he is cut off in the middle of an answer.
    if (answer.changes_size() > 0 && Below(5) == 0) {
      reader.place = answer.changes(answer.changes_size() - 1).place();
    }
  }

  // Reads a page. False at the end.
  bool ReadOn(Reader& reader) {
    v1::ListChangesRequest request;
    request.set_parent(ParentOf(reader.of));
    if (reader.place) *request.mutable_after() = *reader.place;
    request.set_page_size(1 + Below(5));
    const v1::ListChangesResponse page = List(request);
    const bool at_end = reader.place && page.next().change_number() ==
                                            reader.place->change_number();
    EXPECT_TRUE(page.complete() || !at_end);
    if (page.complete()) {
      EXPECT_EQ(page.next().change_number(), Newest().change_number());
    }
    Take(page, page.next(), reader);
    return !page.complete();
  }

  void WatchOn(Reader& reader) {
    v1::WatchChangesRequest request;
    request.set_parent(ParentOf(reader.of));
    request.mutable_after();
    if (reader.place) *request.mutable_after() = *reader.place;
    for (const v1::WatchChangesResponse& message : Watch(request)) {
      Take(message, message.place(), reader);
    }
  }

  std::mt19937 random_{static_cast<unsigned>(GetParam())};
};

TEST_P(RandomReadersTest, AllHaveTheDirectoryInTheEnd) {
  std::vector<Reader> readers(6);
  readers[1].of = readers[4].of = kBristol;
  readers[2].of = readers[5].of = kLeeds;
  for (int step = 0; step < 120; ++step) {
    Happen(random_);
    if (HasFatalFailure()) return;
    for (size_t i = 0; i < readers.size(); ++i) {
      if (Below(4) != 0) continue;
      if (i < 3) {
        ReadOn(readers[i]);
      } else {
        WatchOn(readers[i]);
      }
    }
    if (step % 30 != 0) continue;
    for (Reader& reader : readers) {
      while (ReadOn(reader) ||
             reader.place->change_number() != Newest().change_number()) {
      }
      ASSERT_EQ(reader.copy, Shown(reader.of)) << "step " << step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomReadersTest, ::testing::Range(0, 10));

}  // namespace
}  // namespace localoffer::feed
