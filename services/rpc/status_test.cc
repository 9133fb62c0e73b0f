#include "services/rpc/status.h"

#include <string>

#include "gtest/gtest.h"
#include "services/rpc/error.h"

namespace localoffer::rpc {
namespace {

// What a caller makes of what the server sends.
absl::Status Carried(const absl::Status& status) {
  return FromGrpc(ToGrpc(status));
}

TEST(StatusTest, AnErrorForTheCallerArrivesWhole) {
  for (const absl::Status& sent :
       {CallerError(absl::StatusCode::kNotFound, "ENTRY_NOT_FOUND",
                    "no entry “x”", {{"entry", "x"}}),
        InvalidFields({{"age", "wanted years"}, {"page", "\"0\": wanted 1"}}),
        CallerError(absl::StatusCode::kFailedPrecondition, "REPLICA",
                    "this is a replica")}) {
    const absl::Status got = Carried(sent);
    // Payloads, too.
    EXPECT_EQ(got, sent) << got << sent;
    EXPECT_FALSE(IsFailure(got));
    EXPECT_NE(ReasonOf(got), "");
  }
}

TEST(StatusTest, AnErrorWithoutDetailsStaysWithout) {
  EXPECT_TRUE(Carried(absl::OkStatus()).ok());
  for (const absl::Status& sent :
       {absl::UnavailableError("come back"), absl::AbortedError("contended"),
        absl::ResourceExhaustedError("16 are under way")}) {
    EXPECT_EQ(Carried(sent), sent) << Carried(sent);
  }
  const absl::Status own =
      FromGrpc(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "too late"));
  EXPECT_EQ(own, absl::DeadlineExceededError("too late"));
}

TEST(StatusTest, WhatFailedIsAFailureThereTooAndSaysNoMore) {
  const absl::Status got =
      Carried(absl::DataLossError("block 7 of 000012.sst"));
  EXPECT_EQ(got, absl::InternalError("storage failed"));
  EXPECT_TRUE(IsFailure(got));
}

TEST(StatusTest, DetailsThatAreNoneAreLeftOut) {
  const absl::Status got = FromGrpc(grpc::Status(
      grpc::StatusCode::NOT_FOUND, "nothing", std::string("\xff\xff\xff", 3)));
  EXPECT_EQ(got, absl::NotFoundError("nothing"));
}

}  // namespace
}  // namespace localoffer::rpc
