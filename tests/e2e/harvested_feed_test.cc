// A council's real feed, harvested over HTTP from a server that does well, and
// worse. Skipped where the feed is not at hand.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/page.h"
#include "services/harvest/testing_feed_server.h"
#include "tests/e2e/real_feed.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using harvest::FeedAnswer;
using harvest::FeedRequest;
using harvest::FeedServer;

class HarvestedFeedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string feed = ReadBristolFeed();
    if (feed.empty()) GTEST_SKIP() << "the feed is not here";
    harvest::Page page = *harvest::ReadPage(feed);
    for (harvest::PageRecord& record : page.records) {
      records_.push_back(std::move(record.json));
    }
    ASSERT_EQ(records_.size(), 819u);
    server_.Follow(
        [this](const FeedRequest& request) { return Page(request); });
    v1::CreateFeedRequest request;
    request.set_parent(absl::StrCat("authorities/", kBristol));
    request.mutable_feed()->set_url(server_.url());
    v1::CreateFeedResponse response;
    operator_ = node_.Token("-");
    ASSERT_TRUE(node_.harvest()
                    .CreateFeed(With(operator_).get(), request, &response)
                    .ok());
  }

  // A page of the list as the council's server gives it.
  FeedAnswer Page(const FeedRequest& request) const {
    if (!absl::EndsWith(request.path, "/services")) return {.status = 404};
    const int page = std::stoi(request.Parameter("page"));
    const int size = std::stoi(request.Parameter("per_page"));
    const int total = static_cast<int>(records_.size());
    const int pages = (total + size - 1) / size;
    const int begin = std::clamp((page - 1) * size, 0, total);
    const int end = std::min(begin + size, total);
    return {.body = absl::StrCat(
                "{\"totalElements\":", total, ",\"totalPages\":", pages,
                ",\"number\":", page, ",\"size\":", end - begin,
                ",\"first\":", page == 1 ? "true" : "false",
                ",\"last\":", page >= pages ? "true" : "false", ",\"empty\":",
                begin == end ? "true" : "false", ",\"content\":[",
                absl::StrJoin(records_.begin() + begin, records_.begin() + end,
                              ","),
                "]}")};
  }

  v1::RunHarvestResponse Run() {
    v1::RunHarvestRequest request;
    request.set_name(absl::StrCat("authorities/", kBristol, "/feed"));
    v1::RunHarvestResponse response;
    const grpc::Status status =
        node_.harvest().RunHarvest(With(operator_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::SearchEntriesResponse Find(const std::string& words) {
    v1::SearchEntriesRequest request;
    request.set_query(words);
    v1::SearchEntriesResponse response;
    EXPECT_TRUE(node_.directory()
                    .SearchEntries(With("").get(), request, &response)
                    .ok());
    return response;
  }

  std::vector<std::string> records_;
  FeedServer server_;
  TestNode node_;
  std::string operator_;
};

TEST_F(HarvestedFeedTest, IsReadWholeAlthoughAServiceIsThereTwice) {
  const v1::RunHarvestResponse run = Run();
  EXPECT_EQ(run.harvest().outcome(), v1::HARVEST_OUTCOME_COMPLETE)
      << run.harvest().detail();
  EXPECT_EQ(run.harvest().total_told(), 819);
  EXPECT_EQ(run.harvest().summary().records(), 819);
  EXPECT_EQ(run.feed().published_entries(), 819);
  EXPECT_EQ(run.feed().refused(), 0);
  const v1::SearchEntriesResponse respite = Find("respite");
  EXPECT_GT(respite.total_size(), 10);
  for (const v1::SearchHit& hit : respite.hits()) {
    EXPECT_EQ(hit.entry().harvested().feed_url(), server_.url());
  }
  // The node reads it again, after a restart too, and nothing changes.
  node_.Restart();
  const v1::RunHarvestResponse again = Run();
  EXPECT_EQ(again.harvest().summary().unchanged(), 819);
  EXPECT_EQ(again.harvest().publication().change_count(), 0);
}

TEST_F(HarvestedFeedTest, ServicesThatChangeAndGoAreFollowed) {
  Run();
  records_[0] = absl::StrReplaceAll(
      records_[0], {{"\"name\":", "\"name\":\"Zymurgy for all\",\"was\":"}});
  records_.erase(records_.begin() + 100, records_.begin() + 120);
  const v1::RunHarvestResponse run = Run();
  EXPECT_EQ(run.harvest().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(run.harvest().summary().changed(), 1);
  EXPECT_EQ(run.harvest().summary().withdrawn(), 20);
  EXPECT_EQ(run.feed().published_entries(), 799);
  EXPECT_EQ(Find("zymurgy").total_size(), 1);
}

TEST_F(HarvestedFeedTest, AThirdOfItIsNotBelievedToBeGone) {
  Run();
  const int before = Find("respite").total_size();
  records_.resize(546);
  const v1::RunHarvestResponse run = Run();
  EXPECT_EQ(run.harvest().outcome(), v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
  EXPECT_EQ(run.harvest().held_withdrawals(), 273);
  EXPECT_EQ(run.feed().published_entries(), 819);
  EXPECT_EQ(Find("respite").total_size(), before);
}

TEST_F(HarvestedFeedTest, APageInTheMiddleThatBreaksOffEndsItThere) {
  Run();
  server_.Follow([this](const FeedRequest& request) {
    FeedAnswer answer = Page(request);
    if (request.Parameter("page") == "5") answer.held_back = 1000;
    return answer;
  });
  const v1::RunHarvestResponse run = Run();
  EXPECT_EQ(run.harvest().outcome(), v1::HARVEST_OUTCOME_INCOMPLETE);
  EXPECT_EQ(run.harvest().pages(), 4);
  EXPECT_EQ(run.feed().published_entries(), 819);
  EXPECT_EQ(run.feed().consecutive_failures(), 1);
}

}  // namespace
}  // namespace localoffer::testing
