#include "services/feed/change_feed_service.h"

#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/guard.h"
#include "services/feed/testing_directory.h"
#include "services/metrics/registry.h"
#include "services/rpc/error.h"
#include "services/rpc/status.h"

namespace localoffer::feed {
namespace {

using ::testing::HasSubstr;

class ChangeFeedServiceTest : public ::testing::Test, public TestingDirectory {
 protected:
  ChangeFeedServiceTest() {
    store_->logs().AddListener([this] { waiters_.Changed(); });
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::ChangeFeedService::NewStub(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    own_stub_ = v1::ChangeFeedService::NewStub(
        server_->InProcessChannel(grpc::ChannelArguments()));
  }
  ~ChangeFeedServiceTest() override {
    waiters_.Stop();
    server_->Shutdown();
  }

  // A stream under way.
  struct Watcher {
    explicit Watcher(v1::ChangeFeedService::Stub& stub,
                     const v1::WatchChangesRequest& request = {})
        : reader(stub.WatchChanges(&context, request)) {}
    ~Watcher() {
      context.TryCancel();
      if (!finished) reader->Finish();
    }
    grpc::Status Finish() {
      finished = true;
      return reader->Finish();
    }

    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchChangesResponse>> reader;
    v1::WatchChangesResponse message;
    bool finished = false;
  };

  grpc::Status List(const v1::ListChangesRequest& request,
                    v1::ListChangesResponse& response) {
    grpc::ClientContext context;
    return stub_->ListChanges(&context, request, &response);
  }

  std::vector<std::string> Lines() {
    absl::MutexLock lock(&mutex_);
    return lines_;
  }

  absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
  rpc::Journal journal_{clock_.clock(), [this](absl::string_view line) {
                          absl::MutexLock lock(&mutex_);
                          lines_.emplace_back(line);
                        }};
  rpc::WorkerPool workers_{2, 100};
  metrics::Registry metrics_;
  rpc::CallMetrics call_metrics_{metrics_};
  rpc::Runtime runtime_{journal_, workers_, call_metrics_,
                        [] { return absl::ZeroDuration(); }};
  const access::Guard guard_{store_->tokens(), clock_.clock()};
  const access::Endpoint endpoint_{guard_, runtime_};
  // Beats no sooner than a test ends.
  rpc::WaitList waiters_{workers_, absl::Hours(1)};
  ChangeFeedService service_{*store_, waiters_, endpoint_};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ChangeFeedService::Stub> stub_;
  // As the node's own front asks.
  std::unique_ptr<v1::ChangeFeedService::Stub> own_stub_;
};

TEST_F(ChangeFeedServiceTest, WhatIsPublishedIsHeard) {
  Publish(kBristol, 1, "before");
  for (auto* const stub : {stub_.get(), own_stub_.get()}) {
    Watcher watcher(*stub);
    ASSERT_TRUE(watcher.reader->Read(&watcher.message));
    EXPECT_EQ(watcher.message.changes_size(), 0);
    const std::string name = absl::StrCat("after ", stub == stub_.get());
    Publish(kLeeds, 2, name);
    ASSERT_TRUE(watcher.reader->Read(&watcher.message));
    ASSERT_EQ(watcher.message.changes_size(), 1);
    EXPECT_EQ(watcher.message.changes(0).entry().service().name(), name);
    EXPECT_TRUE(watcher.message.complete());
  }
}

TEST_F(ChangeFeedServiceTest, AnErrorHasItsReason) {
  Publish(kBristol, 1, "a");
  v1::WatchChangesRequest request;
  request.mutable_after()->set_change_number(2);
  Watcher watcher(*stub_, request);
  EXPECT_FALSE(watcher.reader->Read(&watcher.message));
  const grpc::Status refused = watcher.Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(refused)), "FEED_BEGAN_ANEW");
}

// Copies are kept by watchers whose streams break now and then, while others
// publish.
TEST_F(ChangeFeedServiceTest, WatchersMissNothingAndHearNothingTwice) {
  constexpr int kReaders = 4;
  constexpr int kCommits = 150;
  std::vector<Copy> copies(kReaders);
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([this, i, &copy = copies[i]] {
      std::mt19937 random(i);
      v1::WatchChangesRequest request;
      request.mutable_after();
      int64_t last = 0;
      while (last < kCommits) {
        Watcher watcher(i % 2 == 0 ? *stub_ : *own_stub_, request);
        for (int messages = 1 + static_cast<int>(random() % 20);
             messages > 0 && last < kCommits; --messages) {
          ASSERT_TRUE(watcher.reader->Read(&watcher.message));
          for (const v1::EntryChange& change : watcher.message.changes()) {
            EXPECT_GT(change.place().change_number(), last);
            last = change.place().change_number();
            Apply(change, copy);
          }
          *request.mutable_after() = watcher.message.place();
        }
      }
    });
  }
  for (int i = 0; i < kCommits; ++i) {
    Publish(i % 3 == 0 ? kLeeds : kBristol, 1 + i % 20, absl::StrCat(i));
  }
  for (std::thread& reader : readers) reader.join();
  for (const Copy& copy : copies) EXPECT_EQ(copy, Shown());
}

