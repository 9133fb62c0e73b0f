#include "storage/log/edition.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace localoffer::log {
namespace {

TEST(Edition, LeavesHaveTheseBytes) {
  const MapEntry entry = EntryLeaf("3f2b8a52-0c1e-4a1b-9a3e-6f0d3c9a7e11", 41);
  EXPECT_EQ(absl::BytesToHexString(entry.value), "0000000000000029");
  EXPECT_EQ(HashHex(MapLeaf(entry)),
            "6da01e88d2431b5dde618acbf92a2dff63a6be1db66b79245f2c2a3af0a773a8");
  const MapEntry provider =
      ProviderLeaf("GB-CHC-9900001", {2, WordsRoot({"e1", "e2"})});
  EXPECT_EQ(absl::BytesToHexString(provider.value),
            "0000000000000002"
            "1ae210a506da2f0264c59f2041fe70fe9bfceda1cbb394471e9587e44b430216");
  EXPECT_EQ(HashHex(MapLeaf(provider)),
            "76095d1ba0264541c380b40c7f1c08f0851d4137add6d3597adea227c1c3c330");
}

TEST(Edition, HasAnIdThatCanStandInANameAndAFileName) {
  for (const char* id : {"2026-09-01", "a", "autumn-2026", "2026"}) {
    EXPECT_TRUE(IsEditionId(id)) << id;
  }
  EXPECT_TRUE(IsEditionId(std::string(64, 'a')));
  EXPECT_FALSE(IsEditionId(std::string(65, 'a')));
  for (const char* id :
       {"", "-a", "a-", "A", "2026/09", "a b", "ä", "..", "2026-09-01\n"}) {
    EXPECT_FALSE(IsEditionId(id)) << id;
  }
}

}  // namespace
}  // namespace localoffer::log
