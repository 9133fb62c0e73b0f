// Coverage, asked over gRPC.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

constexpr auto kBreaks = v1::PALLIATIVE_COMPONENT_SHORT_BREAKS;

class CoverageTest : public ::testing::Test {
 protected:
  static v1::Entry Breaks(int number, const std::string& charity = "") {
    v1::Entry entry = TestEntry(number, "Short breaks", charity);
    entry.mutable_local_offer()->mutable_palliative_care()->add_components(
        kBreaks);
    return entry;
  }

  grpc::Status Check(const v1::CheckCoverageRequest& request,
                     v1::CheckCoverageResponse* response) {
    return node_.coverage().CheckCoverage(With("").get(), request, response);
  }

  // Of Bristol, about short breaks.
  v1::CoverageStatus StatusOf(v1::CheckCoverageRequest request = {}) {
    request.set_palliative_component(kBreaks);
    request.add_authorities(absl::StrCat("authorities/", kBristol));
    v1::CheckCoverageResponse response;
    const grpc::Status status = Check(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    revision_ = response.revision();
    return response.coverages_size() == 1 ? response.coverages(0).status()
                                          : v1::COVERAGE_STATUS_UNSPECIFIED;
  }

  TestNode node_;
  // Of the last answer.
  std::string revision_;
};

TEST_F(CoverageTest, AnybodyMayAskOfAllEngland) {
  node_.MustPublish(kBristol, {Breaks(1, "9900001")});
  node_.MustPublish(kBath, {TestEntry(2, "Art club")});
  v1::CheckCoverageRequest request;
  request.set_palliative_component(kBreaks);
  v1::CheckCoverageResponse response;
  ASSERT_TRUE(Check(request, &response).ok());
  ASSERT_EQ(response.coverages_size(), 153);
  int councils = 0;
  double share = 0;
  for (const v1::CoverageShare& one : response.shares()) {
    councils += one.authority_count();
    share += one.population_share();
  }
  EXPECT_EQ(councils, 153);
  EXPECT_DOUBLE_EQ(share, 1);
  EXPECT_EQ(response.shares(0).status(), v1::COVERAGE_STATUS_CONFIRMED);
  EXPECT_EQ(response.shares(0).authority_count(), 1);
  EXPECT_EQ(response.shares(0).population(), 465'866);
  EXPECT_EQ(response.shares(4).status(), v1::COVERAGE_STATUS_MISSING);
  EXPECT_EQ(response.shares(4).authority_count(), 1);
}

TEST_F(CoverageTest, ARevisionAndATimeHaveOneAnswerForEver) {
  node_.MustPublish(kBristol, {Breaks(1, "9900001")});
  EXPECT_EQ(StatusOf(), v1::COVERAGE_STATUS_CONFIRMED);
  v1::CheckCoverageRequest revision;
  revision.set_revision(revision_);
  v1::CheckCoverageRequest time;
  *time.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  node_.clock().Advance(absl::Hours(24 * 366));
  EXPECT_EQ(StatusOf(), v1::COVERAGE_STATUS_STALE);
  EXPECT_EQ(StatusOf(revision), v1::COVERAGE_STATUS_CONFIRMED);
  EXPECT_EQ(StatusOf(time), v1::COVERAGE_STATUS_CONFIRMED);
  node_.MustPublish(kBristol, {Breaks(2)});
  EXPECT_EQ(StatusOf(), v1::COVERAGE_STATUS_ONE_SIDED);
  EXPECT_EQ(StatusOf(time), v1::COVERAGE_STATUS_CONFIRMED);
}

TEST_F(CoverageTest, WhatIsWrongIsSaid) {
  v1::CheckCoverageResponse response;
  const grpc::Status status = Check({}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(status), "INVALID_FIELD");
}

}  // namespace
}  // namespace localoffer::testing
