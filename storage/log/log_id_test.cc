#include "storage/log/log_id.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/strict_text.h"

namespace localoffer::log {
namespace {

TEST(LogId, OfAHarvestedLogNamesTheAuthorityAndTheNode) {
  // SHA-256 of "abc" is ba7816bf….
  const std::string id = HarvestedLogId("E06000023", "abc");
  EXPECT_EQ(id, "E06000023-H-ba7816bf");
  EXPECT_TRUE(IsHarvestedLog(id));
  EXPECT_EQ(AuthorityOfLog(id), "E06000023");
  EXPECT_TRUE(IsAuthorityId(id));
}

TEST(LogId, OfTheLongestAuthorityFitsWhereLogsAreKept) {
  EXPECT_TRUE(IsAuthorityId(HarvestedLogId(std::string(32, 'A'), "node")));
}

TEST(LogId, AnythingElseIsAnAuthoritysOwn) {
  for (const char* id :
       {"E06000023", "", "-H-1a2b3c4d", "E06000023-H-1a2b3c4", "E06000023-H-",
        "E06000023-H-1A2B3C4D", "E06000023-h-1a2b3c4d", "E06000023-H-1a2b3c4g",
        "E06000023H1a2b3c4d", "E06000023-H-1a2b3c4d5"}) {
    EXPECT_FALSE(IsHarvestedLog(id)) << id;
    EXPECT_EQ(AuthorityOfLog(id), id);
  }
}

}  // namespace
}  // namespace localoffer::log
