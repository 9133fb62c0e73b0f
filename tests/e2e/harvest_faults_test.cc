// What feeds do wrong, and what becomes of it.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/harvest_fixture.h"

namespace localoffer::testing {
namespace {

using harvest::FeedAnswer;
using harvest::FeedRequest;
using harvest::TestFeed;
using ::testing::HasSubstr;

using HarvestFaultsTest = HarvestTest;

// What is found after the feed was followed while its server does as told.
struct Fault {
  std::string name;
  std::function<FeedAnswer(const TestFeed&, const FeedRequest&)> answer;
  v1::HarvestOutcome outcome;
  std::string detail;
};

bool IsPage(const FeedRequest& request, absl::string_view page) {
  return absl::EndsWith(request.path, "/services") &&
         request.Parameter("page") == page;
}

std::vector<Fault> Faults() {
  return {
      {"a truncated page",
       [](const TestFeed& feed, const FeedRequest& request) {
         FeedAnswer answer = feed.Answer(request);
         if (IsPage(request, "2")) answer.body.resize(answer.body.size() / 2);
         return answer;
       },
       v1::HARVEST_OUTCOME_INCOMPLETE, "page 2: the answer is no JSON"},
      {"half an answer",
       [](const TestFeed& feed, const FeedRequest& request) {
         FeedAnswer answer = feed.Answer(request);
         if (IsPage(request, "2")) answer.held_back = 10;
         return answer;
       },
       v1::HARVEST_OUTCOME_INCOMPLETE, ""},
      {"wrong totals",
       [](const TestFeed& feed, const FeedRequest& request) {
         FeedAnswer answer = feed.Answer(request);
         answer.body = absl::StrReplaceAll(
             answer.body, {{"\"total_items\":8", "\"total_items\":10"}});
         return answer;
       },
       v1::HARVEST_OUTCOME_INCOMPLETE, "says that it has 10"},
      {"errors for ever",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{.status = 500};
       },
       v1::HARVEST_OUTCOME_FAILED, "status 500"},
      {"a redirect loop",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{.status = 302, .headers = {{"Location", "/again"}}};
       },
       v1::HARVEST_OUTCOME_FAILED, "redirects more than 5 times"},
      {"a redirect to a file",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{.status = 302,
                           .headers = {{"Location", "file:///etc/passwd"}}};
       },
       v1::HARVEST_OUTCOME_FAILED, "no web address"},
      {"a page that repeats a service of another",
       [](const TestFeed& feed, const FeedRequest& request) {
         TestFeed slipped = feed;
         if (IsPage(request, "2")) {
           std::swap(slipped.services[0], slipped.services[5]);
         }
         return slipped.Answer(request);
       },
       v1::HARVEST_OUTCOME_INCOMPLETE, "listed on more than one page"},
      {"a page of HTML",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{.body = "<html>Down for maintenance</html>"};
       },
       v1::HARVEST_OUTCOME_FAILED, "page 1: the answer is no JSON"},
      {"JSON that is no feed",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{.body = R"({"error":"maintenance"})"};
       },
       v1::HARVEST_OUTCOME_FAILED, "no page of Open Referral"},
      {"nothing, and it says so",
       [](const TestFeed&, const FeedRequest&) {
         return FeedAnswer{
             .body = R"({"total_items":0,"total_pages":0,"empty":true,)"
                     R"("contents":[]})"};
       },
       v1::HARVEST_OUTCOME_WITHDRAWALS_HELD, "10 of 10 entries are gone"},
  };
}

TEST_F(HarvestFaultsTest, NoFaultOfAFeedTakesAnEntryAway) {
  Follow();
  // Two have gone, which no crawl below may believe.
  Fill(8);
  feed_.services[0].second = "Respite, renamed";
  for (const Fault& fault : Faults()) {
    server_.Follow([&](const FeedRequest& request) {
      return fault.answer(feed_, request);
    });
    const v1::RunHarvestResponse run = Run();
    EXPECT_EQ(run.harvest().outcome(), fault.outcome)
        << fault.name << ": " << run.harvest().detail();
    EXPECT_THAT(run.harvest().detail(), HasSubstr(fault.detail)) << fault.name;
    EXPECT_EQ(run.feed().published_entries(), 10) << fault.name;
    EXPECT_EQ(SearchFor("respite").total_size(), 10) << fault.name;
  }
  EXPECT_EQ(SearchFor("renamed").total_size(), 1);
  server_.Follow(feed_.script());
  EXPECT_EQ(Run().harvest().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(SearchFor("respite").total_size(), 8);
}

TEST_F(HarvestFaultsTest, ErrorsThatPassAreWaitedOut) {
  int requests = 0;
  server_.Follow([&](const FeedRequest& request) {
    return ++requests % 3 != 0 ? FeedAnswer{.status = 503}
                               : feed_.Answer(request);
  });
  EXPECT_EQ(Follow().harvest().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(SearchFor("respite").total_size(), 10);
}

TEST_F(HarvestFaultsTest, AnUnchangedFeedCostsARequestAPage) {
  feed_.etags = true;
  Follow();
  server_.Forget();
  EXPECT_EQ(Run().harvest().outcome(), v1::HARVEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(server_.requests().size(), 3u);
  for (const FeedRequest& request : server_.requests()) {
    EXPECT_NE(request.Header("if-none-match"), "");
  }
}

}  // namespace
}  // namespace localoffer::testing
