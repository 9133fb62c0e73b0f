#include "services/harvest/crawl.h"

#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/page.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::harvest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CrawlTest : public ::testing::Test {
 protected:
  CrawlTest()
      : server_(feed_.script()),
        client_(HttpRules{.user_agent = "test", .may_connect = IsAnyAddress},
                [] { return absl::ZeroDuration(); }),
        fetcher_(client_, {},
                 {.clock = [this] { return now_; },
                  .wait =
                      [this](absl::Duration duration) {
                        now_ += duration;
                        return true;
                      },
                  .random = [] { return 0.5; }}) {
    request_.feed = server_.url();
    Fill(8);
  }

  void Fill(int services) {
    feed_.services.clear();
    for (int i = 0; i < services; ++i) {
      feed_.services.emplace_back(TestId(i), absl::StrCat("Service ", i));
    }
  }

  Crawl Read() {
    request_.now = now_;
    return Crawler(fetcher_, rules_).Read(request_);
  }

  // The ids in what was read, in their order.
  static std::vector<std::string> Ids(const Crawl& crawl) {
    std::vector<std::string> ids;
    if (crawl.source.empty()) return ids;
    const Page page = *ReadPage(crawl.source);
    for (const PageRecord& record : page.records) {
      ids.push_back(record.id);
    }
    return ids;
  }
  std::vector<std::string> AllIds() const {
    std::vector<std::string> ids;
    for (const auto& [id, name] : feed_.services) ids.push_back(id);
    return ids;
  }

  // Answers as the feed, its body changed.
  void Change(std::vector<std::pair<std::string, std::string>> replacements) {
    server_.Follow([this, replacements](const FeedRequest& request) {
      FeedAnswer answer = feed_.Answer(request);
      answer.body = absl::StrReplaceAll(answer.body, replacements);
      return answer;
    });
  }
  // Answers as the feed, but to the page `number` with `answer`.
  void Spoil(int number, const FeedAnswer& spoilt) {
    server_.Follow([this, number, spoilt](const FeedRequest& request) {
      return request.Parameter("page") == absl::StrCat(number)
                 ? spoilt
                 : feed_.Answer(request);
    });
  }

  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 9, 1, 9, 0, 0),
                                    absl::UTCTimeZone());
  TestFeed feed_;
  FeedServer server_;
  HttpClient client_;
  Fetcher fetcher_;
  CrawlRules rules_;
  CrawlRequest request_;
};

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

