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

TEST_F(FindPageTest, APostcodeThatIsNotKnownSaysWhyItIsTheMiddle) {
  const std::string why =
      "Where exactly BS1 4DJ is, this directory does not know. It knows where "
      "BS1 is. For the middle of BS1, which is in";
  EXPECT_THAT(Get("/?need=breaks&postcode=bs14dj").body, HasSubstr(why));
  EXPECT_THAT(Get("/?need=breaks&postcode=bs14dj&where=25").body,
              HasSubstr(why));
  EXPECT_THAT(Get("/?need=breaks&postcode=bs1").body,
              Not(HasSubstr("Where exactly")));
}

TEST_F(FindPageTest, APostcodeThatIsKnownSaysItOfTheHome) {
  ASSERT_TRUE(
      offer_.store()
          .geography()
          .postcodes()
          .Write(
              {{"BS1 4DJ", {51.4495, -2.6010}, "E06000023", "E06000023", ""}})
          .ok());
  EXPECT_THAT(
      Get("/?need=breaks&postcode=BS14DJ").body,
      AllOf(HasSubstr("govuk-tag--green\">Serves your home: it covers"),
            HasSubstr("For BS1 4DJ, in the area of City of Bristol."),
            Not(HasSubstr("probably")), Not(HasSubstr("Where exactly"))));
}

TEST_F(FindPageTest, WhyIsSaidOfAHomeOnlyWhereOneWasGiven) {
  EXPECT_THAT(Get("/?council=E06000023").body,
              AllOf(HasSubstr("it matches what you chose."),
                    Not(HasSubstr("where you live and"))));
  EXPECT_THAT(Get("/?postcode=BS1").body,
              HasSubstr("it fits where you live and what you chose."));
}

TEST_F(FindPageTest, AFilterThatNothingPassesIsShownAndCanBeLeftOut) {
  const std::string body = Get("/?need=breaks&setting=HOSPICE").body;
  EXPECT_THAT(
      body,
      AllOf(HasSubstr("No services found"),
            HasSubstr("<option value=\"HOSPICE\" selected>In a hospice<"),
            HasSubstr("href=\"/?need=breaks#results\">Search without “In a "
                      "hospice”<"),
            Not(HasSubstr("Use fewer or other words")),
            Not(HasSubstr("any of these"))));
  EXPECT_THAT(Get("/?need=breaks&setting=HOSPICE&free=1").body,
              AllOf(HasSubstr("href=\"/?need=breaks&amp;free=1#results\">"
                              "Search without “In a hospice”<"),
                    HasSubstr("href=\"/?need=breaks&amp;setting=HOSPICE"
                              "#results\">Search without “Free”<"),
                    HasSubstr("href=\"/?need=breaks#results\">Search without "
                              "any of these: 1 service<")));
  EXPECT_THAT(Get("/cy?need=breaks&setting=HOSPICE").body,
              HasSubstr("href=\"/cy?need=breaks#results\">Chwilio heb “Mewn "
                        "hosbis”<"));
}

TEST_F(FindPageTest, WordsAreToBlameWhereNothingHasThem) {
  EXPECT_THAT(Get("/?need=trombones&free=1").body,
              AllOf(HasSubstr("Use fewer or other words."),
                    Not(HasSubstr("Search without"))));
  // Nobody who typed no words is told to use fewer.
  EXPECT_THAT(Get("/?setting=HOSPICE").body,
              Not(HasSubstr("Use fewer or other words.")));
}

TEST_F(FindPageTest, AFrameKeepsWhatItAsksForWhereThereIsNothing) {
  EXPECT_THAT(Get("/embed?council=E06000023&need=breaks&free=1").body,
              AllOf(HasSubstr("href=\"/embed?need=breaks&amp;council=E06000023"
                              "#results\">Search without “Free”<"),
                    Not(HasSubstr("Search without “Only in"))));
}

TEST_F(FindPageTest, AChoiceOfOneIsNoChoice) {
  EXPECT_THAT(Get("/?need=breaks").body, Not(HasSubstr("id=\"setting\"")));
  log::v1::EntryPublished entry = Named(2, "Breaks at home");
  entry.mutable_local_offer()->add_settings(v1::SETTING_HOME);
  PublishIn(editions::kBristol, 2, entry);
  EXPECT_THAT(Get("/?need=breaks").body,
              AllOf(HasSubstr("<option value=\"\" selected>Anywhere<"),
                    HasSubstr("<option value=\"HOME\">At home (1)<")));
  EXPECT_THAT(Get("/?need=breaks&setting=HOME").body,
              HasSubstr("<option value=\"HOME\" selected>At home (1)<"));
  EXPECT_THAT(Get("/?need=breaks&postcode=BS1&where=7").body,
              HasSubstr("<option value=\"7\" selected>Within 7 miles<"));
}

