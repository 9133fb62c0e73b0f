#include "services/gateway/http_server.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"

namespace localoffer::gateway {
namespace {

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr size_t kPieceBytes = 64 << 10;

class HttpServerTest : public ::testing::Test {
 protected:
  // Echoes the target; some targets do something else.
  void Start(const HttpLimits& limits = {},
             const std::string& client_address_field = "") {
    HttpServerOptions options;
    options.client_address_field = client_address_field;
    options.refuse = [](const HttpRequest& request) {
      return Refusal(request);
    };
    options.address = "127.0.0.1:0";
    options.limits = limits;
    options.clock = absl::Now;
    options.stopwatch = [] { return absl::Now() - absl::UnixEpoch(); };
    options.answer = [this](const HttpRequest& request) {
      return Answer(request);
    };
    options.on_outcome = [this](const HttpOutcome& outcome) {
      absl::MutexLock lock(&mutex_);
      outcomes_.push_back(outcome);
      happened_.SignalAll();
    };
    auto server = HttpServer::Start(std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  HttpResponse Answer(const HttpRequest& request) {
    HttpResponse response;
    response.content_type = "text/plain";
    if (request.target == "/wait") {
      asked_.Notify();
      go_on_.WaitForNotification();
    }
    if (absl::StartsWith(request.target, "/stream")) {
      const int pieces = std::atoi(request.target.c_str() + 7);
      response.source =
          [this, pieces,
           made = 0](std::string& piece) mutable -> absl::StatusOr<bool> {
        if (pieces == 0) return absl::InternalError("the source failed");
        piece.append(kPieceBytes, 'x');
        ++pieces_;
        return ++made < pieces;
      };
    } else {
      response.body = absl::StrCat(request.method, " ", request.target);
    }
    return response;
  }

  // Of whoever has the address that the target names: `/not/127.0.0.9`.
  static std::optional<HttpResponse> Refusal(const HttpRequest& request) {
    if (!absl::StartsWith(request.target, "/not/")) return std::nullopt;
    const std::string address = request.target.substr(5);
    if (address == "nobody" ? request.client.has_value()
                            : request.client != ClientAddress::Parse(address)) {
      return std::nullopt;
    }
    HttpResponse response;
    response.status = 429;
    return response;
  }

  HttpOutcome AwaitOutcome() {
    absl::MutexLock lock(&mutex_);
    while (outcomes_.empty()) happened_.Wait(&mutex_);
    return outcomes_.back();
  }

  // The status that these bytes are answered with, if the connection is then
  // closed.
  int Refused(absl::string_view bytes) {
    HttpClient client(server_->address());
    client.Send(bytes);
    const auto received = client.Receive();
    if (!received) return 0;
    EXPECT_EQ(received->Header("content-type"), "application/problem+json");
    EXPECT_EQ(received->Header("connection"), "close");
    client.HalfClose();
    EXPECT_TRUE(client.AwaitClose());
    return received->status;
  }

  absl::Notification asked_;
  absl::Notification go_on_;
  std::atomic<int> pieces_ = 0;
  absl::Mutex mutex_;
  absl::CondVar happened_;
  std::vector<HttpOutcome> outcomes_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AConnectionCarriesOneRequestAfterAnother) {
  Start();
  HttpClient client(server_->address());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        client.Send(absl::StrCat("GET /", i, " HTTP/1.1\r\nHost: a\r\n\r\n")));
    const auto received = client.Receive();
    ASSERT_TRUE(received);
    EXPECT_EQ(received->status, 200);
    EXPECT_EQ(received->body, absl::StrCat("GET /", i));
    EXPECT_FALSE(received->Header("date").empty());
  }
}

TEST_F(HttpServerTest, WhoIsRefusedKeepsHisConnection) {
  Start();
  HttpClient client(server_->address(), "127.0.0.9");
  for (const int status : {429, 200}) {
    client.Send(absl::StrCat("GET ", status == 429 ? "/not/127.0.0.9" : "/",
                             " HTTP/1.1\r\nHost: a\r\n\r\n"));
    const auto received = client.Receive();
    ASSERT_TRUE(received);
    EXPECT_EQ(received->status, status);
  }
  EXPECT_EQ(HttpGet(server_->address(), "/not/127.0.0.9")->status, 200);
}

TEST_F(HttpServerTest, NobodyIsBelievedWhoSaysThatHeIsAnother) {
  Start();
  EXPECT_EQ(HttpGet(server_->address(), "/not/192.0.2.7",
                    "X-Forwarded-For: 192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n")
                ->status,
            200);
}

TEST_F(HttpServerTest, BehindAProxyWhatItWroteLastIsWhoAsks) {
  Start({}, "X-Forwarded-For");
  const auto refused = [&](const std::string& address,
                           const std::string& fields) {
    return HttpGet(server_->address(), absl::StrCat("/not/", address), fields)
               ->status == 429;
  };
  EXPECT_TRUE(refused("192.0.2.7", "x-forwarded-for: 192.0.2.7\r\n"));
  EXPECT_TRUE(refused(
      "192.0.2.7", "X-Forwarded-For: 198.51.100.1, unknown , 192.0.2.7\r\n"));
  EXPECT_TRUE(refused("192.0.2.7",
                      "X-Forwarded-For: 198.51.100.1\r\n"
                      "X-Forwarded-For: 192.0.2.7\r\n"));
  EXPECT_TRUE(refused("2001:db8::1", "X-Forwarded-For: 2001:db8::2\r\n"));
  // Not whoever has the connection, who is the proxy.
  EXPECT_TRUE(refused("nobody", "X-Real-IP: 192.0.2.7\r\n"));
  EXPECT_TRUE(refused("nobody", "X-Forwarded-For: 192.0.2.7, unknown\r\n"));
  EXPECT_TRUE(refused("nobody", "X-Forwarded-For:\r\n"));
}

TEST_F(HttpServerTest, RequestsSentAtOnceAreAnsweredInTheirOrder) {
  Start();
  HttpClient client(server_->address());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    absl::StrAppend(&requests, "GET /", i, " HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 50; ++i) {
    const auto received = client.Receive();
    ASSERT_TRUE(received) << i;
    EXPECT_EQ(received->body, absl::StrCat("GET /", i));
  }
}

TEST_F(HttpServerTest, WhoHasClosedItsHalfStillGetsItsAnswers) {
  Start();
  HttpClient client(server_->address());
  client.Send(absl::StrCat(kGet, "GET /stream40 HTTP/1.1\r\nHost: a\r\n\r\n"));
  client.HalfClose();
  EXPECT_EQ(client.Receive()->body, "GET /");
  EXPECT_EQ(client.Receive()->body.size(), 40 * kPieceBytes);
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(HttpServerTest, HeadIsAnsweredLikeGetWithoutTheBody) {
  Start();
  HttpClient client(server_->address());
  client.Send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n");
  auto received = client.Receive(/*head=*/true);
  ASSERT_TRUE(received);
  EXPECT_EQ(received->Header("content-length"), "9");
  client.Send("HEAD /stream5 HTTP/1.1\r\nHost: a\r\n\r\n");
  received = client.Receive(/*head=*/true);
  ASSERT_TRUE(received);
  EXPECT_TRUE(received->chunked);
  EXPECT_EQ(pieces_, 0);
  client.Send(kGet);
  EXPECT_EQ(client.Receive()->body, "GET /");
}

TEST_F(HttpServerTest, AnOldClientGetsAStreamThatEndsWithTheConnection) {
  Start();
  HttpClient client(server_->address());
  client.Send("GET /stream3 HTTP/1.0\r\n\r\n");
  const auto received = client.Receive();
  ASSERT_TRUE(received);
  EXPECT_FALSE(received->chunked);
  EXPECT_EQ(received->body.size(), 3 * kPieceBytes);
}

TEST_F(HttpServerTest, ABodyThatFailsIsSeenToBeBrokenOff) {
  Start();
  HttpClient client(server_->address());
  client.Send("GET /stream0 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(client.Receive());
  const HttpOutcome outcome = AwaitOutcome();
  EXPECT_FALSE(outcome.complete);
  EXPECT_EQ(outcome.failure, "the source failed");
}

// A source that was asked for all it has would make 6.4 GB.
TEST_F(HttpServerTest, ASlowReaderHoldsUpTheSourceAndIsCutOff) {
  HttpLimits limits;
  limits.write_time = absl::Milliseconds(300);
  Start(limits);
  HttpClient client(server_->address());
  client.Send("GET /stream100000 HTTP/1.1\r\nHost: a\r\n\r\n");
  const HttpOutcome outcome = AwaitOutcome();
  EXPECT_FALSE(outcome.complete);
  EXPECT_GT(pieces_, 0);
  EXPECT_LT(pieces_, 2000);
}

TEST_F(HttpServerTest, AHeaderThatDoesNotEndInTimeIsNotWaitedFor) {
  HttpLimits limits;
  limits.header_time = absl::Milliseconds(200);
  Start(limits);
  HttpClient silent(server_->address());
  HttpClient dripping(server_->address());
  dripping.Send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  while (!dripping.HearsWithin(10)) dripping.Send("x");
  EXPECT_TRUE(silent.AwaitClose());
  EXPECT_EQ(HttpGet(server_->address(), "/")->status, 200);
}

TEST_F(HttpServerTest, AnIdleConnectionIsClosed) {
  HttpLimits limits;
  limits.idle_time = absl::Milliseconds(100);
  Start(limits);
  HttpClient client(server_->address());
  client.Send(kGet);
  EXPECT_EQ(client.Receive()->status, 200);
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(HttpServerTest, SlowClientsDoNotKeepOthersWaiting) {
  Start();
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<HttpClient>(server_->address()));
    slow.back()->Send("GET / HTTP/1.1\r\nHost:");
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(HttpGet(server_->address(), "/")->status, 200);
  }
}

TEST_F(HttpServerTest, WhatIsTooLongIsRefused) {
  Start();
  EXPECT_EQ(Refused(absl::StrCat("GET / HTTP/1.1\r\nHost: a\r\nX: ",
                                 std::string(9000, 'x'), "\r\n\r\n")),
            431);
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&many, "X", i, ": y\r\n");
  EXPECT_EQ(Refused(absl::StrCat(many, "\r\n")), 431);
  EXPECT_EQ(Refused(absl::StrCat("GET /", std::string(9000, 'x'),
                                 " HTTP/1.1\r\nHost: a\r\n\r\n")),
            414);
  EXPECT_EQ(Refused(absl::StrCat("GET /", std::string(3000, 'x'),
                                 " HTTP/1.1\r\nHost: a\r\n\r\n")),
            414);
}

TEST_F(HttpServerTest, BodiesAreRefused) {
  Start();
  EXPECT_EQ(
      Refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
      413);
  EXPECT_EQ(Refused("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: "
                    "99999999999\r\n\r\n"),
            413);
  EXPECT_EQ(Refused("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            413);
}

// What a proxy in front may read in another way than this server.
TEST_F(HttpServerTest, WhatCanBeReadInTwoWaysIsRefused) {
  Start();
  for (const char* broken : {
           "GET / HTTP/1.1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
           "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
           ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
            "Content-Length: 6\r\n\r\nhello"),
           "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
           ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
           "GET / HTTP/3.0\r\nHost: a\r\n\r\n",
           "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
           "\x16\x03\x01\x02 this is TLS\r\n\r\n",
       }) {
    EXPECT_EQ(Refused(broken), 400) << broken;
  }
  EXPECT_EQ(Refused("GET / HTTP/1.1\r\nHost: a\r\n"
                    "Transfer-Encoding: gzip, chunked\r\n\r\n"),
            501);
}

TEST_F(HttpServerTest, WhoIsTooManyIsToldSo) {
  HttpLimits limits;
  limits.connections = 3;
  Start(limits);
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server_->address()));
    clients.back()->Send(kGet);
    EXPECT_EQ(clients.back()->Receive()->status, 200);
  }
  HttpClient one_more(server_->address());
  const auto received = one_more.Receive();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->status, 503);
  EXPECT_EQ(received->Header("retry-after"), "5");
}

