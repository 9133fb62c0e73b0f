#include "services/harvest/crawl.h"

#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/crawl_fixture.h"

namespace localoffer::harvest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(CrawlTest, ReadsFeedsOfAnySizeInBothDialects) {
  for (const bool version_1 : {false, true}) {
    for (const int size : {0, 1, 2, 3, 4, 6, 7, 20}) {
      feed_.version_1 = version_1;
      Fill(size);
      const Crawl crawl = Read();
      EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << size << crawl.detail;
      EXPECT_EQ(Ids(crawl), AllIds()) << size;
      EXPECT_EQ(crawl.total_told, size);
      EXPECT_EQ(crawl.pages, std::max(1, (size + 2) / 3));
    }
  }
}

TEST_F(CrawlTest, NoticesThatAFeedCountsFromZero) {
  for (const int size : {1, 3, 4, 9}) {
    Fill(size);
    server_.Follow([this](FeedRequest request) {
      if (!request.Parameter("page").empty()) {
        request.parameters["page"] =
            absl::StrCat(std::stoi(request.Parameter("page")) + 1);
      }
      return feed_.Answer(request);
    });
    const Crawl crawl = Read();
    EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << size << crawl.detail;
    const std::vector<std::string> ids = Ids(crawl);
    const std::vector<std::string> all = AllIds();
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()),
              std::set<std::string>(all.begin(), all.end()));
  }
}

TEST_F(CrawlTest, ReadsServicesOneByOneWhereTheListHasSummaries) {
  feed_.summaries = true;
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
  EXPECT_THAT(crawl.source, HasSubstr("All about Service 7"));
}

TEST_F(CrawlTest, ServicesWithOneIdAreBothReadAndCounted) {
  feed_.services[1].first = TestId(0);  // on one page
  feed_.services[7].first = TestId(0);  // on another
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
  EXPECT_EQ(crawl.pages, 3);
}

TEST_F(CrawlTest, AnArrayWithNothingAroundItIsTheWholeUnlessItIsAPage) {
  rules_.per_page = 4;
  server_.Follow([this](const FeedRequest& request) {
    if (!absl::EndsWith(request.path, "/services")) {
      return feed_.Answer(request);
    }
    std::vector<std::string> all;
    for (const auto& [id, name] : feed_.services) {
      all.push_back(feed_.Service(id, name, true));
    }
    return FeedAnswer{.body = absl::StrCat("[", absl::StrJoin(all, ","), "]")};
  });
  Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
  EXPECT_EQ(crawl.pages, 1);
  // By chance just as many as were asked for.
  Fill(4);
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
  // Pages: nobody says that what comes last is the end.
  Fill(8);
  server_.Follow([this](const FeedRequest& request) {
    if (!absl::EndsWith(request.path, "/services")) {
      return feed_.Answer(request);
    }
    std::vector<std::string> page;
    const int begin = 4 * (std::stoi(request.Parameter("page")) - 1);
    for (int i = begin; i < begin + 4 && i < 8; ++i) {
      page.push_back(feed_.Service(feed_.services[i].first, "Service", true));
    }
    return FeedAnswer{.body = absl::StrCat("[", absl::StrJoin(page, ","), "]")};
  });
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(Ids(crawl), AllIds());
}

TEST_F(CrawlTest, AServerThatKnowsNoFullIsAskedWithout) {
  server_.Follow([this](const FeedRequest& request) {
    return request.Parameter("full").empty() ? feed_.Answer(request)
                                             : FeedAnswer{.status = 400};
  });
  EXPECT_EQ(Read().kind, CrawlKind::kComplete);
}

TEST_F(CrawlTest, NothingIsReadAgainWhileTheServerSaysThatNothingChanged) {
  feed_.etags = true;
  const Crawl crawl = Read();
  ASSERT_EQ(crawl.known_pages.size(), 3u);
  request_.known_pages = crawl.known_pages;
  server_.Forget();
  const Crawl again = Read();
  EXPECT_EQ(again.kind, CrawlKind::kUnchanged);
  EXPECT_EQ(server_.requests().size(), 3u);
  EXPECT_EQ(again.source, "");
  feed_.services[7].second = "Renamed";
  EXPECT_EQ(Read().kind, CrawlKind::kComplete);
}

TEST_F(CrawlTest, SummariesVouchForServicesOnlyWithTheirLastChange) {
  feed_.etags = true;
  feed_.summaries = true;
  EXPECT_THAT(Read().known_pages, IsEmpty());
  for (const auto& [id, name] : feed_.services) {
    feed_.modified[id] = "2026-08-01T00:00:00Z";
  }
  EXPECT_EQ(Read().known_pages.size(), 3u);
}

TEST_F(CrawlTest, ModifiedAfterIsUsedWhereItWorks) {
  for (const auto& [id, name] : feed_.services) {
    feed_.modified[id] = "2026-08-01T00:00:00Z";
  }
  EXPECT_FALSE(Read().honours_modified_after);
  feed_.honours_modified_after = true;
  EXPECT_TRUE(Read().honours_modified_after);
  // One would never be among what has changed.
  feed_.modified.erase(TestId(2));
  EXPECT_FALSE(Read().honours_modified_after);
  feed_.modified[TestId(3)] = "2026-09-01T00:00:00Z";
  request_.modified_after = now_ - absl::Hours(24);
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kChanges) << crawl.detail;
  EXPECT_THAT(Ids(crawl), ElementsAre(TestId(3)));
}

// Against what the feed holds, whatever it does: what is complete is right.
TEST_F(CrawlTest, WhatIsCompleteIsWhatTheFeedHolds) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    std::mt19937_64 random(seed);
    const auto chance = [&random](int one_in) {
      return random() % static_cast<uint64_t>(one_in) == 0;
    };
    Fill(static_cast<int>(random() % 12));
    feed_.version_1 = chance(2);
    feed_.summaries = chance(3);
    feed_.page_size = 1 + static_cast<int>(random() % 4);
    const bool moves = chance(3);
    const bool fails = chance(4);
    int next = 1000;
    std::set<std::string> ever;
    server_.Follow([&](const FeedRequest& request) {
      if (fails && chance(8))
        return FeedAnswer{.status = chance(2) ? 500 : 404};
      if (moves && chance(4)) {
        if (chance(2) && !feed_.services.empty()) {
          feed_.services.erase(feed_.services.begin() +
                               random() % feed_.services.size());
        } else {
          feed_.services.insert(
              feed_.services.begin() + random() % (feed_.services.size() + 1),
              {TestId(++next), "New"});
        }
      }
      for (const std::string& id : AllIds()) ever.insert(id);
      return feed_.Answer(request);
    });
    const Crawl crawl = Read();
    const std::vector<std::string> ids = Ids(crawl);
    // Nothing is made up.
    for (const std::string& id : ids) EXPECT_TRUE(ever.contains(id)) << seed;
    if (crawl.kind != CrawlKind::kComplete) {
      EXPECT_NE(crawl.detail, "") << seed;
      continue;
    }
    EXPECT_EQ(static_cast<int64_t>(ids.size()), crawl.total_told) << seed;
    if (!moves) {
      EXPECT_EQ(ids, AllIds()) << seed;
    }
  }
}

}  // namespace
}  // namespace localoffer::harvest
