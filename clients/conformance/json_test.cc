#include "clients/conformance/json.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::conformance {
namespace {

TEST(ParsingJson, RefusesWhatIsNoneOrTooDeep) {
  EXPECT_TRUE(absl::IsInvalidArgument(ParseJson("<html>").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseJson("{} {}").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseJson("\"\xC3\x28\"").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      ParseJson(absl::StrCat(std::string(65, '['), std::string(65, ']')))
          .status()));
  EXPECT_TRUE(ParseJson("{\"a\": [1]}").ok());
}

std::string WhereNotIncluded(const char* whole, const char* part) {
  std::string where;
  return Includes(**ParseJson(whole), **ParseJson(part), &where) ? "included"
                                                                 : where;
}

TEST(IncludingJson, TakesMoreMembersInAnyOrder) {
  EXPECT_EQ(WhereNotIncluded(R"({"b":{"d":2,"c":1},"a":[1]})",
                             R"({"a":[1.0],"b":{"c":1}})"),
            "included");
}

TEST(IncludingJson, SaysWhereItDiffers) {
  EXPECT_EQ(WhereNotIncluded(R"({"a":{"b":1}})", R"({"a":{"b":2}})"), "/a/b");
  EXPECT_EQ(WhereNotIncluded(R"({"a":{}})", R"({"a":{"b":2}})"), "/a/b");
  EXPECT_EQ(WhereNotIncluded(R"({"a":[1,2]})", R"({"a":[1]})"), "/a");
  EXPECT_EQ(WhereNotIncluded(R"({"a":[1,{"b":0}]})", R"({"a":[1,{"b":""}]})"),
            "/a/1/b");
}

TEST(ShowingJson, CutsBetweenCharacters) {
  const std::string shown =
      JsonText(**ParseJson(absl::StrCat("\"", std::string(198, 'a'), "ä\"")));
  EXPECT_EQ(shown, absl::StrCat("\"", std::string(198, 'a'), "…"));
}

}  // namespace
}  // namespace localoffer::conformance
