// How often one address may ask a real node over HTTP.
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "services/gateway/testing_http_client.h"
#include "services/server/config.h"
#include "services/server/server.h"
#include "storage/testing.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using gateway::HttpClient;
using gateway::HttpGet;
using gateway::Received;

constexpr char kServices[] = "/openreferral/v3/services";

class HttpLimitTest : public ::testing::Test {
 protected:
  // A node with this configuration beside what every node has.
  void Start(server::Config config) {
    config.data_dir = folder_.path();
    config.listen = "127.0.0.1:0";
    config.http = "127.0.0.1:0";
    config.min_free_mib = 0;
    server::Environment environment;
    environment.clock = clock_.clock();
    environment.stopwatch = [this] { return clock_.now() - absl::UnixEpoch(); };
    environment.random = storage::SeededBytes(7);
    environment.log = [this](absl::string_view line) {
      absl::MutexLock lock(&mutex_);
      absl::StrAppend(&journal_, line, "\n");
    };
    auto server = server::Server::Start(config, environment);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // One token a second, five at most, for every address.
  static server::Config Limited() {
    server::Config config;
    config.http_rate = 1;
    config.http_burst = 5;
    config.http_limit_loopback = true;
    return config;
  }

  // The same behind a proxy that names who asks.
  static server::Config LimitedBehindProxy() {
    server::Config config = Limited();
    config.http_limit_loopback = false;
    config.http_behind_proxy = true;
    config.http_client_address = "X-Forwarded-For";
    return config;
  }

  std::string Journal() {
    absl::MutexLock lock(&mutex_);
    return journal_;
  }

  Received Get(absl::string_view target, const std::string& from = "",
               absl::string_view fields = "") {
    const auto received =
        HttpGet(server_->http_address(), target, fields, from);
    EXPECT_TRUE(received) << target;
    return received.value_or(Received());
  }

  // How many are answered before one is refused, of at most ten.
  int Answered(const std::string& from, absl::string_view fields = "") {
    int answered = 0;
    while (answered < 10 && Get(kServices, from, fields).status == 200) {
      ++answered;
    }
    return answered;
  }

  std::string Metrics() { return Get("/metrics", "127.0.0.77").body; }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  absl::Mutex mutex_;
  std::string journal_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<server::Server> server_;
};

TEST_F(HttpLimitTest, WhoAsksTooOftenIsToldWhenToAskAgain) {
  Start(Limited());
  EXPECT_EQ(Answered("127.0.0.9"), 5);
  const Received refused = Get(kServices, "127.0.0.9");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.Header("retry-after"), "1");
  EXPECT_EQ(refused.Header("content-type"), "application/problem+json");
  EXPECT_EQ(refused.Header("cache-control"), "no-store");
  // For the scripts of pages of other sites.
  EXPECT_EQ(refused.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(refused.Header("access-control-expose-headers"),
              HasSubstr("Retry-After"));
  rapidjson::Document problem;
  problem.Parse(refused.body.c_str());
  ASSERT_FALSE(problem.HasParseError()) << refused.body;
  EXPECT_STREQ(problem["reason"].GetString(), "RATE_LIMITED");
  EXPECT_STREQ(problem["detail"].GetString(),
               "too many requests from one address; ask again in 1 second");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Answered("127.0.0.9"), 1);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Answered("127.0.0.9"), 5);
}

TEST_F(HttpLimitTest, OthersAreAnsweredMeanwhile) {
  Start(Limited());
  EXPECT_EQ(Answered("127.0.0.9"), 5);
  EXPECT_EQ(Answered("127.0.0.10"), 5);
  EXPECT_EQ(Get(kServices, "127.0.0.9").status, 429);
}

TEST_F(HttpLimitTest, TheConnectionOfWhoIsRefusedGoesOn) {
  Start(Limited());
  HttpClient client(server_->http_address(), "127.0.0.9");
  for (int i = 0; i < 8; ++i) {
    client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto received = client.Receive();
    ASSERT_TRUE(received) << i;
    EXPECT_EQ(received->status, i < 5 ? 200 : 429);
  }
  clock_.Advance(absl::Seconds(2));
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.Receive()->status, 200);
}

