#include "clients/conformance/schema.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kId[] = "00000000-0000-4000-8000-000000000001";

// Paths of the violations; those that are advice end in "?".
std::vector<std::string> PathsOf(const std::string& members,
                                 const std::string& kind = "service") {
  const std::string text = absl::StrCat("{\"id\":\"", kId, "\",", members, "}");
  std::vector<std::string> paths;
  for (const Violation& violation : Violations(kind, **ParseJson(text))) {
    paths.push_back(
        absl::StrCat(violation.path, violation.is_advice ? "?" : ""));
  }
  return paths;
}

std::vector<std::string> PathsWith(const std::string& members) {
  return PathsOf(R"("name":"A","status":"active",)" + members);
}

TEST(Schema, WantsWhatIsRequired) {
  EXPECT_THAT(PathsOf(R"("description":"")"), ElementsAre("/name", "/status"));
  EXPECT_THAT(Violations("service", **ParseJson("[]")), testing::SizeIs(1));
}

TEST(Schema, LetsServersAddMembers) {
  EXPECT_THAT(PathsWith(R"("pc_own":{"a":1},"local_offer":[])"), IsEmpty());
}

TEST(Schema, KnowsItsFormats) {
  EXPECT_THAT(
      PathsWith(R"("url":"https://a.example/b?c=%20","email":"a@b.c",)"
                R"("organization_id":"BD8DBF76-1b1c-9c2c-0000-000000000000",)"
                R"("last_modified":"2026-01-01T00:00:00.123+01:00",)"
                R"("minimum_age":0.5,"assured_date":"2026-02-28")"),
      IsEmpty());
  EXPECT_THAT(PathsWith(R"("url":"www.a.example","email":"a at b",)"
                        R"("organization_id":"7","last_modified":"2026-01-01",)"
                        R"("minimum_age":"5","assured_date":"2026-02-30")"),
              ElementsAre("/organization_id", "/url", "/email", "/minimum_age",
                          "/assured_date?", "/last_modified"));
  EXPECT_THAT(PathsWith(R"("url":"","description":null)"),
              ElementsAre("/description", "/url"));
}

TEST(Schema, KnowsItsWords) {
  EXPECT_THAT(PathsOf(R"("name":"A","status":"temporarily closed")"),
              IsEmpty());
  EXPECT_THAT(PathsOf(R"("name":"A","status":"Active")"),
              ElementsAre("/status"));
}

TEST(Schema, GoesIntoWhatIsInside) {
  EXPECT_THAT(
      PathsWith(R"("schedules":[{"id":"1","freq":"DAILY","opens_at":"nine"}],)"
                R"("organization":{"name":"B"},"languages":{})"),
      ElementsAre("/schedules/0/id", "/schedules/0/freq",
                  "/schedules/0/opens_at?", "/languages", "/organization/id",
                  "/organization/description"));
}

}  // namespace
}  // namespace localoffer::conformance
