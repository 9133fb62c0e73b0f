#include "services/gateway/target.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(TargetTest, PathAndQueryAreDecoded) {
  const auto target = ParseTarget("/a%20b/c+d?q=x%26y&r=1+2&s");
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_THAT(target->path, ElementsAre("a b", "c+d"));
  EXPECT_THAT(target->query,
              ElementsAre(Pair("q", "x&y"), Pair("r", "1 2"), Pair("s", "")));
}

TEST(TargetTest, TheRootIsAPath) {
  EXPECT_THAT(ParseTarget("/")->path, IsEmpty());
  EXPECT_THAT(ParseTarget("/?a=1")->path, IsEmpty());
}

TEST(TargetTest, ASlashAtTheEndIsNoSegment) {
  EXPECT_THAT(ParseTarget("/a/b/?c=1")->path, ElementsAre("a", "b"));
}

TEST(TargetTest, WhatIsBrokenOrAmbiguousIsRefused) {
  for (const char* broken :
       {"", "*", "http://x/", "a", "//", "/a//b", "/a//", "/./a", "/a/..",
        "/%2e%2e/a", "/%", "/%4", "/%zz", "/%00", "/a?x=%0d%0a", "/a?x=%"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseTarget(broken).status()))
        << broken;
  }
}

TEST(TargetTest, AParameterMayBeThereSeveralTimesForWhoWantsThat) {
  const auto target = ParseTarget("/?a=2&b=1&a=1&a=2");
  ASSERT_TRUE(target.ok()) << target.status();
  EXPECT_THAT(target->Parameters("a"), ElementsAre("2", "1", "2"));
  EXPECT_THAT(target->Parameters("b"), ElementsAre("1"));
  EXPECT_THAT(target->Parameters("c"), IsEmpty());
  EXPECT_EQ(target->Parameter("a"), "2");
  EXPECT_EQ(target->EachOnce().message(),
            "the address of the request has \"a\" twice");
  EXPECT_TRUE(ParseTarget("/?a=1&b=1")->EachOnce().ok());
}

TEST(TargetTest, AMisspeltParameterIsToldApartFromAnAbsentOne) {
  const auto target = ParseTarget("/?afterChangenumber=1");
  EXPECT_TRUE(target->Allow({"afterChangenumber"}).ok());
  const absl::Status status = target->Allow({"afterChangeNumber", "limit"});
  EXPECT_EQ(rpc::ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("taken here: afterChangeNumber, limit"));
  EXPECT_FALSE(target->Allow({}).ok());
}

TEST(TargetTest, NumbersAreWholeAndWithinBounds) {
  const auto target =
      ParseTarget("/?n=7&big=99999999999999999999&e=&m=-1&x=+1");
  EXPECT_EQ(*target->Number("n", 1, 10, 3), 7u);
  EXPECT_EQ(*target->Number("absent", 1, 10, 3), 3u);
  for (const char* wrong : {"big", "e", "m", "x"}) {
    EXPECT_FALSE(target->Number(wrong, 0, UINT64_MAX, 3).ok()) << wrong;
  }
  EXPECT_FALSE(target->Number("n", 8, 10, 3).ok());
  EXPECT_FALSE(target->Number("n", 1, 6, 3).ok());
}

TEST(TargetTest, WhatIsNotUtf8IsRefusedAndShown) {
  const absl::StatusOr<Target> target =
      ParseTarget("/?search=caf%E9&postcode=BS1&caf%C3%A9=%ff%fe");
  ASSERT_FALSE(target.ok());
  EXPECT_EQ(target.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rpc::ReasonOf(target.status()), "INVALID_FIELD");
  EXPECT_EQ(target.status().message(),
            "search: \"caf\xef\xbf\xbd\": wanted UTF-8; "
            "caf\xc3\xa9: \"\xef\xbf\xbd\xef\xbf\xbd\": wanted UTF-8");
  for (const char* bad : {"/caf%E9", "/?%ff=1", "/?a=%C3", "/?a=%ED%A0%80",
                          "/?a=%C0%80", "/\xe9", "/?a=\xe9"}) {
    EXPECT_FALSE(ParseTarget(bad).ok()) << bad;
  }
  const absl::StatusOr<Target> good =
      ParseTarget("/caf%C3%A9?a=%F0%9F%98%80&b=caf\xc3\xa9");
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_EQ(good->path.front(), "caf\xc3\xa9");
  EXPECT_EQ(good->Parameter("b"), "caf\xc3\xa9");
}

}  // namespace
}  // namespace localoffer::gateway
