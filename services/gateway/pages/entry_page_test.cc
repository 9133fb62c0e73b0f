#include "services/gateway/pages/entry_page.h"

#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

class EntryPageTest : public PagesTest {
 protected:
  // Wherever a family sees the service: among answers, whole, in a pack and in
  // a frame.
  std::vector<std::string> PlacesOf(int number) {
    const std::string target = EntryTarget(number);
    return {"/?need=breaks", target, "/embed" + target,
            "/pack?" + target.substr(std::string("/entries/").size()) + "=1"};
  }
};

TEST_F(EntryPageTest, WhatIsHarvestedIsSignedByANodeAndNotByTheCouncil) {
  storage::v1::AuthorityRecord record;
  record.set_title("City of Bristol");
  record.mutable_harvested()->set_feed_url("https://example.org/feed");
  ASSERT_TRUE(offer_.store().authorities().Put(kHarvested, record).ok());
  PublishIn(kHarvested, 1, Named(1, "Short breaks"));
  EXPECT_THAT(
      Get(EntryTarget(1, kHarvested)).body,
      AllOf(HasSubstr("The council has not signed this."),
            HasSubstr("The node&#39;s key: <code"),
            HasSubstr("What the node has signed last:"),
            HasSubstr("This was read in the data of <a class=\"govuk-link\" "
                      "href=\"/authorities/E06000023\">City of Bristol</a>"),
            Not(HasSubstr("The council signs")),
            Not(HasSubstr("council&#39;s "
                          "key")),
            Not(HasSubstr("in the local offer of"))));
  EXPECT_THAT(Get("/cy" + EntryTarget(1, kHarvested)).body,
              AllOf(HasSubstr("Allwedd y nod:"), HasSubstr("yn nata <a"),
                    Not(HasSubstr("Allwedd y cyngor"))));
}

TEST_F(EntryPageTest, WhatTheCouncilPublishedIsSignedByIt) {
  offer_.Publish(1, "Short breaks");
  EXPECT_THAT(Get(EntryTarget(1)).body,
              AllOf(HasSubstr("The council signs every change."),
                    HasSubstr("The council&#39;s key: <code"),
                    HasSubstr("What the council has signed last:"),
                    HasSubstr("This is in the local offer of <a"),
                    Not(HasSubstr("node"))));
}

