#include "services/inclusion/nil_items.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::inclusion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::set<std::string> ItemsOf(const v1::LocalOffer& offer) {
  std::set<std::string> items;
  AddNilItems(offer, items);
  return items;
}

TEST(NilItems, AreThoseThatAnEntryNamesWithWhatTheyArePartsOf) {
  v1::LocalOffer offer;
  EXPECT_THAT(ItemsOf(offer), IsEmpty());
  offer.add_statutory_items("LO-D2");
  offer.add_statutory_items("LO-B5a");
  offer.add_statutory_items("LO-NONE");
  EXPECT_THAT(ItemsOf(offer), ElementsAre("LO-B5", "LO-B5a", "LO-D2"));
}

TEST(NilItems, OfAComponentAreThoseThatTakeItIn) {
  v1::LocalOffer offer;
  auto& care = *offer.mutable_palliative_care();
  care.add_components(v1::PALLIATIVE_COMPONENT_UNSPECIFIED);
  EXPECT_THAT(ItemsOf(offer), IsEmpty());
  care.add_components(v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
  EXPECT_THAT(ItemsOf(offer), ElementsAre("LO-C9"));
  care.add_components(v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
  EXPECT_THAT(ItemsOf(offer), ElementsAre("LO-C10", "LO-C9"));
}

}  // namespace
}  // namespace localoffer::inclusion
