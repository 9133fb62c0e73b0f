#include "services/coverage/subject.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::coverage {
namespace {

using ::testing::ElementsAre;

TEST(SubjectTest, PalliativeCareAsAWholeTakesInItsComponents) {
  EXPECT_THAT(Subject(v1::PALLIATIVE_COMPONENT_END_OF_LIFE).nil_items(),
              ElementsAre("LO-C9"));
  EXPECT_THAT(Subject(v1::PALLIATIVE_COMPONENT_SHORT_BREAKS).nil_items(),
              ElementsAre("LO-C9", "LO-C10"));
}

TEST(SubjectTest, TheItemsThatAreNamedAreThere) {
  for (int number = v1::PalliativeComponent_MIN;
       number <= v1::PalliativeComponent_MAX; ++number) {
    const Subject subject(static_cast<v1::PalliativeComponent>(number));
    for (const std::string& item : subject.nil_items()) {
      EXPECT_NE(entry::FindStatutoryItem(item), nullptr) << item;
    }
  }
}

TEST(SubjectTest, AnItemIsAskedByItself) {
  const entry::StatutoryItem& item = *entry::FindStatutoryItem("LO-C10");
  const Subject subject(item);
  EXPECT_EQ(subject.property(), Property::kStatutoryItem);
  EXPECT_EQ(subject.value(), "LO-C10");
  EXPECT_THAT(subject.nil_items(), ElementsAre("LO-C10"));
}

// A council declares of an item with parts, too, and of them means all.
TEST(SubjectTest, NilOfAnItemIsNilOfItsParts) {
  EXPECT_THAT(Subject(*entry::FindStatutoryItem("LO-B3a")).nil_items(),
              ElementsAre("LO-B3a", "LO-B3"));
}

TEST(SubjectTest, ItemsWithPartsAndPermissionsCannotBeAsked) {
  EXPECT_TRUE(CanBeAsked(*entry::FindStatutoryItem("LO-B3a")));
  EXPECT_FALSE(CanBeAsked(*entry::FindStatutoryItem("LO-B3")));
  EXPECT_FALSE(CanBeAsked(*entry::FindStatutoryItem("LO-H6")));
  EXPECT_THAT(PartsOf(*entry::FindStatutoryItem("LO-B3")),
              ElementsAre("LO-B3a", "LO-B3b", "LO-B3c", "LO-B3d"));
}

}  // namespace
}  // namespace localoffer::coverage
