#include "clients/error.h"

#include <gtest/gtest.h>

#include <string>

#include "clients/testing/fake_server.h"

namespace localoffer::client {
namespace {

using ::grpc::StatusCode;

CallError DescribeCall(const grpc::Status& status) {
  return Describe(StatusOfCall(status, "host:7420"));
}

TEST(CallError, HoldsWhatTheTrailerSays) {
  v1::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("page_size");
  violation->set_description("wanted 1 to 100");
  const CallError error = DescribeCall(
      Refusal(StatusCode::ABORTED, "It changed.", "ETAG_MISMATCH",
              {{"entry", "authorities/E06000023/entries/x"}}, bad));
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.message, "It changed.");
  EXPECT_EQ(error.reason, "ETAG_MISMATCH");
  EXPECT_EQ(error.metadata.at("entry"), "authorities/E06000023/entries/x");
  ASSERT_EQ(error.field_violations.size(), 1u);
  EXPECT_EQ(error.field_violations[0].field, "page_size");
  EXPECT_EQ(error.field_violations[0].description, "wanted 1 to 100");
  EXPECT_TRUE(error.from_call);
}

// Bytes of a google.rpc.Status made by hand from its definition: code 9, one
// ErrorInfo with the reason "R". Guards the numbers of our look-alikes.
TEST(CallError, ReadsTheWireFormOfGoogleRpcStatus) {
  const std::string url = "type.googleapis.com/google.rpc.ErrorInfo";
  const std::string info = std::string("\x0a\x01R", 3);
  const std::string any = std::string("\x0a") + static_cast<char>(url.size()) +
                          url + "\x12" + static_cast<char>(info.size()) + info;
  const std::string trailer =
      std::string("\x08\x09\x1a") + static_cast<char>(any.size()) + any;
  const CallError error = DescribeCall(
      grpc::Status(StatusCode::FAILED_PRECONDITION, "no", trailer));
  EXPECT_EQ(error.reason, "R");
}

TEST(CallError, SurvivesATrailerThatIsNoMessage) {
  const CallError error =
      DescribeCall(grpc::Status(StatusCode::NOT_FOUND, "gone", "\xff\xff"));
  EXPECT_EQ(error.message, "gone");
  EXPECT_EQ(error.reason, "");
  EXPECT_TRUE(error.from_call);
}

TEST(CallError, KnowsErrorsThatAroseHere) {
  const CallError error = Describe(absl::InvalidArgumentError("no such file"));
  EXPECT_FALSE(error.from_call);
  EXPECT_EQ(NextStep(error), "");
}

TEST(CallError, NamesTheServerThatDidNotAnswer) {
  EXPECT_EQ(DescribeCall(grpc::Status(StatusCode::UNAVAILABLE,
                                      "failed to connect to all addresses"))
                .message,
            "No server answered at host:7420.");
  EXPECT_EQ(DescribeCall(grpc::Status(StatusCode::UNAVAILABLE, "Socket closed"))
                .message,
            "The connection to host:7420 was lost (Socket closed).");
  EXPECT_EQ(DescribeCall(Refusal(StatusCode::UNAVAILABLE, "Shutting down.",
                                 "SHUTTING_DOWN"))
                .message,
            "Shutting down.");
}

TEST(NextStep, HasAWordForEveryReasonOfPublishing) {
  for (const std::string reason :
       {"PUBLICATION_REFUSED", "PLAN_OUTDATED", "ETAG_MISMATCH",
        "TOO_MANY_WITHDRAWALS", "REQUEST_ID_REUSED", "ALREADY_WITHDRAWN"}) {
    EXPECT_NE(
        NextStep(DescribeCall(Refusal(StatusCode::ABORTED, "no", reason))), "")
        << reason;
  }
}

TEST(NextStep, FallsBackToTheCode) {
  EXPECT_NE(NextStep(DescribeCall(
                Refusal(StatusCode::PERMISSION_DENIED, "no", "ROLE_MISSING"))),
            "");
  EXPECT_EQ(NextStep(DescribeCall(
                Refusal(StatusCode::FAILED_PRECONDITION, "no", "NEW_REASON"))),
            "");
}

TEST(StatusOfCall, IsOkForAFinishedCall) {
  EXPECT_TRUE(StatusOfCall(grpc::Status::OK, "host:7420").ok());
}

}  // namespace
}  // namespace localoffer::client
