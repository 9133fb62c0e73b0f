#include "services/gateway/pages/find_page.h"

#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class FindPageTest : public PagesTest {
 protected:
  FindPageTest() {
    log::v1::EntryPublished entry = Named(1, "Short breaks");
    entry.mutable_service()->add_service_areas()->set_name("Bristol");
    PublishIn(editions::kBristol, 1, entry);
  }
};

TEST_F(FindPageTest, AnOutcodeSaysNothingForSureOfTheHome) {
  // The postcode is not in the node's table.
  for (const std::string target :
       {"/?need=breaks&postcode=BS1", "/?need=breaks&postcode=BS1+4DJ"}) {
    EXPECT_THAT(
        Get(target).body,
        AllOf(HasSubstr("govuk-tag--yellow\">Serves the middle of BS1, and "
                        "probably your home<"),
              HasSubstr("For the middle of BS1, which is in the area of City "
                        "of Bristol."),
              Not(HasSubstr("govuk-tag--green"))))
        << target;
  }
}

TEST_F(FindPageTest, APostcodeThatIsKnownSaysItOfTheHome) {
  ASSERT_TRUE(
      offer_.store()
          .geography()
          .postcodes()
          .Write(
              {{"BS1 4DJ", {51.4495, -2.6010}, "E06000023", "E06000023", ""}})
          .ok());
  EXPECT_THAT(Get("/?need=breaks&postcode=BS14DJ").body,
              AllOf(HasSubstr("govuk-tag--green\">Serves your home: it covers"),
                    HasSubstr("For BS1 4DJ, in the area of City of Bristol."),
                    Not(HasSubstr("probably"))));
}

TEST_F(FindPageTest, WhyIsSaidOfAHomeOnlyWhereOneWasGiven) {
  EXPECT_THAT(Get("/?council=E06000023").body,
              AllOf(HasSubstr("it matches what you chose."),
                    Not(HasSubstr("where you live and"))));
  EXPECT_THAT(Get("/?postcode=BS1").body,
              HasSubstr("it fits where you live and what you chose."));
}

}  // namespace
}  // namespace localoffer::gateway::pages
