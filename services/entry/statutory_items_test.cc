#include "services/entry/statutory_items.h"

#include <fstream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

TEST(StatutoryItems, HoldEveryRowOfTheDataFile) {
  std::ifstream file(LOCALOFFER_SOURCE_DIR
                     "/services/entry/data/statutory_items.csv");
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (absl::StartsWith(line, "LO-")) ++rows;
  }
  EXPECT_EQ(StatutoryItems().size(), rows);
  EXPECT_EQ(rows, 100);
  EXPECT_EQ(StatutoryItemsVersion(), 1);
}

TEST(StatutoryItems, AreCompleteAndDistinct) {
  std::set<std::string> ids;
  for (const StatutoryItem& item : StatutoryItems()) {
    EXPECT_TRUE(ids.insert(item.id).second) << item.id;
    EXPECT_FALSE(item.requirement.empty()) << item.id;
    EXPECT_FALSE(item.legal_reference.empty()) << item.id;
    EXPECT_FALSE(item.evidence.empty()) << item.id;
  }
}

TEST(StatutoryItems, NameTheParentOfEachPart) {
  std::set<std::string> seen;
  int parts = 0;
  for (const StatutoryItem& item : StatutoryItems()) {
    seen.insert(item.id);
    if (item.parent.empty()) continue;
    ++parts;
    EXPECT_TRUE(seen.contains(item.parent)) << item.id;
    EXPECT_TRUE(absl::StartsWith(item.id, item.parent)) << item.id;
  }
  EXPECT_EQ(parts, 8 + 4 + 4 + 10);
}

TEST(StatutoryItems, KeepMustAndShouldApart) {
  EXPECT_EQ(FindStatutoryItem("LO-A1")->duty, Duty::kMust);
  EXPECT_EQ(FindStatutoryItem("LO-C9")->duty, Duty::kShould);
  EXPECT_EQ(FindStatutoryItem("LO-H6")->duty, Duty::kMay);
  EXPECT_TRUE(FindStatutoryItem("LO-A1")->verified);
  EXPECT_FALSE(FindStatutoryItem("LO-C9")->verified);
  EXPECT_EQ(FindStatutoryItem("LO-B5j")->parent, "LO-B5");
}

TEST(FindStatutoryItem, FindsEachByItsExactId) {
  for (const StatutoryItem& item : StatutoryItems()) {
    EXPECT_EQ(FindStatutoryItem(item.id), &item);
  }
  for (absl::string_view wrong :
       {"", "LO-", "LO-Z1", "lo-c9", "LO-C9 ", "id", "LO-C9a", "# version 1"}) {
    EXPECT_EQ(FindStatutoryItem(wrong), nullptr) << wrong;
  }
}

TEST(StatutoryItemFromText, ForgivesCaseAndSpace) {
  EXPECT_EQ(StatutoryItemFromText(" lo-b5A "), FindStatutoryItem("LO-B5a"));
  EXPECT_EQ(StatutoryItemFromText("C9"), nullptr);
}

}  // namespace
}  // namespace localoffer::entry