TEST_F(HttpServerTest, LongAnswersAreCounted) {
  HttpLimits limits;
  limits.streams = 1;
  Start(limits);
  HttpClient first(server_->address());
  first.Send("GET /stream1000 HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(first.HearsWithin(10000));
  EXPECT_EQ(HttpGet(server_->address(), "/stream1")->status, 503);
  EXPECT_EQ(first.Receive()->body.size(), 1000 * kPieceBytes);
  EXPECT_EQ(HttpGet(server_->address(), "/stream1")->status, 200);
}

TEST_F(HttpServerTest, AConnectionIsNotUsedForEver) {
  HttpLimits limits;
  limits.requests = 2;
  Start(limits);
  HttpClient client(server_->address());
  client.Send(kGet);
  EXPECT_EQ(client.Receive()->Header("connection"), "");
  client.Send(kGet);
  EXPECT_EQ(client.Receive()->Header("connection"), "close");
  client.HalfClose();
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(HttpServerTest, WhatIsUnderWayIsFinishedBeforeTheEnd) {
  Start();
  HttpClient idle(server_->address());
  idle.Send(kGet);
  EXPECT_EQ(idle.Receive()->status, 200);
  HttpClient busy(server_->address());
  busy.Send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  asked_.WaitForNotification();
  std::thread stopping([this] { server_.reset(); });
  EXPECT_TRUE(idle.AwaitClose());
  go_on_.Notify();
  const auto received = busy.Receive();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->body, "GET /wait");
  busy.HalfClose();
  stopping.join();
}

TEST_F(HttpServerTest, WhatDoesNotEndIsBrokenOffAtTheEnd) {
  HttpLimits limits;
  limits.stop_time = absl::Milliseconds(100);
  Start(limits);
  HttpClient client(server_->address());
  client.Send("GET /stream100000 HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.HearsWithin(10000));
  server_.reset();
  EXPECT_FALSE(AwaitOutcome().complete);
}

TEST_F(HttpServerTest, OneAddressHasOneServer) {
  Start();
  HttpServerOptions options;
  for (const std::string& address :
       {server_->address(), std::string("127.0.0.1"),
        std::string("203.0.113.7:0")}) {
    options.address = address;
    EXPECT_TRUE(absl::IsFailedPrecondition(HttpServer::Start(options).status()))
        << address;
  }
}

}  // namespace
}  // namespace localoffer::gateway
