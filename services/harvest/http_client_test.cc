#include "services/harvest/http_client.h"

#include <netinet/in.h>
#include <zlib.h>

#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::harvest {
namespace {

using ::testing::HasSubstr;

absl::Duration Stopwatch() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

HttpRules Rules() {
  HttpRules rules;
  rules.user_agent = "localoffer/test";
  rules.may_connect = IsAnyAddress;
  return rules;
}

std::string Gzip(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
               Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

absl::StatusOr<HttpAnswer> Get(const FeedServer& server,
                               const HttpRules& rules = Rules(),
                               const std::string& path = "/x") {
  HttpClient client(rules, Stopwatch);
  return client.Get({server.url() + path, "", ""});
}

TEST(HttpClient, BringsTheAnswerWithItsValidators) {
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.headers = {{"ETag", "\"1\""},
                                  {"Last-Modified", "then"},
                                  {"Retry-After", "7"}},
                      .body = "body"};
  });
  HttpClient client(Rules(), Stopwatch);
  const HttpAnswer answer = *client.Get({server.url() + "/a", "\"0\"", "when"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "body");
  EXPECT_EQ(answer.etag, "\"1\"");
  EXPECT_EQ(answer.last_modified, "then");
  EXPECT_EQ(answer.retry_after, "7");
  const FeedRequest request = server.requests()[0];
  EXPECT_EQ(request.path, "/a");
  EXPECT_EQ(request.Header("user-agent"), "localoffer/test");
  EXPECT_EQ(request.Header("if-none-match"), "\"0\"");
  EXPECT_EQ(request.Header("if-modified-since"), "when");
  EXPECT_EQ(request.Header("accept"), "application/json");
}

TEST(HttpClient, SaysWhosePagesMayReadTheAnswer) {
  FeedServer server([](const FeedRequest& request) {
    return FeedAnswer{
        .headers = {{"Access-Control-Allow-Origin", request.Header("origin")}}};
  });
  HttpClient client(Rules(), Stopwatch);
  EXPECT_EQ(client.Get({server.url(), "", ""})->allow_origin, "");
  EXPECT_EQ(
      client.Get({server.url(), "", "", "https://a.example"})->allow_origin,
      "https://a.example");
}

TEST(HttpClient, KeepsNoValidatorThatIsALetter) {
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.headers = {{"ETag", std::string(501, 'e')}}};
  });
  EXPECT_EQ(Get(server)->etag, "");
}

TEST(HttpClient, UnpacksWhatIsCompressed) {
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.headers = {{"Content-Encoding", "gzip"}},
                      .body = Gzip("unpacked")};
  });
  EXPECT_EQ(Get(server)->body, "unpacked");
}

TEST(HttpClient, GoesNowhereThatIsNotPublic) {
  FeedServer server;
  HttpRules rules = Rules();
  rules.may_connect = IsPublicAddress;
  HttpClient client(rules, Stopwatch);
  for (const std::string& host :
       {std::string("127.0.0.1"), std::string("localhost"),
        std::string("[::1]"), std::string("[::ffff:127.0.0.1]"),
        std::string("0x7f000001"), std::string("2130706433"),
        std::string("127.1"), std::string("0.0.0.0")}) {
    const auto answer = client.Get(
        {absl::StrCat("http://", host, ":", server.port(), "/"), "", ""});
    EXPECT_FALSE(answer.ok()) << host;
    EXPECT_THAT(std::string(answer.status().message()),
                HasSubstr("private or special"))
        << host;
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClient, FollowsRedirectionsSoFar) {
  FeedServer server([](const FeedRequest& request) {
    const int left = std::stoi(request.path.substr(1));
    if (left == 0) return FeedAnswer{.body = "there"};
    return FeedAnswer{.status = 302,
                      .headers = {{"Location", absl::StrCat("/", left - 1)}}};
  });
  const auto answer = Get(server, Rules(), "/5");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->body, "there");
  EXPECT_EQ(answer->requests, 6);
  EXPECT_TRUE(absl::IsFailedPrecondition(Get(server, Rules(), "/6").status()));
}

