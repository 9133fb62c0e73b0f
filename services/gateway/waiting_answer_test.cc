// Answers that wait for what happens, over the HTTP server.
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/http_server.h"
#include "services/gateway/testing_http_client.h"

namespace localoffer::gateway {
namespace {

constexpr char kGet[] = "GET /tap HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr size_t kLargeBytes = 64 << 20;

// Gives one answer what the test puts in. Thread-safe.
class Tap {
 public:
  ~Tap() {
    if (later_.joinable()) later_.join();
  }

  void Put(std::string piece) {
    std::function<void()> go_on;
    {
      absl::MutexLock lock(&mutex_);
      pieces_.push_back(std::move(piece));
      go_on.swap(go_on_);
    }
    if (go_on) go_on();
  }

  absl::StatusOr<bool> Next(std::string& piece) {
    absl::MutexLock lock(&mutex_);
    if (pieces_.empty()) return true;
    piece = std::move(pieces_.front());
    pieces_.pop_front();
    return piece != "end";
  }

  std::function<void()> Wait(std::function<void()> go_on) {
    absl::MutexLock lock(&mutex_);
    if (pieces_.empty()) {
      go_on_ = std::move(go_on);
    } else {
      go_on();
    }
    parked_ = true;
    changed_.SignalAll();
    return [this] { End(); };
  }

  void AwaitParked() {
    absl::MutexLock lock(&mutex_);
    while (!parked_) changed_.Wait(&mutex_);
  }

