#include "services/gateway/pages/listed_page.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

int Cells(absl::string_view line) {
  int cells = 1;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) ++cells;
  }
  return cells;
}

class ListedPageTest : public PagesTest {
 protected:
  static log::v1::EntryPublished OfTheHospice(int number,
                                              const std::string& name) {
    log::v1::EntryPublished entry = Named(number, name);
    auto& organization = *entry.mutable_service()->mutable_organization();
    organization.set_name("Example Children's Hospice");
    auto& identifier = *organization.add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier("9900001");
    return entry;
  }

  void PublishIn(const std::string& log, int number) {
    PagesTest::PublishIn(log, number, OfTheHospice(number, "Short breaks"));
  }
};

TEST_F(ListedPageTest, SaysWhoseAnswerItIs) {
  PublishIn("E06000022", 1);
  EXPECT_THAT(
      Get("/listed?provider=9900001&postcode=bs1&miles=40&councils=Hull").body,
      HasSubstr("Example Children&#39;s Hospice, charity 9900001, within 40 "
                "miles of BS1, councils named: Hull</p>"));
  // Without an entry, as it was typed.
  EXPECT_THAT(Get("/listed?provider=GB-COH-09900009&name=Example+Club").body,
              HasSubstr("Example Club, company 09900009</p>"));
  EXPECT_THAT(Get("/cy/listed?provider=9900001&postcode=bs1&miles=40").body,
              HasSubstr("elusen 9900001, o fewn 40 milltir i BS1</p>"));
}

TEST_F(ListedPageTest, ThoseThatMayBeItComeFirstWithALinkThatChecksThem) {
  PublishIn("E06000022", 1);
  log::v1::EntryPublished other = OfTheHospice(2, "Short breaks");
  other.mutable_service()
      ->mutable_organization()
      ->mutable_organization_identifiers(0)
      ->set_identifier("9900002");
  PagesTest::PublishIn("E06000023", 2, other);
  const std::string page =
      Get("/listed?name=Example+Children%27s+Hospice&postcode=BS1&miles=40")
          .body;
  EXPECT_THAT(page, Not(HasSubstr("providers/GB-CHC")));
  const size_t maybe = page.find("These may be you");
  ASSERT_NE(maybe, std::string::npos);
  EXPECT_LT(maybe, page.find("Listed by 0 of"));
  EXPECT_THAT(
      page.substr(maybe),
      AllOf(HasSubstr("Hospice, charity 9900001; listed by Bath and North "
                      "East Somerset."),
            HasSubstr("href=\"/listed?provider=9900001&amp;name="),
            HasSubstr("Check again with the number 9900002</a>")));
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              Not(HasSubstr("These may be you")));
}

TEST_F(ListedPageTest, BesideAGapItSaysWhatCanBeProvedAndWhatToDo) {
  offer_.Publish(1, "Somebody else's breaks");
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Bristol").body,
              AllOf(HasSubstr("What to do about a gap"),
                    HasSubstr("https://www.gov.uk/find-local-council"),
                    HasSubstr("No proof: the council has made no edition</p>"),
                    Not(HasSubstr("/proofs/absent"))));
  EXPECT_THAT(Get("/listed?name=Example+Hospice&councils=Bristol").body,
              AllOf(HasSubstr("Enter your number above to get proofs"),
                    Not(HasSubstr("No proof:"))));
  offer_.MakeEdition("1 September 2026");
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Bristol").body,
              AllOf(HasSubstr("/proofs/absent?authority=E06000023"),
                    HasSubstr("Download the proof that you are not in it"),
                    Not(HasSubstr("No proof:"))));
  // Where there is no gap there is nothing to do about one.
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Leeds").body,
              Not(HasSubstr("What to do about a gap")));
}

TEST_F(ListedPageTest, AnEditionThatHasTheListingIsNoProofOfItsEnd) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.MakeEdition("1 September 2026");
  offer_.Withdraw(1, "ended");
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Bristol").body,
              AllOf(HasSubstr("No proof: the council has made no edition "
                              "since 1 September 2026"),
                    Not(HasSubstr("/proofs/absent"))));
}

TEST_F(ListedPageTest, OnlyWhatMayBeTheServiceIsComparedWithIt) {
  PagesTest::PublishIn("E06000022", 1,
                       OfTheHospice(1, "Overnight breaks at the hospice"));
  PagesTest::PublishIn("E06000022", 2, OfTheHospice(2, "Bereavement support"));
  const std::string listed =
      Get("/listed?provider=9900001&councils=Bath&says_name=Overnight+stays")
          .body;
  EXPECT_THAT(listed, HasSubstr("they say <q>Overnight breaks at the hospice"));
  EXPECT_THAT(listed, Not(HasSubstr("they say <q>Bereavement")));
  EXPECT_THAT(listed, HasSubstr("<details class=\"govuk-details\" open>"));
  // Nothing tells them apart.
  EXPECT_THAT(
      Get("/listed?provider=9900001&councils=Bath&says_name=Music").body,
      AllOf(HasSubstr("they say <q>Overnight breaks"),
            HasSubstr("they say <q>Bereavement")));
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              HasSubstr("<details class=\"govuk-details\">"));
}

TEST_F(ListedPageTest, WhatIsNotAskedAboutIsInTheLegend) {
  PublishIn("E06000022", 1);
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Bath").body,
              HasSubstr("</span> Not asked about</li>"));
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              Not(HasSubstr("Not asked about")));
}

TEST_F(ListedPageTest, WhatWasOnlyReadElsewhereIsCountedApart) {
  PublishIn("E06000022", 1);
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              HasSubstr("Listed by 1 of 153 councils</h2>"));
  PublishIn(kHarvested, 2);
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              HasSubstr("Listed by 2 of 153 councils; of these 1 only in data "
                        "read elsewhere, not confirmed by them</h2>"));
}

TEST_F(ListedPageTest, TheTableSaysWhatWasHarvested) {
  PublishIn("E06000022", 1);
  PublishIn(kHarvested, 2);
  const std::string table = Get("/listed.csv?provider=9900001").body;
  int lines = 0;
  for (const absl::string_view line :
       absl::StrSplit(table, "\r\n", absl::SkipEmpty())) {
    ++lines;
    const bool is_head = absl::StartsWith(line, "authority,");
    const bool is_harvested = absl::StartsWith(line, "E06000023,");
    EXPECT_THAT(std::string(line), EndsWith(is_head        ? ",harvested"
                                            : is_harvested ? ",yes"
                                                           : ",no"));
    EXPECT_EQ(Cells(line), 11) << line;
  }
  EXPECT_EQ(lines, 1 + 153);
}

}  // namespace
}  // namespace localoffer::gateway::pages