TEST_F(CrawlTest, AServiceThatCannotBeReadIsMissedNotGone) {
  feed_.summaries = true;
  server_.Follow([this](const FeedRequest& request) {
    if (absl::EndsWith(request.path, TestId(4))) {
      return FeedAnswer{.status = 404};
    }
    if (absl::EndsWith(request.path, TestId(5))) {
      return FeedAnswer{.body = "<html>"};
    }
    return feed_.Answer(request);
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(Ids(crawl).size(), 6u);
  EXPECT_THAT(crawl.detail, HasSubstr("2 services could not be read"));
}

TEST_F(CrawlTest, SummariesAreNotTakenForTheWholeWhenThatCannotBeKnown) {
  feed_.summaries = true;
  server_.Follow([this](const FeedRequest& request) {
    return absl::EndsWith(request.path, "/services")
               ? feed_.Answer(request)
               : FeedAnswer{.status = 503};
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kFailed);
  EXPECT_THAT(Ids(crawl), IsEmpty());
}

TEST_F(CrawlTest, WrongTotalsAreToldAndNotTrusted) {
  Change({{"\"total_items\":8", "\"total_items\":9"}});
  Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_THAT(crawl.detail, HasSubstr("9 services, and lists 8"));
  EXPECT_EQ(Ids(crawl), AllIds());
  Change({{"\"total_items\":8", "\"total_items\":7"}});
  EXPECT_EQ(Read().kind, CrawlKind::kIncomplete);
  Change({{"\"total_items\":8,", ""}});
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_THAT(crawl.detail, HasSubstr("does not say"));
  EXPECT_EQ(Ids(crawl), AllIds());
}

TEST_F(CrawlTest, AWrongFlagForTheLastPageDoesNotEndIt) {
  Change({{"\"last_page\":false", "\"last_page\":true"}});
  EXPECT_EQ(Read().kind, CrawlKind::kComplete);
  Change({{"\"last_page\":true", "\"last_page\":false"}});
  EXPECT_EQ(Read().kind, CrawlKind::kComplete);
  Change({{"\"last_page\":true,", ""},
          {"\"last_page\":false,", ""},
          {"\"total_pages\":3,", ""}});
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete);
  EXPECT_EQ(crawl.pages, 3);
}

TEST_F(CrawlTest, AFeedThatAlwaysGivesTheSamePageEnds) {
  server_.Follow([this](FeedRequest request) {
    request.parameters["page"] = "1";
    return feed_.Answer(request);
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(crawl.pages, 2);
}

TEST_F(CrawlTest, EndlessPagesEnd) {
  int next = 0;
  server_.Follow([this, &next](const FeedRequest&) {
    Fill(0);
    for (int i = 0; i < 3; ++i) {
      feed_.services.emplace_back(TestId(++next), "Another");
    }
    FeedAnswer answer = feed_.Answer({.path = "/services"});
    answer.body = absl::StrReplaceAll(
        answer.body, {{"\"total_items\":3", "\"total_items\":999999"},
                      {"\"last_page\":true", "\"last_page\":false"}});
    return answer;
  });
  rules_.most_pages = 20;
  Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(crawl.pages, 20);
  EXPECT_THAT(crawl.detail, HasSubstr("more than is taken"));
  rules_.most_pages = 10'000;
  rules_.most_records = 40;
  EXPECT_EQ(Ids(Read()).size(), 42u);
  rules_.most_records = 100'000;
  rules_.most_bytes = 2000;
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_LT(crawl.source.size(), 4000u);
}

TEST_F(CrawlTest, ServicesWithOneIdAreBothReadAndCounted) {
  feed_.services[1].first = TestId(0);  // on one page
  feed_.services[7].first = TestId(0);  // on another
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
  EXPECT_EQ(crawl.pages, 3);
}

TEST_F(CrawlTest, AServiceThatIsThereTwiceIsReadOnce) {
  feed_.services.push_back(feed_.services[0]);
  // Nine are counted: one may have been taken for another.
  Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(Ids(crawl).size(), 8u);
  // Eight are: all of them are there.
  Change({{"\"total_items\":9", "\"total_items\":8"}});
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl).size(), 8u);
}

// As with a database that sorts by what many services share.
TEST_F(CrawlTest, AServiceThatSlipsToAnotherPageHidesOne) {
  feed_.page_size = 100;
  rules_.per_page = 4;
  bool always = true;
  server_.Follow([&](const FeedRequest& request) {
    TestFeed slipped = feed_;
    if (request.Parameter("page") == "2" &&
        (always || request.Parameter("per_page") == "4")) {
      std::swap(slipped.services[0], slipped.services[5]);
    }
    return slipped.Answer(request);
  });
  Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_THAT(crawl.detail,
              HasSubstr("1 service is listed on more than one page"));
  EXPECT_EQ(Ids(crawl).size(), 7u);
  // In pages of another size it does not.
  always = false;
  crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
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

TEST_F(CrawlTest, AListThatChangesWhileItIsReadIsReadAgain) {
  int requests = 0;
  server_.Follow([this, &requests](const FeedRequest& request) {
    // Between the first page and the second, once.
    if (++requests == 2) {
      feed_.services.insert(feed_.services.begin(), {TestId(99), "New"});
    }
    return feed_.Answer(request);
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kComplete) << crawl.detail;
  EXPECT_EQ(Ids(crawl), AllIds());
}

TEST_F(CrawlTest, OneThatNeverStandsStillIsIncomplete) {
  int requests = 0;
  server_.Follow([this, &requests](const FeedRequest& request) {
    if (++requests % 2 == 0) {
      feed_.services.insert(feed_.services.begin(),
                            {TestId(100 + requests), "New"});
    }
    return feed_.Answer(request);
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_THAT(crawl.detail, HasSubstr("changed while it was read"));
  const std::vector<std::string> ids = Ids(crawl);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

TEST_F(CrawlTest, APageThatCannotBeReadEndsItWithWhatThereIs) {
  for (const FeedAnswer& spoilt : std::initializer_list<FeedAnswer>{
           {.status = 500},
           {.status = 404},
           {.body = "<html><body>Down for maintenance"},
           {.body = R"({"contents":[{"id":"a"})"},
           {.body = R"({"total_items":8,"contents":[]})", .held_back = 6}}) {
    Spoil(2, spoilt);
    const Crawl crawl = Read();
    EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
    EXPECT_FALSE(crawl.error.ok());
    EXPECT_THAT(Ids(crawl), ElementsAre(TestId(0), TestId(1), TestId(2)));
  }
  Spoil(1, {.body = "<html>"});
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kFailed);
  EXPECT_THAT(crawl.source, IsEmpty());
  EXPECT_THAT(crawl.detail, HasSubstr("page 1: the answer is no JSON"));
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
