#include "services/gateway/openreferral/api_query.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

using ::testing::HasSubstr;

const Endpoint& ServicesOf(absl::Span<const Endpoint> endpoints) {
  return *std::find_if(
      endpoints.begin(), endpoints.end(),
      [](const Endpoint& endpoint) { return endpoint.path() == "/services"; });
}

class ApiQueryTest : public ::testing::Test {
 protected:
  // What is asked of `/services`.
  ApiQuery Of(const std::string& query) {
    target_ = *ParseTarget(absl::StrCat("/?", query));
    return ApiQuery(target_, ServicesOf(OpenReferralEndpoints()));
  }

  Target target_;
};

TEST_F(ApiQueryTest, ValuesAreRead) {
  ApiQuery query = Of(
      "search=+short+breaks+&proximity=1.5e3&full=True&minimal=0&day=Wednesday"
      "&start_time=09:05&page=3&per_page=20&postcode=");
  EXPECT_EQ(query.Text("search"), "short breaks");
  EXPECT_EQ(query.Text("postcode"), absl::nullopt);
  EXPECT_EQ(query.Text("coverage"), absl::nullopt);
  EXPECT_EQ(query.Number("proximity"), 1500);
  EXPECT_TRUE(query.Flag("full"));
  EXPECT_FALSE(query.Flag("minimal"));
  EXPECT_EQ(query.DayOf("day", *query.Text("day")), 2);
  EXPECT_EQ(query.ClockOf("start_time", *query.Text("start_time")), 9 * 60 + 5);
  const ApiPage page = query.Page("");
  EXPECT_EQ(page.number, 3u);
  EXPECT_EQ(page.size, 20u);
  EXPECT_EQ(page.skip(), 40u);
  EXPECT_FALSE(page.lines);
  EXPECT_TRUE(query.Check().ok());
}

TEST_F(ApiQueryTest, TimesAreWrittenInManyWays) {
  const absl::Time noon = absl::FromUnixSeconds(1'788'264'000);  // 2026-09-01
  for (const char* text :
       {"2026-09-01T12:00:00Z", "2026-09-01T13:00:00%2B01:00",
        "2026-09-01T12:00:00.000", "2026-09-01T12:00", "2026-09-01+12:00:00"}) {
    ApiQuery query = Of(absl::StrCat("modified_after=", text));
    EXPECT_EQ(query.Time("modified_after"), noon) << text;
    EXPECT_TRUE(query.Check().ok());
  }
  ApiQuery date = Of("modified_after=2026-09-01");
  EXPECT_EQ(date.Time("modified_after"), noon - absl::Hours(12));
}

TEST_F(ApiQueryTest, WhatIsMalformedIsRefusedAndTakenAsAbsent) {
  for (const char* wrong :
       {"proximity=-1", "proximity=nan", "proximity=inf", "proximity=1km"}) {
    ApiQuery query = Of(wrong);
    EXPECT_EQ(query.Number("proximity"), absl::nullopt) << wrong;
    EXPECT_THAT(std::string(query.Check().message()), HasSubstr("proximity: "));
  }
  for (const char* wrong : {"day=m", "day=8", "day=mondays"}) {
    ApiQuery query = Of(wrong);
    EXPECT_EQ(query.DayOf("day", *query.Text("day")), absl::nullopt) << wrong;
    EXPECT_FALSE(query.Check().ok());
  }
  for (const char* wrong :
       {"start_time=9:00", "start_time=24:00", "start_time=09:60",
        "start_time=09", "start_time=09:00:", "start_time=0x:00"}) {
    ApiQuery query = Of(wrong);
    EXPECT_EQ(query.ClockOf("start_time", *query.Text("start_time")),
              absl::nullopt)
        << wrong;
    EXPECT_FALSE(query.Check().ok());
  }
  for (const char* wrong : {"page=0", "page=-1", "page=1.0", "page=1000000001",
                            "per_page=101", "per_page=0", "format=csv"}) {
    ApiQuery query = Of(wrong);
    query.Page("");
    EXPECT_FALSE(query.Check().ok()) << wrong;
  }
}

TEST_F(ApiQueryTest, TheFormatIsAskedForInTheAddressOrTheHeader) {
  EXPECT_TRUE(Of("").Page("application/x-ndjson").lines);
  EXPECT_TRUE(Of("").Page("text/html, Application/X-NDJSON;q=0.9").lines);
  EXPECT_FALSE(Of("").Page("application/json, application/x-ndjson").lines);
  EXPECT_FALSE(Of("").Page("*/*").lines);
  EXPECT_TRUE(Of("format=ndjson").Page("application/json").lines);
  EXPECT_FALSE(Of("format=json").Page("application/x-ndjson").lines);
}

TEST_F(ApiQueryTest, WhatTheDirectorySaysIsToldByTheParametersNames) {
  ApiQuery query = Of("coverage=x&other=1");
  const absl::Status status = query.Check(
      rpc::InvalidFields({{"filter.serves.postcode", "unknown"},
                          {"filter.near.radius_meters", "too far"},
                          {"filter.near.place.postcode", "no place"},
                          {"query", "too long"}}));
  EXPECT_THAT(
      std::string(status.message()),
      testing::AllOf(HasSubstr("coverage: unknown"),
                     HasSubstr("proximity: too far"),
                     HasSubstr("postcode: no place"),
                     HasSubstr("search: too long"), HasSubstr("other: ")));
}

TEST_F(ApiQueryTest, AnotherDialectHasOtherNames) {
  const Target target =
      *ParseTarget("/?text=a&taxonomy_id=b&vocabulary=c&search=d");
  ApiQuery query(target, ServicesOf(OpenReferral1Endpoints()));
  EXPECT_EQ(query.Text("search"), "a");
  EXPECT_EQ(query.Text("taxonomy_term_id"), "b");
  EXPECT_EQ(query.Text("taxonomy_id"), "c");
  const absl::Status status =
      query.Check(rpc::InvalidFields({{"query", "too long"}}));
  EXPECT_THAT(std::string(status.message()),
              testing::AllOf(HasSubstr("search: unknown; taken here: text"),
                             HasSubstr("text: too long")));
}

}  // namespace
}  // namespace localoffer::gateway
