#include "services/gateway/pages/council_page.h"

#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPage[] = "/authorities/E06000023";

class CouncilPageTest : public PagesTest {
 protected:
  void Days(int count) { offer_.clock().Advance(absl::Hours(24) * count); }
};

// The clock begins on 1 September 2026.
TEST_F(CouncilPageTest, WithoutAnEditionChangesAreThoseOfThirtyDays) {
  offer_.Publish(1, "Short breaks");
  offer_.Publish(2, "Wheelchairs");
  Days(40);
  offer_.Publish(3, "Play scheme");
  offer_.Withdraw(2, "ended");
  Days(1);
  EXPECT_THAT(
      Get(kPage).body,
      AllOf(HasSubstr("What changed since 12 September 2026"),
            HasSubstr("1 added, 0 changed, 1 taken out."),
            HasSubstr("This council has made no edition"),
            HasSubstr(">Play scheme</a>"), HasSubstr("value=\"2026-09-12\"")));
}

TEST_F(CouncilPageTest, ADayComparesWithItsBeginning) {
  offer_.Publish(1, "Short breaks");
  Days(1);
  offer_.Publish(2, "Wheelchairs");
  Days(1);
  offer_.Publish(3, "Play scheme");
  Days(1);
  const std::string since = std::string(kPage) + "?since=2026-09-0";
  EXPECT_THAT(Get(since + "2").body,
              HasSubstr("2 added, 0 changed, 0 taken out."));
  EXPECT_THAT(Get(since + "3").body,
              HasSubstr("1 added, 0 changed, 0 taken out."));
  EXPECT_THAT(Get(since + "4").body,
              HasSubstr("0 added, 0 changed, 0 taken out."));
  EXPECT_THAT(Get(since + "1").body,
              AllOf(HasSubstr("Nothing was listed here then"),
                    Not(HasSubstr("taken out."))));
}

TEST_F(CouncilPageTest, AnEditionComesFirstAndADayIsStillThere) {
  offer_.Publish(1, "Short breaks");
  Days(1);
  offer_.MakeEdition("2 September 2026");
  offer_.Publish(2, "Wheelchairs");
  Days(1);
  offer_.Publish(3, "Play scheme");
  EXPECT_THAT(Get(kPage).body,
              AllOf(HasSubstr("What changed since the edition of 2 September "
                              "2026"),
                    HasSubstr("2 added, 0 changed, 0 taken out."),
                    Not(HasSubstr("This council has made no edition"))));
  EXPECT_THAT(
      Get(std::string(kPage) + "?since=2026-09-03").body,
      AllOf(HasSubstr("1 added, 0 changed, 0 taken out."),
            HasSubstr("at the beginning of that day."),
            Not(HasSubstr("This council has made no edition")),
            HasSubstr(
                "href=\"/authorities/E06000023?edition=2026-09-02#changes\""),
            HasSubstr("What changed since 3 September 2026")));
}

TEST_F(CouncilPageTest, ADayIsADayWhereAnEditionHasTheSameId) {
  offer_.Publish(1, "Short breaks");
  Days(1);
  offer_.Publish(2, "Wheelchairs");
  offer_.MakeEdition("2 September 2026");
  Days(1);
  EXPECT_THAT(Get(std::string(kPage) + "?since=2026-09-02").body,
              AllOf(HasSubstr("What changed since 2 September 2026"),
                    HasSubstr("1 added, 0 changed, 0 taken out."),
                    HasSubstr("at the beginning of that day."),
                    HasSubstr("value=\"2026-09-02\"")));
  EXPECT_THAT(Get(std::string(kPage) + "?edition=2026-09-02").body,
              AllOf(HasSubstr("since the edition of 2 September 2026"),
                    HasSubstr("0 added, 0 changed, 0 taken out."),
                    Not(HasSubstr("at the beginning of that day."))));
  for (const std::string edition : {"2026-09-01", "soon", "a%2Fb"}) {
    const HttpResponse page = Get(absl::StrCat(kPage, "?edition=", edition));
    EXPECT_EQ(page.status, 400) << edition;
    EXPECT_THAT(page.body, HasSubstr("This council has made no edition "));
  }
}

