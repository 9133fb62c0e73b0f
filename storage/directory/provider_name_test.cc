#include "storage/directory/provider_name.h"

#include <random>
#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

TEST(NormalName, FoldsCaseAccentsAndPunctuation) {
  const std::string wanted = "example childrens hospice";
  for (const char* name :
       {"Example Children's Hospice", "EXAMPLE CHILDREN’S HOSPICE",
        "Éxample  Childrens-Hospice.", "example (children's) hospice"}) {
    EXPECT_EQ(NormalName(name), wanted) << name;
  }
}

TEST(NormalName, LeavesOutWhatIsAddedToANameForForm) {
  const std::string wanted = "example childrens hospice";
  for (const char* name :
       {"The Example Children's Hospice", "Example Children's Hospice Ltd",
        "Example Children's Hospice Limited.", "Example Childrens Hospice CIO",
        "Example Children's Hospice C.I.C.", "Example Children's Hospice plc",
        "Example Children's Hospice (Limited by Guarantee) Ltd",
        "Example Children's Hospice Community Interest Company",
        "Example Children's Hospice Trust",
        "The Example Children's Hospice Charity Ltd",
        "Example Children's Hospice Charitable Trust"}) {
    EXPECT_EQ(NormalName(name), wanted) << name;
  }
}

TEST(NormalName, KeepsATrustApartFromWhatItRuns) {
  EXPECT_NE(NormalName("Example Academy Trust"), NormalName("Example Academy"));
  EXPECT_NE(NormalName("Example Hospital Charity"),
            NormalName("Example Hospital"));
  EXPECT_NE(NormalName("Example NHS Foundation Trust"),
            NormalName("Example NHS Foundation"));
}

TEST(NormalName, TakesAnAmpersandForAnd) {
  EXPECT_EQ(NormalName("Home & Away"), NormalName("Home and Away"));
  EXPECT_EQ(NormalName("Home&Away"), NormalName("Home and Away"));
  EXPECT_EQ(NormalName("A&E Club"), NormalName("A and E Club"));
}

TEST(NormalName, KeepsSomethingOfEveryNameThatHasAWord) {
  EXPECT_EQ(NormalName("The"), "the");
  EXPECT_EQ(NormalName("Limited"), "limited");
  EXPECT_EQ(NormalName("Hospice Trust"), "hospice");
  EXPECT_EQ(NormalName(" – & – "), "");
}

TEST(NormalName, OfALongNameEndsAtAWord) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "word ";
  const std::string normal = NormalName(name);
  EXPECT_LE(normal.size(), kLongestNormalName);
  EXPECT_EQ(normal.substr(normal.size() - 4), "word");
}

TEST(IsNearName, AllowsOrderSpacesOneMoreWordAndATypingError) {
  const std::string name = "example childrens hospice";
  EXPECT_TRUE(IsNearName(name, "childrens hospice example"));
  EXPECT_TRUE(IsNearName(name, "example childrenshospice"));
  EXPECT_TRUE(IsNearName(name, "example hospice"));
  EXPECT_TRUE(IsNearName(name, "example childrens hospice bristol"));
  EXPECT_TRUE(IsNearName(name, "exmaple childrens hospice"));
  EXPECT_TRUE(IsNearName(name, "example childrns hospice"));
  EXPECT_TRUE(IsNearName(name, "example childrens hospices"));
  EXPECT_TRUE(IsNearName(name, "example childrenz hospice"));
}

TEST(IsNearName, KeepsOthersApart) {
  const std::string name = "example childrens hospice";
  EXPECT_FALSE(IsNearName(name, name));
  EXPECT_FALSE(IsNearName(name, ""));
  EXPECT_FALSE(IsNearName(name, "other childrens hospice"));
  EXPECT_FALSE(IsNearName(name, "hospice"));
  EXPECT_FALSE(IsNearName("example hospice", "hospice"));
  EXPECT_FALSE(IsNearName(name, "exmaple childrns hospice"));
  // Words too short for a typing error.
  EXPECT_FALSE(IsNearName("the oak school", "the elk school"));
  EXPECT_FALSE(IsNearName("abc nursery", "abd nursery"));
}

// All strings within one typing error, by making them.
std::set<std::string> OneErrorAway(const std::string& word) {
  const std::string letters = "abe";
  std::set<std::string> near;
  for (size_t i = 0; i <= word.size(); ++i) {
    for (const char c : letters) {
      near.insert(word.substr(0, i) + c + word.substr(i));
      if (i < word.size()) {
        near.insert(word.substr(0, i) + c + word.substr(i + 1));
      }
    }
    if (i < word.size()) near.insert(word.substr(0, i) + word.substr(i + 1));
    if (i + 1 < word.size()) {
      std::string swapped = word;
      std::swap(swapped[i], swapped[i + 1]);
      near.insert(swapped);
    }
  }
  near.erase(word);
  return near;
}

TEST(IsNearName, FindsExactlyTheTypingErrorsThatCanBeMade) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  const auto word = [&random] {
    std::string letters;
    for (int i = 4 + random() % 3; i > 0; --i) letters += "abe"[random() % 3];
    return letters;
  };
  int near = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string a = word();
    const std::string b = word();
    const bool expected = OneErrorAway(a).contains(b);
    near += expected;
    EXPECT_EQ(IsNearName("house " + a, "house " + b), expected)
        << a << " " << b << ", seed " << kSeed;
  }
  EXPECT_GT(near, 100);
}

}  // namespace
}  // namespace localoffer
