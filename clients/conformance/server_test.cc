#include "clients/conformance/server.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::conformance {
namespace {

using harvest::FeedAnswer;
using harvest::FeedRequest;
using harvest::FeedServer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Asking : public ::testing::Test {
 protected:
  Server To(const std::string& url, const Limits& limits = {}) {
    return Server(url, limits,
                  {[this] { return now_; },
                   [this](absl::Duration wait) { waits_.push_back(wait); }});
  }

  absl::Time now_ = absl::UnixEpoch();
  std::vector<absl::Duration> waits_;
};

TEST_F(Asking, EscapesAndComesFromAnotherSite) {
  FeedServer feed([](const FeedRequest&) {
    return FeedAnswer{.headers = {{"Access-Control-Allow-Origin", "*"}},
                      .body = "{}"};
  });
  Server server = To(feed.url());
  EXPECT_TRUE(server.Ask("/services", {{"search", "a&b=c é"}}).ok());
  EXPECT_EQ(feed.requests()[0].Parameter("search"), "a&b=c é");
  EXPECT_NE(feed.requests()[0].Header("origin"), "");
  EXPECT_EQ(server.open_answers(), 1);
}

TEST_F(Asking, KnowsAnswersThatPagesMayNotRead) {
  FeedServer feed([](const FeedRequest&) {
    return FeedAnswer{
        .headers = {{"Access-Control-Allow-Origin", "https://b.example"}}};
  });
  Server server = To(feed.url());
  server.Ask("/");
  EXPECT_EQ(server.answers(), 1);
  EXPECT_EQ(server.open_answers(), 0);
  EXPECT_EQ(server.first_closed(), feed.url() + "/");
}

TEST_F(Asking, WaitsAsLongAsItIsTold) {
  int asked = 0;
  FeedServer feed([&](const FeedRequest&) {
    if (++asked == 3) return FeedAnswer{.body = "{}"};
    return FeedAnswer{.status = asked == 1 ? 429 : 503,
                      .headers = {{"Retry-After", asked == 1 ? "7" : "9999"}}};
  });
  Server server = To(feed.url());
  EXPECT_TRUE(server.Ask("/").ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(7), absl::Seconds(60)));
}

TEST_F(Asking, SaysWhatIsNoJson) {
  FeedServer feed([](const FeedRequest&) { return FeedAnswer{.body = "<p>"}; });
  const Reply reply = To(feed.url()).Ask("/");
  EXPECT_FALSE(reply.ok());
  EXPECT_THAT(reply.Came(), HasSubstr("status 200, no JSON"));
}

TEST_F(Asking, EndsWithItsTime) {
  FeedServer feed([](const FeedRequest&) { return FeedAnswer{.body = "{}"}; });
  Server server = To(feed.url(), {.most_time = absl::Minutes(1)});
  EXPECT_TRUE(server.Ask("/").asked);
  now_ += absl::Minutes(2);
  EXPECT_FALSE(server.Ask("/").asked);
  EXPECT_EQ(server.requests(), 1);
}

TEST_F(Asking, EndsWithItsBytes) {
  FeedServer feed(
      [](const FeedRequest&) { return FeedAnswer{.body = "[1, 2, 3]"}; });
  Server server = To(feed.url(), {.most_bytes = 10, .most_body_bytes = 9});
  EXPECT_TRUE(server.Ask("/").ok());
  EXPECT_TRUE(server.Ask("/").ok());
  EXPECT_FALSE(server.Ask("/").asked);
  Server small = To(feed.url(), {.most_body_bytes = 8});
  EXPECT_THAT(small.Ask("/").Came(), HasSubstr("larger than 8 bytes"));
}

}  // namespace
}  // namespace localoffer::conformance