TEST_F(CouncilPageTest, AllServicesAndNeedsBeyondPalliativeCareAreLinks) {
  offer_.Publish(1, "Wheelchair service and other equipment");
  offer_.Publish(2, "Short breaks");
  EXPECT_THAT(
      Get(kPage).body,
      AllOf(HasSubstr("href=\"/?council=E06000023\">2 services</a>"),
            HasSubstr("href=\"/?need=equipment&amp;council=E06000023\""),
            HasSubstr("href=\"/?need=short%20breaks&amp;council=E06000023\""),
            Not(HasSubstr("href=\"/?need=bereavement"))));
}

TEST_F(CouncilPageTest, WhereNothingIsPublishedTheWaySomewhereElseIsALink) {
  EXPECT_THAT(Get("/authorities/E09000001").body,
              AllOf(HasSubstr("has not published its local offer here"),
                    HasSubstr("https://www.gov.uk/find-local-council"),
                    Not(HasSubstr("See its own website"))));
  offer_.Publish(1, "Short breaks");
  EXPECT_THAT(Get(kPage).body, Not(HasSubstr("find-local-council")));
}

TEST_F(CouncilPageTest, DutiesThatNoServiceIsEvidenceOfAreApart) {
  offer_.Publish(1, "Short breaks");
  const std::string body = Get(kPage).body;
  const size_t apart = body.find("Duties about how it makes its local offer");
  ASSERT_NE(apart, std::string::npos);
  EXPECT_THAT(body, AllOf(HasSubstr("It must list: evidence for 0 of 67"),
                          HasSubstr("It should list: evidence for 0 of 20"),
                          Not(HasSubstr("Nothing listed"))));
  EXPECT_THAT(body.substr(0, apart),
              AllOf(HasSubstr("No entry is given as evidence of it"),
                    Not(HasSubstr("Consult the listed bodies"))));
  EXPECT_THAT(body.substr(apart), AllOf(HasSubstr("Consult the listed bodies"),
                                        Not(HasSubstr("as evidence of it"))));
}

TEST_F(CouncilPageTest, TheListIsByTheNamesThatPeopleUse) {
  const std::string body = Get("/authorities").body;
  EXPECT_LT(body.find(">Brighton and Hove<"), body.find(">City of Bristol<"));
  EXPECT_LT(body.find(">City of Bristol<"), body.find(">Bromley<"));
  EXPECT_LT(body.find(">Dudley<"), body.find(">County Durham<"));
  EXPECT_THAT(body, HasSubstr("<table class=\"govuk-table lo-stack\""));
}

TEST_F(CouncilPageTest, ADayThatIsNoneIsAnErrorOfTheForm) {
  offer_.Publish(1, "Short breaks");
  for (const std::string since : {"soon", "2026-02-30", "2026-09-02", "a%2Fb",
                                  "1+September+2026", "9999-01-01"}) {
    const HttpResponse page = Get(absl::StrCat(kPage, "?since=", since));
    EXPECT_EQ(page.status, 400) << since;
  }
  EXPECT_THAT(Get(std::string(kPage) + "?since=soon").body,
              AllOf(HasSubstr("<a href=\"#since\">Enter a day"),
                    HasSubstr("aria-describedby=\"since-error\"")));
  EXPECT_THAT(Get("/cy" + std::string(kPage) + "?since=soon").body,
              HasSubstr("<a href=\"#since\">Rhowch ddiwrnod"));
}

TEST_F(CouncilPageTest, WhatIsHarvestedHasChangesToo) {
  PublishIn(kHarvested, 1, Named(1, "Short breaks"));
  Days(1);
  PublishIn(kHarvested, 2, Named(2, "Wheelchairs"));
  EXPECT_THAT(Get(std::string(kPage) + "?since=2026-09-02").body,
              AllOf(HasSubstr("1 added, 0 changed, 0 taken out."),
                    HasSubstr("read in the council&#39;s data by"),
                    HasSubstr(EntryTarget(2, kHarvested)),
                    Not(HasSubstr("has made no edition"))));
}

TEST_F(CouncilPageTest, TheListTellsOfDataElsewhereOnlyWhereThereIsSome) {
  offer_.Publish(1, "Short breaks");
  EXPECT_THAT(Get("/authorities").body,
              AllOf(HasSubstr("1 of 153 councils publish"),
                    Not(HasSubstr("elsewhere"))));
  PublishIn("E06000022-H-1a2b3c4d", 2, Named(2, "Wheelchairs"));
  EXPECT_THAT(Get("/authorities").body,
              HasSubstr("1 more is known from data that it publishes "
                        "elsewhere."));
}

}  // namespace
}  // namespace localoffer::gateway::pages
