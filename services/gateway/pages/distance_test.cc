#include "services/gateway/pages/distance.h"

#include "gtest/gtest.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

class DistanceTest : public PagesTest {
 protected:
  // From `home`, which is where BS1 is.
  std::string From(bool approximate, const v1::Entry& entry) {
    v1::Place home;
    home.mutable_point()->set_latitude(51.4527);
    home.mutable_point()->set_longitude(-2.5917);
    home.set_outcode("BS1");
    home.set_approximate(approximate);
    const auto places = PlacesOf({&entry}, *site_);
    EXPECT_TRUE(places.ok()) << places.status();
    const auto distance = DistanceTo(entry, home, *places);
    return distance ? DistanceText(*distance, site_->languages().front()) : "";
  }

  static v1::Location& AddLocation(v1::Entry& entry) {
    return *entry.mutable_service()
                ->add_service_at_locations()
                ->mutable_location();
  }
};

TEST_F(DistanceTest, IsToTheNearestPoint) {
  v1::Entry entry;
  EXPECT_EQ(From(false, entry), "");
  v1::Location& far = AddLocation(entry);
  far.set_latitude(51.5);
  far.set_longitude(-0.1);
  v1::Location& near = AddLocation(entry);
  near.set_latitude(51.4527);
  near.set_longitude(-2.6380);
  EXPECT_EQ(From(false, entry), "About 2 miles away");
  EXPECT_EQ(From(true, entry), "About 2 miles away (from the middle of BS1)");
}

TEST_F(DistanceTest, OfALocationWithoutAPointIsToItsPostcode) {
  v1::Entry entry;
  AddLocation(entry).add_addresses()->set_postal_code("bs8 1aa");
  EXPECT_EQ(From(false, entry), "About 1 mile away (to the middle of BS8)");
  EXPECT_EQ(From(true, entry),
            "About 1 mile away (from the middle of BS1 to the middle of BS8)");
  ASSERT_TRUE(offer_.store()
                  .geography()
                  .postcodes()
                  .Write({{"BS8 1AA", {51.4527, -2.6380}, "", "", ""}})
                  .ok());
  EXPECT_EQ(From(false, entry), "About 2 miles away");
}

TEST_F(DistanceTest, WithinOneOutcodeIsNotKnown) {
  v1::Entry entry;
  AddLocation(entry).add_addresses()->set_postal_code("BS1 5TR");
  EXPECT_EQ(From(true, entry), "In BS1, as your home is");
}

TEST_F(DistanceTest, IsNotSaidOfWhatIsNowhere) {
  v1::Entry entry;
  AddLocation(entry).add_addresses()->set_postal_code("QQ99 9ZZ");
  AddLocation(entry).add_addresses()->set_postal_code("ask us");
  v1::Address& box = *AddLocation(entry).add_addresses();
  box.set_postal_code("BS8 1AA");
  box.set_address_type(v1::ADDRESS_TYPE_POSTAL);
  EXPECT_EQ(From(true, entry), "");
}

}  // namespace
}  // namespace localoffer::gateway::pages