TEST_F(HttpLimitTest, WhatIsDearIsAnsweredAndPaidForAfterwards) {
  Start(Limited());
  EXPECT_EQ(Get("/export.ndjson", "127.0.0.9").status, 200);
  // It costs 3,000, of which there were five.
  EXPECT_EQ(Get(kServices, "127.0.0.9").Header("retry-after"), "2996");
  clock_.Advance(absl::Seconds(2995));
  EXPECT_EQ(Get(kServices, "127.0.0.9").status, 429);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Get(kServices, "127.0.0.9").status, 200);
}

TEST_F(HttpLimitTest, ThisMachineItselfIsLimitedOnlyWhereThatWasSaid) {
  server::Config config = Limited();
  config.http_limit_loopback = false;
  Start(config);
  EXPECT_EQ(Answered(""), 10);
  EXPECT_EQ(Answered("127.0.0.9"), 10);
}

TEST_F(HttpLimitTest, BehindAProxyReadersAreCountedAndNotTheProxy) {
  Start(LimitedBehindProxy());
  // What the reader wrote himself stands before what the proxy adds.
  EXPECT_EQ(Answered("", "X-Forwarded-For: 192.0.2.1, 203.0.113.5\r\n"), 5);
  EXPECT_EQ(Answered("", "X-Forwarded-For: 192.0.2.2, 203.0.113.5\r\n"), 0);
  EXPECT_EQ(Answered("", "X-Forwarded-For: 203.0.113.6\r\n"), 5);
  // A household has a /64.
  EXPECT_EQ(Answered("", "X-Forwarded-For: 2001:db8::1\r\n"), 5);
  EXPECT_EQ(Answered("", "X-Forwarded-For: 2001:db8::2\r\n"), 0);
  // Not through the proxy.
  EXPECT_EQ(Answered(""), 10);
  EXPECT_THAT(Metrics(),
              HasSubstr("localoffer_http_without_address_total 11\n"));
}

TEST_F(HttpLimitTest, RefusalsAreCountedAndAddressesAreNowhere) {
  Start(LimitedBehindProxy());
  EXPECT_EQ(Answered("", "X-Forwarded-For: 203.0.113.5\r\n"), 5);
  EXPECT_EQ(Answered("", "X-Forwarded-For: 203.0.113.5\r\n"), 0);
  const std::string metrics = Metrics();
  EXPECT_THAT(metrics, HasSubstr("localoffer_http_limited_total 2\n"));
  EXPECT_THAT(metrics, HasSubstr("localoffer_http_limit_addresses 1\n"));
  EXPECT_THAT(metrics, Not(HasSubstr("203.0.113")));
  // A flood must not fill the journal.
  EXPECT_THAT(Journal(), Not(HasSubstr("\"status\":\"429\"")));
  EXPECT_THAT(Journal(), Not(HasSubstr("203.0.113")));
}

TEST_F(HttpLimitTest, ALimitThatWouldBeOneForAllReadersIsRefused) {
  server::Config config;
  config.http = "0.0.0.0:8080";
  config.http_behind_proxy = true;
  EXPECT_FALSE(server::Objection(config));
  EXPECT_EQ(server::HttpRateOf(config), 0);
  config.http_rate = 20;
  EXPECT_THAT(server::Objection(config).value_or(""),
              HasSubstr("--http-client-address"));
  config.http_client_address = "X-Real-IP";
  EXPECT_FALSE(server::Objection(config));
  EXPECT_EQ(server::HttpRateOf(config), 20);
  config.http_rate.reset();
  EXPECT_EQ(server::HttpRateOf(config), server::kUsualHttpRate);
  config.http_client_address = "X Real IP";
  EXPECT_TRUE(server::Objection(config));
}

TEST_F(HttpLimitTest, WithoutALimitTheOperatorIsToldSo) {
  server::Config config;
  config.http_behind_proxy = true;
  Start(config);
  EXPECT_EQ(Answered("", "X-Real-IP: 203.0.113.5\r\n"), 10);
  EXPECT_THAT(Journal(), HasSubstr("no rate limit over HTTP"));
}

TEST_F(HttpLimitTest, OnlyAProxyIsBelievedWhoAsks) {
  server::Config config;
  config.http = "127.0.0.1:8080";
  EXPECT_EQ(server::HttpRateOf(config), server::kUsualHttpRate);
  config.http_client_address = "X-Real-IP";
  EXPECT_THAT(server::Objection(config).value_or(""),
              HasSubstr("--http-behind-proxy"));
  config.http_behind_proxy = true;
  EXPECT_FALSE(server::Objection(config));
}

}  // namespace
}  // namespace localoffer::testing
