// Changes as they happen, over HTTP, from a real node.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using gateway::HttpClient;

// Listens as an EventSource does.
class Listener {
 public:
  explicit Listener(TestNode& node, const std::string& target = "/changes",
                    const std::string& fields = "")
      : client_(node.http()) {
    client_.Send(absl::StrCat("GET ", target,
                              " HTTP/1.1\r\nHost: example.org\r\n"
                              "Accept-Encoding: gzip\r\n",
                              fields, "\r\n"));
    const auto head = client_.Receive(/*head=*/true);
    EXPECT_TRUE(head && head->status == 200);
    if (!head) return;
    EXPECT_EQ(head->Header("content-type"), "text/event-stream");
    EXPECT_EQ(head->Header("content-encoding"), "");
    EXPECT_EQ(head->Header("access-control-allow-origin"), "*");
  }

  // The next event that is dispatched; "" at the end.
  std::string Event() {
    while (true) {
      const size_t end = text_.find("\n\n");
      if (end == std::string::npos) {
        const auto more = client_.ReceiveChunk();
        if (!more || more->empty()) return "";
        text_ += *more;
        continue;
      }
      std::string event = text_.substr(0, end);
      text_.erase(0, end + 2);
      if (event.find("id: ") == 0) id_ = event.substr(4, event.find('\n') - 4);
      if (event.find("data: ") != std::string::npos) return event;
    }
  }
  // Returns when the stream has begun.
  void AwaitBegin() {
    while (text_.find("\n\n") == std::string::npos) {
      text_ += client_.ReceiveChunk().value_or("\n\n");
    }
  }
  const std::string& id() const { return id_; }

 private:
  HttpClient client_;
  std::string text_;
  std::string id_;
};

class ChangesTest : public ::testing::Test {
 protected:
  void Withdraw(const std::string& authority, int number) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(authority, number));
    request.set_reason("closed");
    v1::WithdrawEntryResponse response;
    const grpc::Status status = node_.publishing().WithdrawEntry(
        With(node_.Token(authority)).get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  TestNode node_;
};

TEST_F(ChangesTest, WhatIsPublishedArrives) {
  Listener listener(node_);
  listener.AwaitBegin();
  node_.MustPublish(kBristol, {TestEntry(1, "Hydrotherapy pool")});
  EXPECT_THAT(listener.Event(), AllOf(HasSubstr("event: updated\n"),
                                      HasSubstr(TestEntryName(kBristol, 1)),
                                      HasSubstr("Hydrotherapy pool")));
  Withdraw(kBristol, 1);
  EXPECT_THAT(listener.Event(), AllOf(HasSubstr("event: deleted\n"),
                                      HasSubstr(TestEntryName(kBristol, 1))));
}

TEST_F(ChangesTest, WhoComesBackMissesNothingAndGetsNothingTwice) {
  auto listener = std::make_unique<Listener>(node_);
  listener->AwaitBegin();
  int heard = 0;
  for (int i = 1; i <= 12; ++i) {
    node_.MustPublish(i % 2 == 0 ? kBristol : kLeeds,
                      {TestEntry(i, absl::StrCat("service ", i, "."))});
    if (i % 3 != 0) continue;
    while (heard < i) {
      const std::string event = listener->Event();
      ASSERT_THAT(event, HasSubstr(absl::StrCat("service ", ++heard, ".")));
    }
    const std::string id = listener->id();
    listener.reset();
    // A place outlives a start, too.
    if (i == 6) node_.Restart();
    listener = std::make_unique<Listener>(
        node_, "/changes", absl::StrCat("Last-Event-ID: ", id, "\r\n"));
  }
  EXPECT_EQ(heard, 12);
}

TEST_F(ChangesTest, AnAuthorityHasItsOwn) {
  Listener listener(node_, "/authorities/E06000023/changes");
  listener.AwaitBegin();
  node_.MustPublish(kLeeds, {TestEntry(1, "Lunch club")});
  node_.MustPublish(kBristol, {TestEntry(2, "Hydrotherapy pool")});
  EXPECT_THAT(listener.Event(), HasSubstr("Hydrotherapy pool"));
}

TEST_F(ChangesTest, AnotherNodesPlaceIsAReset) {
  node_.MustPublish(kLeeds, {TestEntry(1, "Lunch club")});
  Listener listener(node_, "/authorities/E06000023/changes",
                    "Last-Event-ID: 900-0123456789abcdef\r\n");
  EXPECT_THAT(listener.Event(),
              AllOf(HasSubstr("event: reset\n"),
                    HasSubstr("http://example.org/authorities/E06000023/rpde/"
                              "services")));
  node_.MustPublish(kBristol, {TestEntry(2, "Hydrotherapy pool")});
  EXPECT_THAT(listener.Event(), HasSubstr("Hydrotherapy pool"));
}

TEST_F(ChangesTest, AStopEndsTheStream) {
  Listener listener(node_);
  listener.AwaitBegin();
  node_.Restart();
  EXPECT_EQ(listener.Event(), "");
}

TEST_F(ChangesTest, AnUnknownAuthorityOrParameterIsAnError) {
  EXPECT_EQ(gateway::HttpGet(node_.http(), "/authorities/X/changes")->status,
            404);
  EXPECT_EQ(gateway::HttpGet(node_.http(), "/changes?from=1")->status, 400);
}

}  // namespace
}  // namespace localoffer::testing
