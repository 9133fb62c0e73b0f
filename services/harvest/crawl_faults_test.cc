// What feeds do wrong, and what a crawl makes of it.
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/crawl_fixture.h"

namespace localoffer::harvest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using CrawlFaultsTest = CrawlTest;

TEST_F(CrawlFaultsTest, AServiceThatCannotBeReadIsMissedNotGone) {
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

TEST_F(CrawlFaultsTest, SummariesAreNotTakenForTheWholeWhenThatCannotBeKnown) {
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

TEST_F(CrawlFaultsTest, WrongTotalsAreToldAndNotTrusted) {
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

TEST_F(CrawlFaultsTest, AWrongFlagForTheLastPageDoesNotEndIt) {
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

TEST_F(CrawlFaultsTest, AFeedThatAlwaysGivesTheSamePageEnds) {
  server_.Follow([this](FeedRequest request) {
    request.parameters["page"] = "1";
    return feed_.Answer(request);
  });
  const Crawl crawl = Read();
  EXPECT_EQ(crawl.kind, CrawlKind::kIncomplete);
  EXPECT_EQ(crawl.pages, 2);
}

TEST_F(CrawlFaultsTest, EndlessPagesEnd) {
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

TEST_F(CrawlFaultsTest, AServiceThatIsThereTwiceIsReadOnce) {
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
TEST_F(CrawlFaultsTest, AServiceThatSlipsToAnotherPageHidesOne) {
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

TEST_F(CrawlFaultsTest, AListThatChangesWhileItIsReadIsReadAgain) {
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

TEST_F(CrawlFaultsTest, OneThatNeverStandsStillIsIncomplete) {
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

TEST_F(CrawlFaultsTest, APageThatCannotBeReadEndsItWithWhatThereIs) {
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

}  // namespace
}  // namespace localoffer::harvest