// Both servers are on loopback; one of them stands for what is public.
TEST(HttpClient, ARedirectionIsNoWayToWhatIsNotPublic) {
  FeedServer inside([](const FeedRequest&) { return FeedAnswer(); });
  FeedServer outside([&inside](const FeedRequest&) {
    return FeedAnswer{.status = 302,
                      .headers = {{"Location", inside.url() + "/secret"}}};
  });
  HttpRules rules = Rules();
  rules.may_connect = [&outside](const sockaddr& address) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, &address, sizeof ipv4);
    return ntohs(ipv4.sin_port) == outside.port();
  };
  const auto answer = Get(outside, rules);
  EXPECT_TRUE(absl::IsFailedPrecondition(answer.status()));
  EXPECT_THAT(std::string(answer.status().message()),
              HasSubstr("private or special"));
  EXPECT_EQ(outside.requests().size(), 1u);
  EXPECT_TRUE(inside.requests().empty());
}

TEST(HttpClient, ARedirectionIsNoWayIntoOtherSchemes) {
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.status = 301,
                      .headers = {{"Location", "file:///etc/passwd"}}};
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(Get(server).status()));
}

TEST(HttpClient, TakesNoMoreThanItsLimits) {
  HttpRules rules = Rules();
  rules.most_body_bytes = 1000;
  rules.most_header_bytes = 1000;
  FeedServer server;
  server.Follow([](const FeedRequest&) {
    return FeedAnswer{.body = std::string(1000, 'x')};
  });
  EXPECT_TRUE(Get(server, rules).ok());
  server.Follow([](const FeedRequest&) {
    return FeedAnswer{.body = std::string(1001, 'x')};
  });
  EXPECT_THAT(std::string(Get(server, rules).status().message()),
              HasSubstr("body of the answer is larger than 1000"));
  server.Follow([](const FeedRequest&) {
    return FeedAnswer{.headers = {{"X", std::string(1000, 'x')}}};
  });
  EXPECT_THAT(std::string(Get(server, rules).status().message()),
              HasSubstr("header of the answer is larger than 1000"));
}

TEST(HttpClient, ABombIsStoppedWhileItUnpacks) {
  HttpRules rules = Rules();
  rules.most_body_bytes = 1 << 20;
  const std::string bomb = Gzip(std::string(64 << 20, '\0'));
  ASSERT_LT(bomb.size(), size_t{100} << 10);
  FeedServer server([&bomb](const FeedRequest&) {
    return FeedAnswer{.headers = {{"Content-Encoding", "gzip"}}, .body = bomb};
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(Get(server, rules).status()));
}

TEST(HttpClient, HalfAnAnswerIsNone) {
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.body = "whole and half", .held_back = 5};
  });
  EXPECT_TRUE(absl::IsUnavailable(Get(server).status()));
}

TEST(HttpClient, ASilentServerIsLeft) {
  HttpRules rules = Rules();
  rules.idle_timeout = absl::Milliseconds(30);
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.body = "begun", .held_back = 2, .hangs = true};
  });
  const auto answer = Get(server, rules);
  EXPECT_TRUE(absl::IsUnavailable(answer.status()));
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("nothing"));
}

TEST(HttpClient, ASlowDripHasAnEnd) {
  HttpRules rules = Rules();
  rules.total_timeout = absl::Milliseconds(60);
  FeedServer server([](const FeedRequest&) {
    return FeedAnswer{.body = std::string(1 << 20, 'x'), .drips = true};
  });
  EXPECT_TRUE(absl::IsUnavailable(Get(server, rules).status()));
}

TEST(HttpClient, NobodyThereIsUnavailable) {
  std::string url;
  {
    FeedServer server;
    url = server.url();
  }
  HttpClient client(Rules(), Stopwatch);
  EXPECT_TRUE(absl::IsUnavailable(client.Get({url, "", ""}).status()));
}

TEST(HttpClient, StopsAtOnceAndForGood) {
  HttpClient client(Rules(), Stopwatch);
  FeedServer server([&client](const FeedRequest&) {
    client.Stop();
    return FeedAnswer{.body = "begun", .held_back = 2, .hangs = true};
  });
  EXPECT_TRUE(absl::IsCancelled(client.Get({server.url(), "", ""}).status()));
  EXPECT_TRUE(absl::IsCancelled(client.Get({server.url(), "", ""}).status()));
}

}  // namespace
}  // namespace localoffer::harvest