TEST_F(ChangeFeedServiceTest, TooManyStreamsAreRefusedButNotTheFronts) {
  constexpr int kMost = 256;
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < kMost; ++i) {
    watchers.push_back(std::make_unique<Watcher>(*stub_));
    ASSERT_TRUE(watchers.back()->reader->Read(&watchers.back()->message));
  }
  Watcher one_more(*stub_);
  EXPECT_FALSE(one_more.reader->Read(&one_more.message));
  const grpc::Status refused = one_more.Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(refused)), "TOO_MANY_STREAMS");
  Watcher own(*own_stub_);
  EXPECT_TRUE(own.reader->Read(&own.message));
  // All hear what happens.
  Publish(kBristol, 1, "Short breaks");
  for (const auto& watcher : watchers) {
    ASSERT_TRUE(watcher->reader->Read(&watcher->message));
    EXPECT_EQ(watcher->message.changes_size(), 1);
  }
}

TEST_F(ChangeFeedServiceTest, WhoLeavesMakesRoom) {
  for (int i = 0; i < 600; ++i) {
    Watcher watcher(*stub_);
    const bool heard = watcher.reader->Read(&watcher.message);
    if (heard) continue;
    // The node hears a moment later that somebody has left.
    EXPECT_EQ(watcher.Finish().error_code(),
              grpc::StatusCode::RESOURCE_EXHAUSTED);
    --i;
    std::this_thread::yield();
  }
}

// A page from far behind is made by a worker, one from near is not.
TEST_F(ChangeFeedServiceTest, TooManyLongPagesAreRefused) {
  constexpr int kMost = 32;
  PublishMany(kBristol, 0, 1000);
  absl::Notification go_on;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(workers_.Run([&] { go_on.WaitForNotification(); }));
  }
  std::atomic<int> refused = 0;
  std::vector<std::thread> readers;
  readers.reserve(kMost + 1);
  for (int i = 0; i <= kMost; ++i) {
    readers.emplace_back([&] {
      v1::ListChangesResponse page;
      const grpc::Status status = List({}, page);
      if (status.ok()) {
        EXPECT_EQ(page.changes_size(), 500);
        return;
      }
      EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(status)), "TOO_MANY_READS");
      ++refused;
      v1::ListChangesRequest near;
      near.mutable_after()->set_change_number(990);
      EXPECT_TRUE(List(near, page).ok());
      EXPECT_EQ(page.changes_size(), 10);
      go_on.Notify();
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(refused, 1);
}

TEST_F(ChangeFeedServiceTest, AStopEndsTheStreams) {
  Watcher watcher(*stub_);
  ASSERT_TRUE(watcher.reader->Read(&watcher.message));
  Watcher own(*own_stub_);
  ASSERT_TRUE(own.reader->Read(&own.message));
  waiters_.Stop();
  for (Watcher* const stopped : {&watcher, &own}) {
    EXPECT_FALSE(stopped->reader->Read(&stopped->message));
    const grpc::Status status = stopped->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(status)), "STOPPING");
  }
  // The journal has a line of the one, for the other is the front's.
  EXPECT_THAT(Lines(), ::testing::ElementsAre(HasSubstr("WatchChanges")));
}

}  // namespace
}  // namespace localoffer::feed