TEST_F(FindPageTest, MilesAroundNothingAreAMistake) {
  for (const std::string path : {"/", "/embed"}) {
    const HttpResponse page = Get(path + "?need=breaks&where=25");
    EXPECT_EQ(page.status, 400);
    EXPECT_THAT(
        page.body,
        AllOf(HasSubstr("<a href=\"#postcode\">Enter the postcode that the "
                        "miles are around</a>"),
              HasSubstr("<option value=\"25\" selected>"),
              Not(HasSubstr("id=\"results\""))));
  }
  EXPECT_EQ(Get("/?need=breaks&where=home").status, 200);
  EXPECT_EQ(Get("/pack?need=breaks&where=25").status, 400);
}

TEST_F(FindPageTest, EveryAnswerWithALocationSaysHowFarItIs) {
  log::v1::EntryPublished entry = Named(2, "Breaks in town");
  v1::Location& town =
      *entry.mutable_service()->add_service_at_locations()->mutable_location();
  town.add_addresses()->set_postal_code("BS16 1AA");
  // More lines than are shown of an answer.
  for (const v1::Setting setting :
       {v1::SETTING_HOME, v1::SETTING_SCHOOL, v1::SETTING_COMMUNITY}) {
    entry.mutable_local_offer()->add_settings(setting);
  }
  PublishIn(editions::kBristol, 2, entry);
  EXPECT_THAT(Get("/?need=town&postcode=BS1").body,
              HasSubstr("miles away (from the middle of BS1 to the middle of "
                        "BS16)"));
  EXPECT_THAT(Get("/?need=town").body, Not(HasSubstr("away")));
}

TEST_F(FindPageTest, OnPaperTheWholeQuestionIsThere) {
  EXPECT_THAT(
      Get("/?need=breaks&postcode=BS1&age=7&where=25&setting=HOME&free=1&"
          "day_and_night=1&no_plan=1&component=SHORT_BREAKS")
          .body,
      HasSubstr("lo-print\">What do you need? breaks · Your postcode BS1 · Age "
                "of the child or young person 7 · Within 25 miles · At home · "
                "Free · Day and night · No EHC plan needed · Only what is "
                "filed under: Short breaks</p>"));
  // What is not at work is not said.
  EXPECT_THAT(Get("/?need=breaks&where=home&setting=NOWHERE&ages=x").body,
              HasSubstr("lo-print\">What do you need? breaks</p>"));
}

TEST_F(FindPageTest, ACardSendsTheFormWithWhatWasTyped) {
  EXPECT_THAT(Get("/").body,
              AllOf(HasSubstr("<form id=\"question\" "),
                    HasSubstr("type=\"submit\" form=\"question\" "
                              "name=\"card\" value=\"breaks\">")));
  EXPECT_THAT(Get("/?need=&postcode=BS1&age=&card=breaks").body,
              AllOf(HasSubstr("name=\"need\" type=\"search\" value=\"short "
                              "breaks\""),
                    HasSubstr("value=\"BS1\""), HasSubstr("1 service<")));
}

TEST_F(FindPageTest, BoxesSayThatTheyCountOnTheirPageOnly) {
  EXPECT_THAT(Get("/?need=breaks").body,
              AllOf(HasSubstr(">Add to my pack<span"),
                    Not(HasSubstr("on this page only"))));
  for (int i = 2; i <= 11; ++i) {
    PublishIn(editions::kBristol, i, Named(i, absl::StrCat("Breaks ", i)));
  }
  for (const std::string target : {"/?need=breaks", "/?need=breaks&page=2"}) {
    EXPECT_THAT(Get(target).body,
                AllOf(HasSubstr(">Add to my pack (on this page only)<span"),
                      HasSubstr("Boxes count on this page only: save")))
        << target;
  }
}

TEST_F(FindPageTest, WhatWasChosenIsKeptBesideAMistake) {
  EXPECT_THAT(Get("/?need=breaks&postcode=!!&setting=HOSPICE&free=1").body,
              AllOf(HasSubstr("<option value=\"HOSPICE\" selected>"),
                    HasSubstr("name=\"free\" type=\"checkbox\" value=\"1\" "
                              "checked>")));
}

}  // namespace
}  // namespace localoffer::gateway::pages
