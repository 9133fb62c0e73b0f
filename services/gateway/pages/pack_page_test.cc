#include "services/gateway/pages/pack_page.h"

#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PackPageTest : public PagesTest {
 protected:
  PackPageTest() {
    log::v1::EntryPublished entry = Named(1, "Short breaks");
    entry.mutable_service()->add_service_areas()->set_name("Bristol");
    entry.mutable_service()
        ->add_service_at_locations()
        ->mutable_location()
        ->add_addresses()
        ->set_postal_code("BS16 1AA");
    PublishIn(editions::kBristol, 1, entry);
    PublishIn(editions::kBristol, 2, Named(2, "Breaks by the sea"));
  }

  static std::string Pick(int number) {
    return absl::StrCat(
        EntryTarget(number).substr(std::string("/entries/").size()), "=1");
  }
};

TEST_F(PackPageTest, SaysWhatWasAskedAndWhetherItServesTheHome) {
  const std::string question = "?need=breaks&postcode=BS1&age=7";
  const auto says = AllOf(
      HasSubstr("What do you need? breaks · Your postcode BS1 · Age of the "
                "child or young person 7"),
      HasSubstr("For the middle of BS1, which is in the area of City of "
                "Bristol."),
      HasSubstr("Serves the middle of BS1, and probably your home"),
      HasSubstr("(from the middle of BS1 to the middle of BS16)"));
  EXPECT_THAT(Get("/pack" + question).body, says);
  const std::string picked = "/pack" + question + "&" + Pick(1);
  EXPECT_THAT(Get(picked).body,
              AllOf(says, Not(HasSubstr("Breaks by the sea"))));
  EXPECT_THAT(Get("/cy/pack" + question).body,
              HasSubstr("Beth sydd ei angen arnoch? breaks · "));
  // Filters, too.
  EXPECT_THAT(
      Get("/pack?postcode=BS1&where=25&setting=HOME&free=1").body,
      HasSubstr("Your postcode BS1 · Within 25 miles · At home · Free"));
}

TEST_F(PackPageTest, WhatIsPickedIsThereWhateverTheQuestionFinds) {
  for (const std::string question :
       {"", "need=trombones&", "need=breaks&revision=of-no-instant&"}) {
    const HttpResponse pack = Get("/pack?" + question + Pick(1));
    EXPECT_EQ(pack.status, 200) << question;
    EXPECT_THAT(pack.body, AllOf(HasSubstr("<h2>Short breaks"),
                                 HasSubstr("Support found on"),
                                 Not(HasSubstr("probably your home"))))
        << question;
  }
  EXPECT_EQ(Get("/pack?need=breaks&revision=of-no-instant").status, 400);
  EXPECT_EQ(Get("/pack?postcode=!!&" + Pick(1)).status, 400);
}

TEST_F(PackPageTest, OneWithoutAnswersSaysThatNothingWasFound) {
  EXPECT_THAT(
      Get("/pack?need=trombones").body,
      AllOf(HasSubstr("<h1>Nothing found on"),
            HasSubstr("What do you need? trombones"),
            HasSubstr("No service that is listed here matches all of that."),
            Not(HasSubstr("This is what was listed"))));
}

}  // namespace
}  // namespace localoffer::gateway::pages
