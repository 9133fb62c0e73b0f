#include "services/gateway/gateway.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"
#include "services/gateway/testing_node.h"
#include "storage/testing.h"

namespace localoffer::gateway {
namespace {

using ::testing::HasSubstr;

constexpr char kServices[] = "/openreferral/v3/services";

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    OpenStore();
    options_.address = "127.0.0.1:0";
    options_.clock = clock_.clock();
    options_.stopwatch = [this] { return clock_.now() - absl::UnixEpoch(); };
  }

  void OpenStore() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(9);
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    node_ = std::make_unique<TestingNode>(*store_, clock_.clock());
    options_.node = node_->client();
  }

  void Start() {
    auto gateway = Gateway::Start(options_, *store_, metrics_, journal_);
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  void Restart() {
    gateway_.reset();
    node_.reset();
    store_.reset();
    OpenStore();
    Start();
  }
  // One request a second from this machine.
  void LimitReaders() {
    options_.reader_limit.emplace();
    options_.reader_limit->rate.rate = 1;
    options_.reader_limit->rate.burst = 1;
    options_.reader_limit->limits_loopback = true;
  }
  void PublishAt(const std::string& postcode) {
    storage::Proposal proposal;
    proposal.authority = "E06000023";
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    v1::Service service = storage::TestService(1, "Short breaks");
    change.subject = service.id();
    v1::ServiceAtLocation& at = *service.add_service_at_locations();
    at.set_id(service.id());
    at.mutable_location()->add_addresses()->set_postal_code(postcode);
    *change.body.mutable_entry_published()->mutable_service() =
        std::move(service);
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }
  Received Get(const std::string& target, const std::string& fields = "") {
    return HttpGet(gateway_->address(), target, fields).value_or(Received());
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<TestingNode> node_;
  metrics::Registry metrics_;
  rpc::Journal journal_{clock_.clock(), [](absl::string_view /*line*/) {}};
  GatewayOptions options_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, ARefusalIsAPageForPeopleAndAProblemForApps) {
  LimitReaders();
  Start();
  const std::string fields = "Accept: text/html\r\nAccept-Encoding: gzip\r\n";
  EXPECT_EQ(Get("/", fields).status, 200);
  for (const std::string target : {"/", "/cy/listed", "/nowhere"}) {
    const Received refused = Get(target, fields);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.Header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(refused.Header("content-encoding"), "");
    EXPECT_EQ(refused.Header("retry-after"), "1");
    EXPECT_EQ(refused.Header("cache-control"), "no-store");
    EXPECT_EQ(refused.Header("x-content-type-options"), "nosniff");
    EXPECT_THAT(refused.Header("content-security-policy"),
                HasSubstr("frame-ancestors 'none'"));
  }
  EXPECT_THAT(Get("/", fields).body, HasSubstr("asking too often"));
  EXPECT_THAT(Get("/cy", fields).body, HasSubstr("lang=\"cy\""));
  const Received refused = Get(kServices);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.Header("content-type"), "application/problem+json");
  EXPECT_EQ(refused.Header("vary"), "Accept");
  EXPECT_THAT(refused.body, HasSubstr("RATE_LIMITED"));
}

TEST_F(GatewayTest, ARefusalInAFrameIsShownThere) {
  LimitReaders();
  Start();
  const std::string fields = "Accept: text/html\r\n";
  EXPECT_EQ(Get("/embed", fields).status, 200);
  for (const std::string target :
       {"/embed?need=a", "/embed/entries/a/b", "/cy/embed", "/%65mbed"}) {
    const Received refused = Get(target, fields);
    EXPECT_EQ(refused.status, 429);
    EXPECT_THAT(refused.Header("content-security-policy"),
                HasSubstr("frame-ancestors *"));
    EXPECT_THAT(refused.body, HasSubstr("lo-embed"));
  }
}

