// `changes`.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// The entry of this number, at the place of this number.
v1::EntryChange Change(int number, bool deleted = false) {
  v1::EntryChange change;
  change.mutable_place()->set_change_number(number);
  change.mutable_place()->set_witness(absl::StrCat("abc", number));
  change.set_deleted(deleted);
  change.mutable_entry()->set_name(
      absl::StrCat("authorities/E06000023/entries/e", number));
  if (!deleted) {
    change.mutable_entry()->mutable_service()->set_name(
        absl::StrCat("Service ", number));
  }
  return change;
}

class Changes : public CommandTest {
 protected:
  Changes() {
    // Two entries a page, of five.
    server_.answers.list_changes = [this](const v1::ListChangesRequest& request,
                                          v1::ListChangesResponse* response) {
      asked_.push_back(request);
      int number = static_cast<int>(request.after().change_number());
      for (int i = 0; i < 2 && number < 5; ++i) {
        ++number;
        *response->add_changes() = Change(number, number == 3);
      }
      *response->mutable_next() = Change(number).place();
      response->set_complete(number == 5);
      return grpc::Status::OK;
    };
  }

  std::vector<v1::ListChangesRequest> asked_;
  std::vector<v1::WatchChangesRequest> watched_;
};

TEST_F(Changes, AreListedFromTheBeginning) {
  const Outcome outcome = Run({"changes"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "1-abc1  updated  authorities/E06000023/entries/e1  Service 1\n"
            "2-abc2  updated  authorities/E06000023/entries/e2  Service 2\n"
            "3-abc3  deleted  authorities/E06000023/entries/e3\n"
            "4-abc4  updated  authorities/E06000023/entries/e4  Service 4\n"
            "5-abc5  updated  authorities/E06000023/entries/e5  Service 5\n");
  EXPECT_THAT(outcome.err, HasSubstr("localoffer changes --after 5-abc5\n"));
  ASSERT_EQ(asked_.size(), 3u);
  EXPECT_EQ(asked_[0].parent(), "");
  EXPECT_FALSE(asked_[0].has_after());
  EXPECT_EQ(asked_[1].after().witness(), "abc2");
}

TEST_F(Changes, GoOnFromAPlace) {
  const Outcome outcome =
      Run({"changes", "Bristol", "--after", "3-abc3", "--limit", "1"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "4-abc4  updated  authorities/E06000023/entries/e4  Service 4\n");
  EXPECT_THAT(outcome.err,
              HasSubstr("localoffer changes Bristol --after 4-abc4\n"));
  EXPECT_EQ(asked_[0].parent(), "authorities/E06000023");
  EXPECT_EQ(asked_[0].after().change_number(), 3);
  EXPECT_EQ(asked_[0].after().witness(), "abc3");
  for (const char* place : {"x", "abc-3", "3.5"}) {
    EXPECT_EQ(Run({"changes", "--after", place}).code, 2) << place;
  }
}

TEST_F(Changes, AreDocumentsOfJson) {
  const Outcome outcome =
      Run({"changes", "--output", "json", "--limit", "1", "--quiet"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("\"change_number\": \"1\""),
                                 HasSubstr("\"name\": \"Service 1\""),
                                 Not(HasSubstr("Service 2"))));
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(asked_[0].view(), v1::ENTRY_VIEW_FULL);
}

TEST_F(Changes, AreFollowedOverBrokenStreams) {
  server_.answers.watch_changes =
      [this](const v1::WatchChangesRequest& request,
             std::vector<v1::WatchChangesResponse>* messages) {
        watched_.push_back(request);
        const int number = static_cast<int>(request.after().change_number());
        v1::WatchChangesResponse& message = messages->emplace_back();
        *message.add_changes() = Change(number + 1);
        *message.mutable_place() = Change(number + 1).place();
        return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
      };
  const Outcome outcome =
      Run({"changes", "--after", "3-abc3", "--follow", "--limit", "5"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "4-abc4  updated  authorities/E06000023/entries/e4  Service 4\n"
            "5-abc5  updated  authorities/E06000023/entries/e5  Service 5\n"
            "6-abc6  updated  authorities/E06000023/entries/e6  Service 6\n"
            "7-abc7  updated  authorities/E06000023/entries/e7  Service 7\n"
            "8-abc8  updated  authorities/E06000023/entries/e8  Service 8\n");
  ASSERT_EQ(watched_.size(), 3u);
  EXPECT_EQ(watched_[0].after().witness(), "abc5");
  EXPECT_EQ(watched_[2].after().witness(), "abc7");
}

TEST_F(Changes, WithoutAPlaceWhatComesNextIsFollowed) {
  server_.answers.watch_changes =
      [this](const v1::WatchChangesRequest& request,
             std::vector<v1::WatchChangesResponse>* messages) {
        watched_.push_back(request);
        *messages->emplace_back().mutable_place() = Change(5).place();
        v1::WatchChangesResponse& message = messages->emplace_back();
        *message.add_changes() = Change(6);
        *message.mutable_place() = Change(6).place();
        return grpc::Status::OK;
      };
  const Outcome outcome = Run({"changes", "--follow", "--limit", "1"});
  EXPECT_EQ(outcome.out,
            "6-abc6  updated  authorities/E06000023/entries/e6  Service 6\n");
  EXPECT_TRUE(asked_.empty());
  EXPECT_FALSE(watched_[0].has_after());
}

TEST_F(Changes, WhatIsRefusedIsAnError) {
  server_.answers.list_changes = [](const v1::ListChangesRequest&,
                                    v1::ListChangesResponse*) {
    return client::Refusal(grpc::StatusCode::FAILED_PRECONDITION,
                           "this place is not one of this node's",
                           "FEED_BEGAN_ANEW", {}, {});
  };
  Outcome outcome = Run({"changes", "--after", "7-x"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("this place is not one of this node's"));
  // A stream of which nothing came is not tried again.
  server_.answers.watch_changes = [](const v1::WatchChangesRequest&,
                                     std::vector<v1::WatchChangesResponse>*) {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
  };
  outcome = Run({"changes", "--follow"});
  EXPECT_EQ(outcome.code, 5);
}

}  // namespace
}  // namespace localoffer::command
