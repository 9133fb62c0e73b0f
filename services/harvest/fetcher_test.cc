#include "services/harvest/fetcher.h"

#include <chrono>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::harvest {
namespace {

using ::testing::ElementsAre;

// Time passes only where the fetcher waits.
class FetcherTest : public ::testing::Test {
 protected:
  FetcherTest()
      : client_(HttpRules{.user_agent = "test", .may_connect = IsAnyAddress},
                [] { return absl::ZeroDuration(); }),
        fetcher_(client_, {}, World()) {}

  FetchWorld World() {
    return {.clock = [this] { return now_; },
            .wait =
                [this](absl::Duration duration) {
                  waits_.push_back(duration);
                  now_ += duration;
                  return !stopping_;
                },
            .random = [this] { return random_; }};
  }

  // Answers with these, the last of them for ever.
  void Answers(std::vector<FeedAnswer> answers) {
    server_.Follow([answers, next = size_t{0}](const FeedRequest&) mutable {
      const FeedAnswer& answer = answers[std::min(next, answers.size() - 1)];
      ++next;
      return answer;
    });
  }

  absl::StatusOr<HttpAnswer> Get() {
    return fetcher_.Get({server_.url() + "/x", "", ""});
  }

  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 9, 1, 9, 0, 0),
                                    absl::UTCTimeZone());
  double random_ = 1;
  bool stopping_ = false;
  std::vector<absl::Duration> waits_;
  FeedServer server_;
  HttpClient client_;
  Fetcher fetcher_;
};

TEST_F(FetcherTest, PausesBetweenRequestsToOneServer) {
  Answers({{.body = "a"}});
  FeedServer other([](const FeedRequest&) { return FeedAnswer(); });
  EXPECT_TRUE(Get().ok());
  EXPECT_TRUE(fetcher_.Get({other.url(), "", ""}).ok());
  EXPECT_THAT(waits_, ElementsAre());
  now_ += absl::Milliseconds(200);
  EXPECT_TRUE(Get().ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Milliseconds(300)));
  EXPECT_EQ(fetcher_.requests(), 3);
}

TEST_F(FetcherTest, TriesAgainLaterAndLater) {
  Answers({{.status = 500}, {.status = 503}, {.status = 429}, {.body = "a"}});
  EXPECT_EQ(Get()->body, "a");
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(2), absl::Seconds(4),
                                  absl::Seconds(8)));
}

TEST_F(FetcherTest, LeavesHalfOfTheWaitToChance) {
  random_ = 0;
  Answers({{.status = 500}, {.body = "a"}});
  EXPECT_TRUE(Get().ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(1)));
}

TEST_F(FetcherTest, GivesUpAfterFourAttempts) {
  Answers({{.status = 500}});
  EXPECT_TRUE(absl::IsUnavailable(Get().status()));
  EXPECT_EQ(server_.requests().size(), 4u);
  EXPECT_EQ(fetcher_.requests(), 4);
}

TEST_F(FetcherTest, WaitsAsLongAsTheServerAsks) {
  Answers({{.status = 429, .headers = {{"Retry-After", "90"}}}, {.body = "a"}});
  EXPECT_TRUE(Get().ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(90)));
  EXPECT_EQ(fetcher_.not_before(), absl::InfinitePast());
}

TEST_F(FetcherTest, ComesBackAnotherTimeIfThatIsLong) {
  Answers({{.status = 503,
            .headers = {{"Retry-After", "Tue, 01 Sep 2026 12:00:00 GMT"}}}});
  EXPECT_TRUE(absl::IsUnavailable(Get().status()));
  EXPECT_THAT(waits_, ElementsAre());
  EXPECT_EQ(fetcher_.not_before(), now_ + absl::Hours(3));
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(FetcherTest, DoesNotTryAgainWhatWillNotChange) {
  for (const int status : {400, 401, 403, 404, 410, 302, 204}) {
    server_.Forget();
    Answers({{.status = status}});
    const absl::Status answer = Get().status();
    EXPECT_EQ(absl::IsNotFound(answer), status == 404 || status == 410);
    EXPECT_EQ(absl::IsFailedPrecondition(answer), !absl::IsNotFound(answer));
    EXPECT_EQ(server_.requests().size(), 1u) << status;
  }
}

TEST_F(FetcherTest, ThePauseIsNoLongerWhenTheClockIsSetBack) {
  Answers({{.body = "a"}});
  EXPECT_TRUE(Get().ok());
  now_ -= absl::Hours(1);
  EXPECT_TRUE(Get().ok());
  EXPECT_THAT(waits_, ElementsAre(absl::Milliseconds(500)));
}

TEST_F(FetcherTest, LeavesAFeedThatTakesTooLong) {
  Answers({{.body = "a"}});
  fetcher_.Begin();
  now_ += absl::Hours(2);
  EXPECT_TRUE(Get().ok());
  now_ += absl::Seconds(1);
  EXPECT_TRUE(absl::IsUnavailable(Get().status()));
  EXPECT_THAT(waits_, ElementsAre());
  EXPECT_EQ(server_.requests().size(), 1u);
  fetcher_.Begin();
  EXPECT_TRUE(Get().ok());
}

TEST_F(FetcherTest, StopsWhileItWaits) {
  stopping_ = true;
  Answers({{.status = 500}});
  EXPECT_TRUE(absl::IsCancelled(Get().status()));
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST(RetryAfter, IsReadInBothForms) {
  const absl::Time now = absl::FromCivil(absl::CivilSecond(2026, 9, 1, 9, 0, 0),
                                         absl::UTCTimeZone());
  EXPECT_EQ(RetryAfter("120", now), now + absl::Seconds(120));
  EXPECT_EQ(RetryAfter("0", now), now);
  EXPECT_EQ(RetryAfter("Tue, 01 Sep 2026 09:05:00 GMT", now),
            now + absl::Minutes(5));
  // Not for ever.
  EXPECT_EQ(RetryAfter("99999999999", now), now + absl::Hours(7 * 24));
  EXPECT_EQ(RetryAfter("Tue, 01 Sep 2099 09:05:00 GMT", now),
            now + absl::Hours(7 * 24));
  for (const char* text : {"", "-5", "soon", "99999999999999999999999"}) {
    EXPECT_EQ(RetryAfter(text, now), absl::InfinitePast()) << text;
  }
}

}  // namespace
}  // namespace localoffer::harvest