TEST_F(GatewayTest, WhatTheServerItselfRefusesIsForAnySiteAndForPeople) {
  Start();
  const std::string long_target = "/?need=" + std::string(3000, 'a');
  const std::string for_people = "Accept: text/html\r\n";
  const Received too_long = Get(long_target, for_people);
  EXPECT_EQ(too_long.status, 414);
  EXPECT_EQ(too_long.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(too_long.body, HasSubstr("address of this page is too long"));
  EXPECT_THAT(Get("/cy" + long_target.substr(1), for_people).body,
              HasSubstr("lang=\"cy\""));
  EXPECT_THAT(Get("/embed" + long_target.substr(1), for_people)
                  .Header("content-security-policy"),
              HasSubstr("frame-ancestors *"));
  const Received problem = Get(long_target);
  EXPECT_EQ(problem.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(problem.body, HasSubstr("TARGET_TOO_LONG"));
  const Received too_large =
      Get("/", for_people + "Cookie: " + std::string(10'000, 'a') + "\r\n");
  EXPECT_EQ(too_large.status, 431);
  EXPECT_EQ(too_large.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(too_large.body, HasSubstr("sends more than we can read"));
}

TEST_F(GatewayTest, WhereThereIsNoRoomAnySiteIsTold) {
  options_.limits.connections = 1;
  Start();
  HttpClient first(gateway_->address());
  HttpClient second(gateway_->address());
  const Received refused = second.Receive().value_or(Received());
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(refused.Header("access-control-expose-headers"),
              HasSubstr("Retry-After"));
}

TEST_F(GatewayTest, AnAnswerOfACopySaysOfWhenWithoutAskingForItsState) {
  std::atomic<int> asked = 0;
  CopyTime copy_time;
  options_.copy = [&asked] {
    ++asked;
    return CopyState();
  };
  options_.copy_time = &copy_time;
  Start();
  EXPECT_EQ(Get(kServices).Header("local-offer-as-of"), "");
  copy_time.Advance(absl::FromUnixSeconds(1'788'264'000));
  EXPECT_EQ(Get(kServices).Header("local-offer-as-of"),
            "2026-09-01T12:00:00+00:00");
  EXPECT_EQ(asked, 0);
  gateway_.reset();
}

// After an import entries stay where they were until the node starts again.
TEST_F(GatewayTest, WhatWasKnownIsSentAgainOnceEntriesArePlacedAnew) {
  Start();
  PublishAt("BS1 4DJ");
  const geography::PostcodeRow row = {
      "BS1 4DJ", {51.4527, -2.6028}, "", "", ""};
  ASSERT_TRUE(
      store_->geography().postcodes().Write(absl::MakeConstSpan(&row, 1)).ok());
  const std::string near = "?postcode=BS1%204DJ&proximity=20";
  std::map<std::string, Received> before;
  for (const std::string& target :
       {kServices + near, "/openreferral/v3/service_at_locations" + near,
        "/openreferral/v1/services" + near,
        std::string("/?postcode=BS1+4DJ&where=0.1")}) {
    before[target] = Get(target);
    EXPECT_EQ(before[target].status, 200) << target << before[target].body;
  }
  const auto ask_again = [&](const std::string& target) {
    return Get(
        target,
        absl::StrCat("If-None-Match: ", before[target].Header("etag"), "\r\n"));
  };
  for (const auto& [target, answer] : before) {
    EXPECT_EQ(ask_again(target).status, 304) << target;
  }
  Restart();
  for (auto& [target, answer] : before) {
    const Received after = ask_again(target);
    EXPECT_EQ(after.status, 200) << target;
    EXPECT_NE(after.body, answer.body) << target;
    answer = after;
  }
  // Nothing was imported since.
  Restart();
  for (const auto& [target, answer] : before) {
    EXPECT_EQ(ask_again(target).status, 304) << target;
  }
}

}  // namespace
}  // namespace localoffer::gateway
