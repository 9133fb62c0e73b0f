// The change feed of a real node, over gRPC and over HTTP.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "services/gateway/testing_http_client.h"
#include "services/openreferral/write_json.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

class ChangeFeedTest : public ::testing::Test {
 protected:
  v1::ListChangesResponse List(const v1::ListChangesRequest& request) {
    v1::ListChangesResponse response;
    const grpc::Status status =
        node_.change_feed().ListChanges(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
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

TEST_F(ChangeFeedTest, BothWaysSayTheSame) {
  for (int i = 1; i <= 9; ++i) {
    node_.MustPublish(i % 2 == 0 ? kBristol : kLeeds,
                      {TestEntry(i, absl::StrCat("service ", i))});
  }
  Withdraw(kBristol, 4);
  for (const std::string authority : {"", kBristol, kLeeds}) {
    v1::ListChangesRequest request;
    if (!authority.empty()) {
      request.set_parent(absl::StrCat("authorities/", authority));
    }
    request.set_page_size(2);
    const std::string path = absl::StrCat(
        authority.empty() ? "" : "/authorities/", authority, "/rpde/services");
    std::string target = path + "?limit=2";
    for (bool complete = false; !complete;) {
      const v1::ListChangesResponse page = List(request);
      complete = page.complete();
      const auto got = gateway::HttpGet(node_.http(), target);
      ASSERT_TRUE(got && got->status == 200) << target;
      rapidjson::Document json;
      json.Parse(got->body.c_str());
      const auto& items = json["items"];
      ASSERT_EQ(items.Size(), page.changes_size()) << target;
      for (int i = 0; i < page.changes_size(); ++i) {
        const v1::EntryChange& change = page.changes(i);
        const auto& item = items[i];
        EXPECT_EQ(item["id"].GetString(), change.entry().name());
        EXPECT_EQ(item["modified"].GetInt64(), change.place().change_number());
        EXPECT_EQ(item["state"] == "deleted", change.deleted());
        EXPECT_EQ(item.HasMember("data"), !change.deleted());
        if (change.deleted()) continue;
        EXPECT_THAT(
            got->body,
            ::testing::HasSubstr(openreferral::WriteServiceJson(
                change.entry().service(), change.entry().local_offer(), {})));
      }
      // A place of one is a place of the other.
      *request.mutable_after() = page.next();
      target =
          absl::StrCat(path, "?afterChangeNumber=", page.next().change_number(),
                       "&witness=", page.next().witness(), "&limit=2");
      EXPECT_THAT(json["next"].GetString(), ::testing::EndsWith(target));
    }
  }
}

TEST_F(ChangeFeedTest, AWatcherGoesOnAfterAStart) {
  v1::WatchChangesRequest request;
  request.mutable_after();
  for (int i = 1; i <= 6; ++i) {
    auto context = With("");
    auto reader = node_.change_feed().WatchChanges(context.get(), request);
    node_.MustPublish(kBristol, {TestEntry(i, absl::StrCat("service ", i))});
    v1::WatchChangesResponse message;
    do {
      ASSERT_TRUE(reader->Read(&message));
    } while (message.changes_size() == 0);
    ASSERT_EQ(message.changes_size(), 1);
    EXPECT_EQ(message.changes(0).entry().name(), TestEntryName(kBristol, i));
    *request.mutable_after() = message.place();
    if (i % 2 == 0) {
      node_.Restart();
    } else {
      context->TryCancel();
    }
    while (reader->Read(&message)) {
    }
    EXPECT_FALSE(reader->Finish().ok());
  }
}

// The front's own stream, and those of others, are open.
TEST_F(ChangeFeedTest, AStopWaitsForNobodyWhoWatches) {
  gateway::HttpClient listener(node_.http());
  listener.Send("GET /changes HTTP/1.1\r\nHost: example.org\r\n\r\n");
  ASSERT_TRUE(listener.Receive(/*head=*/true));
  EXPECT_NE(listener.ReceiveChunk().value_or(""), "");
  auto context = With("");
  auto reader = node_.change_feed().WatchChanges(context.get(), {});
  v1::WatchChangesResponse message;
  ASSERT_TRUE(reader->Read(&message));
  auto more = With("");
  auto places = node_.change_feed().WatchChanges(more.get(), [] {
    v1::WatchChangesRequest request;
    request.set_places_only(true);
    return request;
  }());
  ASSERT_TRUE(places->Read(&message));
  node_.Restart();
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(Reason(reader->Finish()), "STOPPING");
  EXPECT_FALSE(places->Read(&message));
  places->Finish();
}

}  // namespace
}  // namespace localoffer::testing