 private:
  void End() {
    std::function<void()> go_on;
    {
      absl::MutexLock lock(&mutex_);
      go_on.swap(go_on_);
    }
    // Later, as it is from a list of those who wait.
    if (go_on) later_ = std::thread(std::move(go_on));
  }

  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::deque<std::string> pieces_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> go_on_ ABSL_GUARDED_BY(mutex_);
  bool parked_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread later_;
};

class WaitingAnswerTest : public ::testing::Test {
 protected:
  // All are limited, or nobody is.
  void Start(const HttpLimits& limits = {}, bool limits_clients = true) {
    HttpServerOptions options;
    options.address = "127.0.0.1:0";
    options.limits = limits;
    options.workers = 1;
    options.clock = absl::Now;
    options.stopwatch = [this] {
      absl::MutexLock lock(&mutex_);
      return elapsed_;
    };
    options.limits_client = [limits_clients](const ClientAddress& /*client*/) {
      return limits_clients;
    };
    options.answer = [this](const HttpRequest& request) {
      HttpResponse response;
      response.content_type = "text/plain";
      if (request.target != "/tap") {
        response.body = "at once";
        return response;
      }
      Tap& tap = NewTap();
      response.source = [&tap](std::string& piece) { return tap.Next(piece); };
      response.wait = [&tap](std::function<void()> go_on) {
        return tap.Wait(std::move(go_on));
      };
      return response;
    };
    options.on_outcome = [this](const HttpOutcome& outcome) {
      absl::MutexLock lock(&mutex_);
      outcomes_.push_back(outcome);
      changed_.SignalAll();
    };
    auto server = HttpServer::Start(std::move(options));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  Tap& NewTap() {
    absl::MutexLock lock(&mutex_);
    changed_.SignalAll();
    return *taps_.emplace_back(std::make_unique<Tap>());
  }
  // Of the answer that was asked for as the `index`th.
  Tap& AwaitTap(size_t index) {
    absl::MutexLock lock(&mutex_);
    while (taps_.size() <= index) changed_.Wait(&mutex_);
    return *taps_[index];
  }
  HttpOutcome AwaitOutcome() {
    absl::MutexLock lock(&mutex_);
    while (outcomes_.empty()) changed_.Wait(&mutex_);
    return outcomes_.back();
  }
  HttpOutcome AwaitBrokenOff() {
    absl::MutexLock lock(&mutex_);
    while (true) {
      for (const HttpOutcome& outcome : outcomes_) {
        if (!outcome.complete) return outcome;
      }
      changed_.Wait(&mutex_);
    }
  }
  // Asks for an answer that waits, and gets its head.
  std::unique_ptr<HttpClient> Ask(const std::string& from = "") {
    auto client = std::make_unique<HttpClient>(server_->address(), from);
    client->Send(kGet);
    EXPECT_EQ(client->Receive(/*head=*/true)->status, 200);
    return client;
  }

  void Pass(absl::Duration time) {
    absl::MutexLock lock(&mutex_);
    elapsed_ += time;
  }

  absl::Mutex mutex_;
  absl::CondVar changed_;
  absl::Duration elapsed_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<Tap>> taps_ ABSL_GUARDED_BY(mutex_);
  std::vector<HttpOutcome> outcomes_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> server_;
};

TEST_F(WaitingAnswerTest, PiecesComeAsTheyAreThere) {
  Start();
  const auto client = Ask();
  Tap& tap = AwaitTap(0);
  tap.Put("a");
  EXPECT_EQ(client->ReceiveChunk(), "a");
  tap.AwaitParked();
  tap.Put("b");
  tap.Put("c");
  EXPECT_EQ(client->ReceiveChunk(), "b");
  EXPECT_EQ(client->ReceiveChunk(), "c");
  tap.Put("end");
  EXPECT_EQ(client->ReceiveChunk(), "end");
  EXPECT_EQ(client->ReceiveChunk(), "");
  EXPECT_TRUE(client->AwaitClose());
  EXPECT_TRUE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, ThoseThatWaitHoldNoWorker) {
  Start();
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (size_t i = 0; i < 20; ++i) {
    clients.push_back(Ask());
    AwaitTap(i).AwaitParked();
  }
  EXPECT_EQ(HttpGet(server_->address(), "/")->body, "at once");
  for (size_t i = 0; i < clients.size(); ++i) {
    AwaitTap(i).Put(std::to_string(i));
    EXPECT_EQ(clients[i]->ReceiveChunk(), std::to_string(i));
  }
}

TEST_F(WaitingAnswerTest, WhoGoesIsForgotten) {
  Start();
  auto client = Ask();
  AwaitTap(0).AwaitParked();
  client.reset();
  EXPECT_FALSE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, WhoSpeaksMeanwhileIsNotHeard) {
  Start();
  const auto client = Ask();
  Tap& tap = AwaitTap(0);
  tap.AwaitParked();
  client->Send(kGet);
  tap.Put("a");
  EXPECT_EQ(client->ReceiveChunk(), "a");
  tap.Put("end");
  EXPECT_EQ(client->ReceiveChunk(), "end");
  EXPECT_TRUE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, AStopEndsThemAtOnce) {
  HttpLimits limits;
  limits.stop_time = absl::Minutes(1);
  Start(limits);
  const auto client = Ask();
  AwaitTap(0).AwaitParked();
  server_.reset();
  EXPECT_EQ(client->ReceiveChunk(), "");
  EXPECT_TRUE(client->AwaitClose());
  EXPECT_TRUE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, TooManyAreToldSo) {
  HttpLimits limits;
  limits.waiting_streams = 2;
  Start(limits);
  auto first = Ask();
  const auto second = Ask();
  AwaitTap(0).AwaitParked();
  const auto refused = HttpGet(server_->address(), "/tap");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->Header("retry-after"), "5");
  EXPECT_EQ(HttpGet(server_->address(), "/")->status, 200);
}

TEST_F(WaitingAnswerTest, OneAddressHasOnlySoMany) {
  HttpLimits limits;
  limits.waiting_streams_of_one = 2;
  Start(limits);
  auto first = Ask("127.0.0.9");
  const auto second = Ask("127.0.0.9");
  AwaitTap(0).AwaitParked();
  const auto refused = HttpGet(server_->address(), "/tap", "", "127.0.0.9");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->Header("retry-after"), "5");
  EXPECT_THAT(refused->body, ::testing::HasSubstr("TOO_MANY_STREAMS"));
  EXPECT_EQ(HttpGet(server_->address(), "/", "", "127.0.0.9")->status, 200);
  // Others have their own, and who has ended one may begin another.
  const auto others = Ask("127.0.0.10");
  first.reset();
  EXPECT_EQ(AwaitBrokenOff().status, 200);
  const auto third = Ask("127.0.0.9");
}

TEST_F(WaitingAnswerTest, WhoIsNotLimitedHasAsManyAsThereAre) {
  HttpLimits limits;
  limits.waiting_streams_of_one = 1;
  Start(limits, /*limits_clients=*/false);
  const auto first = Ask();
  const auto second = Ask();
}

TEST_F(WaitingAnswerTest, OneEndsAfterAWhile) {
  Start();
  const auto client = Ask();
  Tap& tap = AwaitTap(0);
  tap.AwaitParked();
  Pass(absl::Minutes(10));
  // What there is comes first.
  tap.Put("b");
  EXPECT_EQ(client->ReceiveChunk(), "b");
  EXPECT_EQ(client->ReceiveChunk(), "");
  EXPECT_TRUE(client->AwaitClose());
  EXPECT_TRUE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, OneEndsWhenNothingHappensToo) {
  Start();
  const auto client = Ask();
  AwaitTap(0).AwaitParked();
  Pass(absl::Minutes(10));
  AwaitTap(0).Put("");
  EXPECT_EQ(client->ReceiveChunk(), "");
  EXPECT_TRUE(client->AwaitClose());
}

TEST_F(WaitingAnswerTest, ASlowReaderIsCutOff) {
  HttpLimits limits;
  limits.write_time = absl::Milliseconds(100);
  Start(limits);
  const auto client = Ask();
  AwaitTap(0).Put(std::string(kLargeBytes, 'x'));
  EXPECT_FALSE(AwaitOutcome().complete);
}

TEST_F(WaitingAnswerTest, AHeadAloneWaitsForNothing) {
  Start();
  HttpClient client(server_->address());
  client.Send("HEAD /tap HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.Receive(/*head=*/true)->status, 200);
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.Receive()->body, "at once");
}

}  // namespace
}  // namespace localoffer::gateway
