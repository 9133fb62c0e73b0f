#include "services/gateway/changes_resource.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/target.h"
#include "services/gateway/testing_node.h"
#include "services/rpc/error.h"
#include "storage/testing.h"

namespace localoffer::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kBristol[] = "E06000023";

class ChangesResourceTest : public ::testing::Test {
 protected:
  ChangesResourceTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(9);
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    node_ = std::make_unique<TestingNode>(*store_, clock_.clock());
    client_ = node_->client();
    // Beats no sooner than a test ends, unless it wants that.
    Watch(absl::Hours(1));
  }

  // Hears the node when it returns: nobody is woken by the beginning of that.
  void Watch(absl::Duration heartbeat) {
    resource_.reset();
    watch_ = std::make_unique<ChangeWatch>(client_, heartbeat);
    resource_ = std::make_unique<ChangesResource>(client_, *watch_);
    absl::Notification begun;
    const uint64_t seen = watch_->waiters().version();
    watch_->KeepUp();
    watch_->waiters().Wait(seen, [&begun](rpc::Wake) { begun.Notify(); });
    begun.WaitForNotification();
  }

  void Publish(int number, const std::string& name) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = kBristol;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    change.subject = storage::TestService(number, "").id();
    *change.body.mutable_entry_published()->mutable_service() =
        storage::TestService(number, name);
    if (const auto revision =
            *store_->entries().At(kBristol, change.subject,
                                  store_->logs().Latest().SizeOf(kBristol))) {
      change.expected_sequence = revision->sequence;
    }
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  // New entries, as one batch.
  void PublishMany(int count) {
    storage::Proposal proposal;
    proposal.authority = kBristol;
    for (int i = 1; i <= count; ++i) {
      storage::ProposedChange& change = proposal.changes.emplace_back();
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      change.subject = storage::TestService(i, "").id();
      *change.body.mutable_entry_published()->mutable_service() =
          storage::TestService(i, "one of many");
    }
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  HttpResponse Open(const std::string& query = "",
                    const std::string& last_event_id = "") {
    return OpenOf("", query, last_event_id);
  }
  // Of one authority, or of all.
  HttpResponse OpenOf(const std::string& gss, const std::string& query,
                      const std::string& last_event_id = "") {
    auto response = Ask(gss, query, last_event_id);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : HttpResponse();
  }
  absl::StatusOr<HttpResponse> Ask(const std::string& gss,
                                   const std::string& query,
                                   const std::string& last_event_id) {
    HttpRequest request;
    request.last_event_id = last_event_id;
    const auto target = ParseTarget("/changes" + query);
    EXPECT_TRUE(target.ok()) << target.status();
    std::map<std::string, std::string> names;
    if (!gss.empty()) names["gss"] = gss;
    return resource_->Get({request, *target, names, "http://example.org"});
  }

  // What there is now; "" when nothing.
  static std::string Next(const HttpResponse& response) {
    std::string piece;
    const auto more = response.source(piece);
    EXPECT_TRUE(more.ok() && *more) << more.status();
    return piece;
  }
  // What there is when the wait is over.
  static std::string Await(const HttpResponse& response) {
    absl::Notification woken;
    response.wait([&woken] { woken.Notify(); });
    woken.WaitForNotification();
    return Next(response);
  }
  static std::string IdOf(const std::string& piece) {
    const size_t from = piece.rfind("id: ") + 4;
    return piece.substr(from, piece.find('\n', from) - from);
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<TestingNode> node_;
  std::shared_ptr<const NodeClient> client_;
  std::unique_ptr<ChangeWatch> watch_;
  std::unique_ptr<ChangesResource> resource_;
};

TEST_F(ChangesResourceTest, WhoBringsNoPlaceGetsWhatComesNext) {
  Publish(1, "before");
  const HttpResponse stream = Open();
  EXPECT_EQ(stream.content_type, "text/event-stream");
  EXPECT_THAT(Next(stream), MatchesRegex("id: 1-[0-9a-f]{16}\n\n"));
  EXPECT_EQ(Next(stream), "");
  Publish(2, "Hydrotherapy");
  const std::string event = Await(stream);
  EXPECT_THAT(event, StartsWith("id: 2-"));
  EXPECT_THAT(event, HasSubstr("\nevent: updated\ndata: {\"state\":"
                               "\"updated\",\"kind\":\"Service\""));
  EXPECT_THAT(event, HasSubstr("Hydrotherapy"));
  EXPECT_EQ(Next(stream), "");
}

TEST_F(ChangesResourceTest, APlaceIsGoneOnFromWithoutAGapOrARepetition) {
  std::string id = IdOf(Next(Open()));
  for (int i = 1; i <= 10; ++i) {
    Publish(i, absl::StrCat("service ", i));
    const HttpResponse stream = Open("", id);
    const std::string event = Next(stream);
    EXPECT_THAT(event, HasSubstr(absl::StrCat("service ", i)));
    EXPECT_THAT(event, Not(HasSubstr(absl::StrCat("service ", i - 1, "\""))));
    EXPECT_EQ(Next(stream), "");
    id = IdOf(event);
  }
  // The id wins over what the address says.
  EXPECT_EQ(Next(Open("?afterChangeNumber=3", id)), "");
  EXPECT_THAT(Next(Open("?afterChangeNumber=9")), StartsWith("id: 10-"));
}

TEST_F(ChangesResourceTest, FromTheBeginningItIsTheWholeDirectory) {
  for (int i = 0; i < 250; ++i) Publish(i, absl::StrCat("service ", i));
  const HttpResponse stream = Open("?afterChangeNumber=0");
  int events = 0;
  for (std::string piece = Next(stream); !piece.empty(); piece = Next(stream)) {
    for (size_t at = piece.find("event: "); at != std::string::npos;
         at = piece.find("event: ", at + 1)) {
      ++events;
    }
  }
  EXPECT_EQ(events, 250);
}

TEST_F(ChangesResourceTest, WhoIsFarBehindReadsTheFeed) {
  constexpr int kMostBehind = 10'000;
  PublishMany(kMostBehind);
  EXPECT_THAT(Next(Open("?afterChangeNumber=0")), StartsWith("id: 1-"));
  const std::string first = absl::StrCat("1-", *store_->arrivals().Witness(1));
  Publish(kMostBehind + 1, "one more");
  const std::string address = "{\"resync\":\"http://example.org";
  EXPECT_THAT(Next(Open("?afterChangeNumber=0")),
              AllOf(StartsWith("id: 10001-"), HasSubstr("event: reset"),
                    HasSubstr(address + "/rpde/services\"}\n\n")));
  EXPECT_THAT(Next(Open("?afterChangeNumber=1")), Not(HasSubstr("reset")));
  Publish(kMostBehind + 2, "another");
  EXPECT_THAT(Next(Open("", first)), HasSubstr("event: reset"));
  EXPECT_THAT(Next(OpenOf(kBristol, "?afterChangeNumber=0")),
              HasSubstr(address + "/authorities/E06000023/rpde/services\""));
}

TEST_F(ChangesResourceTest, APlaceOfAnotherNodeIsAReset) {
  Publish(1, "before");
  for (const char* id :
       {"1-0123456789abcdef", "7-0123456789abcdef", "x", "1", "-"}) {
    const HttpResponse stream = Open("", id);
    const std::string reset = Next(stream);
    EXPECT_THAT(reset, StartsWith("id: 1-")) << id;
    EXPECT_THAT(
        reset,
        HasSubstr("\nevent: reset\ndata: "
                  "{\"resync\":\"http://example.org/rpde/services\"}\n\n"))
        << id;
    EXPECT_EQ(Next(stream), "");
  }
  EXPECT_THAT(Next(Open("?afterChangeNumber=1&witness=0123456789abcdef")),
              HasSubstr("event: reset"));
}

TEST_F(ChangesResourceTest, SilenceIsFilledWithHeartbeats) {
  Watch(absl::Milliseconds(20));
  const HttpResponse stream = Open();
  Next(stream);
  EXPECT_EQ(Next(stream), "");
  EXPECT_EQ(Await(stream), ":\n\n");
  EXPECT_EQ(Next(stream), "");
  EXPECT_EQ(Await(stream), ":\n\n");
}

TEST_F(ChangesResourceTest, AStopEndsIt) {
  const HttpResponse stream = Open();
  Next(stream);
  EXPECT_EQ(Next(stream), "");
  watch_->waiters().Stop();
  absl::Notification woken;
  stream.wait([&woken] { woken.Notify(); });
  woken.WaitForNotification();
  std::string piece;
  const auto more = stream.source(piece);
  ASSERT_TRUE(more.ok());
  EXPECT_FALSE(*more);
}

TEST_F(ChangesResourceTest, WhatIsWrittenMeanwhileIsNotMissed) {
  // Between the reading and the waiting.
  const HttpResponse stream = Open();
  Next(stream);
  EXPECT_EQ(Next(stream), "");
  Publish(1, "Hydrotherapy");
  EXPECT_THAT(Await(stream), HasSubstr("Hydrotherapy"));
}

// As many as a node has room for, and more.
TEST_F(ChangesResourceTest, HundredsWaitWithOneStreamOfTheNode) {
  constexpr int kReaders = 600;
  std::vector<HttpResponse> streams;
  for (int i = 0; i < kReaders; ++i) {
    streams.push_back(i % 2 == 0 ? Open() : Open("?afterChangeNumber=0"));
    Next(streams.back());
    EXPECT_EQ(Next(streams.back()), "");
  }
  const int asked = node_->Calls("ListChanges");
  absl::BlockingCounter woken(kReaders);
  for (const HttpResponse& stream : streams) {
    stream.wait([&woken] { woken.DecrementCount(); });
  }
  Publish(1, "Hydrotherapy");
  woken.Wait();
  for (const HttpResponse& stream : streams) {
    EXPECT_THAT(Next(stream), HasSubstr("Hydrotherapy"));
  }
  // All were at one place.
  EXPECT_EQ(node_->Calls("ListChanges"), asked + 1);
  // Calls are counted when they end.
  resource_.reset();
  watch_.reset();
  while (node_->Calls("WatchChanges") == 0) std::this_thread::yield();
  EXPECT_EQ(node_->Calls("WatchChanges"), 1);
}

TEST_F(ChangesResourceTest, WhoLeavesIsWokenAtOnce) {
  const HttpResponse stream = Open();
  Next(stream);
  EXPECT_EQ(Next(stream), "");
  absl::Notification woken;
  const std::function<void()> leave = stream.wait([&woken] { woken.Notify(); });
  leave();
  woken.WaitForNotification();
}

TEST_F(ChangesResourceTest, AnUnknownAuthorityIsSaidInWordsOfHttp) {
  for (const char* gss : {"E06999999", "-", "bristol"}) {
    // Whatever else is wrong.
    for (const char* query : {"", "?afterChangeNumber=x"}) {
      const absl::Status unknown = Ask(gss, query, "").status();
      EXPECT_EQ(rpc::ReasonOf(unknown), "UNKNOWN_AUTHORITY") << unknown;
    }
  }
  EXPECT_TRUE(
      absl::IsInvalidArgument(Ask("", "?afterChangeNumber=x", "").status()));
}

// The connection breaks, and browsers come back.
TEST_F(ChangesResourceTest, ANodeThatIsAwayIsAnError) {
  client_ = node_->Connect();
  Watch(absl::Hours(1));
  const HttpResponse stream = Open();
  Next(stream);
  EXPECT_EQ(Next(stream), "");
  node_->Stop();
  std::string piece;
  EXPECT_TRUE(absl::IsUnavailable(stream.source(piece).status()));
  EXPECT_TRUE(absl::IsUnavailable(Ask("", "", "").status()));
}

}  // namespace
}  // namespace localoffer::gateway
