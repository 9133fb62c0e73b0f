#include "services/rpc/error.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

v1::BadRequest BadRequestOf(const absl::Status& status) {
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  EXPECT_TRUE(ReadDetails(status, info, bad_request));
  return bad_request;
}

TEST(ErrorTest, TellsEveryFieldWithWhatWasWanted) {
  const absl::Status status =
      InvalidFields({{"page", "\"0\": wanted 1"}, {"age", "wanted years"}});
  EXPECT_EQ(status.message(), "page: \"0\": wanted 1; age: wanted years");
  const v1::BadRequest bad_request = BadRequestOf(status);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(1).field(), "age");
}

TEST(ErrorTest, BytesThatAreNoUtf8AreShownAsReplacementCharacters) {
  const absl::Status status = InvalidField("na\xffme", "\"caf\xe9\": wanted");
  EXPECT_EQ(status.message(), "na\xef\xbf\xbdme: \"caf\xef\xbf\xbd\": wanted");
  const v1::BadRequest bad_request = BadRequestOf(status);
  EXPECT_EQ(bad_request.field_violations(0).field(), "na\xef\xbf\xbdme");
  EXPECT_EQ(bad_request.field_violations(0).description(),
            "\"caf\xef\xbf\xbd\": wanted");
  const absl::Status other =
      CallerError(absl::StatusCode::kNotFound, "NO_SUCH", "no \xc3",
                  {{"name", "half \xe2\x82"}});
  v1::ErrorInfo info;
  v1::BadRequest none;
  ASSERT_TRUE(ReadDetails(other, info, none));
  EXPECT_EQ(info.metadata().at("name"), "half \xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(other.message(), "no \xef\xbf\xbd");
}

TEST(ErrorTest, WhatIsLongIsCutBetweenCharacters) {
  std::string pounds;
  for (int i = 0; i < 2000; ++i) pounds += "\xc2\xa3";
  const absl::Status status = InvalidField("a" + pounds, pounds);
  EXPECT_THAT(std::string(status.message()), SizeIs(Le(1503)));
  EXPECT_THAT(std::string(status.message()), HasSubstr("\xc2\xa3…"));
  const auto violation = BadRequestOf(status).field_violations(0);
  EXPECT_EQ(violation.field().size(), 159 + std::string("…").size());
  EXPECT_EQ(violation.description().size(), 160 + std::string("…").size());
  // Replacement characters are longer than what they stand for.
  EXPECT_THAT(BadRequestOf(InvalidField("a", std::string(2000, '\xff')))
                  .field_violations(0)
                  .description(),
              SizeIs(Le(163)));
}

}  // namespace
}  // namespace localoffer::rpc