TEST_F(EntryPageTest, AServiceThatIsNotThereSaysSoWhereverItIsShown) {
  const auto shows = [this](int number, const std::string& notice) {
    for (const std::string& place : PlacesOf(number)) {
      EXPECT_THAT(Get(place).body, HasSubstr(notice)) << place;
    }
  };
  log::v1::EntryPublished planned = Named(1, "Breaks to come");
  planned.mutable_local_offer()->set_expectation(v1::EXPECTATION_PLANNED);
  PublishIn(editions::kBristol, 1, planned);
  shows(1, "Expected, but not open yet.");
  log::v1::EntryPublished ending = Named(2, "Breaks for now");
  ending.mutable_local_offer()->set_expectation(v1::EXPECTATION_ENDING);
  ending.mutable_service()->set_alert("Until <b>May</b>");
  PublishIn(editions::kBristol, 2, ending);
  shows(2, "Expected to end. Ask the service.");
  shows(2, "Until May");
  log::v1::EntryPublished closed = Named(3, "Breaks by the sea");
  closed.mutable_service()->set_status(v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  PublishIn(editions::kBristol, 3, closed);
  shows(3, "Closed for the time being.");
}

TEST_F(EntryPageTest, AServiceThatDoesNotRunSaysSoOnItsPage) {
  log::v1::EntryPublished entry = Named(1, "Breaks");
  entry.mutable_service()->set_status(v1::SERVICE_STATUS_INACTIVE);
  PublishIn(editions::kBristol, 1, entry);
  EXPECT_THAT(Get(EntryTarget(1)).body, HasSubstr("Not running at present."));
  entry = Named(2, "Breaks");
  entry.mutable_service()->set_status(v1::SERVICE_STATUS_DEFUNCT);
  PublishIn(editions::kBristol, 2, entry);
  EXPECT_THAT(Get(EntryTarget(2)).body,
              HasSubstr("This service no longer exists."));
}

TEST_F(EntryPageTest, AServiceThatIsThereHasNoNotice) {
  log::v1::EntryPublished entry = Named(1, "Short breaks");
  entry.mutable_local_offer()->set_expectation(v1::EXPECTATION_AVAILABLE);
  entry.mutable_service()->set_status(v1::SERVICE_STATUS_ACTIVE);
  PublishIn(editions::kBristol, 1, entry);
  for (const std::string& place : PlacesOf(1)) {
    EXPECT_THAT(Get(place).body, Not(HasSubstr("inset-text"))) << place;
  }
}

TEST_F(EntryPageTest, SaysForWhomItIsAndWhere) {
  log::v1::EntryPublished entry = Named(1, "Short breaks");
  entry.mutable_local_offer()->set_tier(v1::TIER_TARGETED);
  entry.mutable_local_offer()->add_limbs(v1::LIMB_IN_AREA);
  entry.mutable_local_offer()->add_limbs(v1::LIMB_OUT_DISABLED);
  PublishIn(editions::kBristol, 1, entry);
  EXPECT_THAT(Get(EntryTarget(1)).body,
              AllOf(HasSubstr("For those who need more help than most"),
                    HasSubstr(">In or outside the council&#39;s area</dt>"),
                    HasSubstr(">Reference of this entry</dt>"),
                    HasSubstr("In the council&#39;s area"),
                    HasSubstr("Outside the council&#39;s area, for disabled")));
}

TEST_F(EntryPageTest, WhatWasHarvestedIsNotTakenOutByTheCouncil) {
  PublishIn(kHarvested, 1, Named(1, "Short breaks"));
  storage::Proposal proposal;
  proposal.authority = kHarvested;
  storage::ProposedChange& change = proposal.changes.emplace_back();
  change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
  change.subject = TestingOffer::IdOf(1);
  change.expected_sequence = 0;
  change.body.mutable_entry_withdrawn()->set_reason("no longer in the feed");
  ASSERT_TRUE(offer_.store().committer().Commit(proposal).ok());
  for (const std::string prefix : {"", "/embed"}) {
    const HttpResponse page = Get(prefix + EntryTarget(1, kHarvested));
    EXPECT_EQ(page.status, 410);
    EXPECT_THAT(page.body, AllOf(HasSubstr("taken out here on"),
                                 HasSubstr("no longer in the feed"),
                                 Not(HasSubstr("took this out"))));
  }
  const std::string key = EntryTarget(1, kHarvested).substr(9);
  EXPECT_THAT(Get("/pack?" + key + "=1").body,
              AllOf(HasSubstr("This is no longer listed here."),
                    Not(HasSubstr("The council has taken"))));
}

TEST_F(EntryPageTest, WhatIsNoLongerListedSaysSoWhereverItIsShown) {
  offer_.Publish(1, "Short breaks");
  offer_.Withdraw(1, "the contract has ended");
  for (const std::string prefix : {"", "/embed"}) {
    EXPECT_THAT(Get(prefix + EntryTarget(1)).body,
                AllOf(HasSubstr("<title>Short breaks (no longer listed) – "),
                      HasSubstr(">Short breaks</h1>"),
                      HasSubstr("lo-gone\"><strong>City of Bristol took this "
                                "out of its local offer")));
    EXPECT_THAT(Get("/cy" + prefix + EntryTarget(1)).body,
                HasSubstr("<title>Short breaks (heb ei restru mwyach) – "));
  }
  for (const std::string& place :
       {"/embed" + EntryTarget(1),
        "/pack?" + EntryTarget(1).substr(std::string("/entries/").size()) +
            "=1"}) {
    EXPECT_THAT(Get(place).body,
                AllOf(HasSubstr("Was listed by City of Bristol; taken out on"),
                      Not(HasSubstr("Listed by"))))
        << place;
  }
  offer_.Publish(2, "Short breaks");
  EXPECT_THAT(Get("/embed" + EntryTarget(2)).body,
              AllOf(HasSubstr("<title>Short breaks – "),
                    HasSubstr(">Listed by City of Bristol; last changed on"),
                    Not(HasSubstr("lo-gone"))));
}

TEST_F(EntryPageTest, AnEntryInAFrameLeadsBackAndToItsWholePage) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  for (const std::string prefix : {"", "/cy"}) {
    const std::string question = "?need=breaks&amp;council=E06000023";
    const std::string target = prefix + "/embed" + EntryTarget(1);
    EXPECT_THAT(Get(prefix + "/embed?council=E06000023&need=breaks").body,
                HasSubstr("href=\"" + target + question + "\""));
    const HttpResponse page = Get(target + "?need=breaks&council=E06000023");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.headers, Contains(Pair("Content-Security-Policy",
                                            HasSubstr("frame-ancestors *"))));
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("href=\"" + prefix + "/embed" + question +
                                "#results\""),
                      HasSubstr("href=\"" + prefix + EntryTarget(1) +
                                "\" target=\"_blank\" rel=\"noopener\""),
                      HasSubstr("Short breaks"), Not(HasSubstr("<header"))));
  }
  EXPECT_THAT(Get("/embed" + EntryTarget(1)).body,
              Not(HasSubstr("govuk-back-link")));
  EXPECT_EQ(Get("/embed" + EntryTarget(1) + "?misspelt=1").status, 400);
  EXPECT_EQ(Get("/embed" + EntryTarget(7)).status, 404);
}

TEST_F(EntryPageTest, OtherSitesDoNotOpenInTheFrame) {
  log::v1::EntryPublished entry = Named(1, "Short breaks");
  entry.mutable_service()->set_url("https://example.net/breaks");
  PublishIn(editions::kBristol, 1, entry);
  const std::string link = "href=\"https://example.net/breaks\"";
  for (const std::string& framed :
       {"/embed" + EntryTarget(1), std::string("/embed?need=breaks")}) {
    EXPECT_THAT(Get(framed).body, HasSubstr(link + " target=\"_blank\""))
        << framed;
  }
  EXPECT_THAT(Get(EntryTarget(1)).body,
              AllOf(HasSubstr(link), Not(HasSubstr("_blank"))));
}

}  // namespace
}  // namespace localoffer::gateway::pages
