#include "storage/index/value_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

std::vector<DocumentNumber> NumbersOf(const DocumentList& list) {
  std::vector<DocumentNumber> numbers;
  list.ForEach([&numbers](DocumentNumber number, size_t /*position*/) {
    numbers.push_back(number);
  });
  return numbers;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ValueTable, ValuesAreToldApartAsTheyAreSpelt) {
  ValueTable table;
  const ValueNumber welsh =
      table.Intern({Property::kLanguage, "cy", "Welsh", {}}).number;
  EXPECT_EQ(table.Intern({Property::kLanguage, "cy", "Welsh", {}}).number,
            welsh);
  for (const PropertyValue& other :
       {PropertyValue{Property::kLanguage, "CY", "Welsh", {}},
        PropertyValue{Property::kLanguage, "cy", "", {}},
        PropertyValue{Property::kTaxonomyTerm, "cy", "Welsh", {}}}) {
    EXPECT_NE(table.Intern(other).number, welsh);
  }
  EXPECT_EQ(table.size(), 4);
}

TEST(ValueTable, SpellingsOfOneThingAreKeptTogether) {
  ValueTable table;
  table.Intern({Property::kTaxonomyTerm, "EHCP", "EHCP", {}});
  table.Intern({Property::kTaxonomyTerm, "Respite", "Respite", {}});
  table.Intern({Property::kTaxonomyTerm, "EHC plan", "EHC plan", {}});
  const auto& things = table.ThingsOf(Property::kTaxonomyTerm);
  ASSERT_EQ(things.size(), 2);
  EXPECT_THAT(things[0].spellings, ElementsAre(0, 2));
  EXPECT_THAT(things[1].spellings, ElementsAre(1));
  // Whichever is asked for, all are found, and by a spelling that is new.
  for (const char* name : {"ehcp", "EHC PLAN", "ehc-plan"}) {
    EXPECT_THAT(table.Find(Property::kTaxonomyTerm, name), ElementsAre(0, 2))
        << name;
  }
  table.Add(0, {0});
  table.Add(1, {2});
  EXPECT_FALSE(things[0].is_doubled);
  table.Add(2, {0, 1, 2});
  EXPECT_TRUE(things[0].is_doubled);
  EXPECT_FALSE(things[1].is_doubled);
}

TEST(ValueTable, AValueIsFoundByAllItIsCalled) {
  ValueTable table;
  table.Intern({Property::kTaxonomyTerm, "101", "Respite", {"a-1"}});
  table.Intern({Property::kTaxonomyTerm, "101", "Breaks", {"b-2"}});
  for (const char* name : {"101", "respite", "BREAKS", "A-1", "b-2"}) {
    EXPECT_THAT(table.Find(Property::kTaxonomyTerm, name), ElementsAre(0, 1))
        << name;
  }
  EXPECT_THAT(table.Find(Property::kTaxonomyTerm, "other"), IsEmpty());
  EXPECT_THAT(table.Find(Property::kLanguage, "101"), IsEmpty());
}

TEST(ValueTable, ANameOfSeveralValuesFindsAll) {
  ValueTable table;
  table.Intern({Property::kTaxonomyTerm, "1", "Health", {}});
  table.Intern({Property::kTaxonomyTerm, "2", "Health", {}});
  EXPECT_THAT(table.Find(Property::kTaxonomyTerm, "health"), ElementsAre(0, 1));
}

TEST(ValueTable, ATermWithoutItsCodeIsTheOneOfThatName) {
  // Whichever comes first.
  for (const bool coded_first : {true, false}) {
    ValueTable table;
    const PropertyValue coded = {Property::kTaxonomyTerm, "101", "Respite", {}};
    const PropertyValue bare = {
        Property::kTaxonomyTerm, "respite", "respite", {}};
    table.Intern(coded_first ? coded : bare);
    table.Add(0, {0});
    table.Intern(coded_first ? bare : coded);
    table.Add(1, {1});
    table.Add(2, {0, 1});
    for (const char* name : {"101", "respite", "RESPITE", "res-pite"}) {
      EXPECT_THAT(table.Find(Property::kTaxonomyTerm, name), ElementsAre(0, 1))
          << name;
    }
    const auto& things = table.ThingsOf(Property::kTaxonomyTerm);
    const ValueTable::Thing& thing = things[coded_first ? 0 : 1];
    EXPECT_THAT(thing.spellings, ElementsAre(0, 1));
    EXPECT_TRUE(thing.is_doubled);
  }
}

TEST(ValueTable, ATermWithoutACodeIsNoneOfTwoOfThatName) {
  ValueTable table;
  table.Intern({Property::kTaxonomyTerm, "1", "Other", {}});
  table.Intern({Property::kTaxonomyTerm, "Other", "Other", {}});
  table.Intern({Property::kTaxonomyTerm, "2", "Other", {}});
  table.Intern({Property::kTaxonomyTerm, "other", "other", {}});
  EXPECT_THAT(table.Find(Property::kTaxonomyTerm, "1"), ElementsAre(0));
  EXPECT_THAT(table.Find(Property::kTaxonomyTerm, "2"), ElementsAre(2));
  EXPECT_THAT(table.Find(Property::kTaxonomyTerm, "OTHER"),
              ElementsAre(0, 1, 2, 3));
}

// What is persisted is the value as it is after the last change.
TEST(ValueTable, TellsWhenItKnowsMoreThanBefore) {
  ValueTable table;
  EXPECT_TRUE(table.Intern({Property::kCost, "free", "", {}}).changed);
  EXPECT_FALSE(table.Intern({Property::kCost, "free", "", {}}).changed);
  EXPECT_TRUE(table.Intern({Property::kCost, "free", "", {"x"}}).changed);
  EXPECT_FALSE(table.Intern({Property::kCost, "free", "", {"X"}}).changed);
  EXPECT_TRUE(table.Intern({Property::kCost, "free", "", {"y"}}).changed);
  ValueTable restored;
  restored.Intern(table.value(0));
  EXPECT_THAT(restored.Find(Property::kCost, "y"), ElementsAre(0));
  EXPECT_THAT(restored.Find(Property::kCost, "x"), ElementsAre(0));
}

TEST(ValueTable, DocumentsHaveTheirValues) {
  ValueTable table;
  const ValueNumber free =
      table.Intern({Property::kCost, "free", "", {}}).number;
  const ValueNumber paid =
      table.Intern({Property::kCost, "paid", "", {}}).number;
  table.Add(0, {free});
  table.Add(1, {});
  table.Add(2, {free, paid});
  EXPECT_THAT(NumbersOf(table.documents(free)), ElementsAre(0, 2));
  EXPECT_THAT(NumbersOf(table.documents(paid)), ElementsAre(2));
  EXPECT_THAT(table.ValuesOf(DocumentNumber{0}), ElementsAre(free));
  EXPECT_THAT(table.ValuesOf(DocumentNumber{1}), IsEmpty());
  EXPECT_THAT(table.ValuesOf(DocumentNumber{2}), ElementsAre(free, paid));
  EXPECT_THAT(table.ValuesOf(Property::kCost), ElementsAre(free, paid));
}

}  // namespace
}  // namespace localoffer
