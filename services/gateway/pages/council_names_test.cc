#include "services/gateway/pages/council_names.h"

#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CouncilNamesTest : public PagesTest {
 protected:
  NamedCouncils Read(const std::string& text) {
    EXPECT_TRUE(site_->AskState().ok());
    return ReadCouncils(*site_->councils(), site_->gazetteer(), text);
  }
};

TEST_F(CouncilNamesTest, TakesTheNamesThatPeopleUse) {
  for (const auto& [name, id] :
       {std::pair<std::string, std::string>{"Bristol", "E06000023"},
        {"bristol", "E06000023"},
        {"City of Bristol", "E06000023"},
        {"Bristol, City of", "E06000023"},
        {"Bristol City Council", "E06000023"},
        {"e06000023", "E06000023"},
        {"Dorset", "E06000059"},
        {"Durham", "E06000047"},
        {"Hull", "E06000010"},
        {"Bath", "E06000022"},
        {"BANES", "E06000022"},
        {"St Helens", "E08000013"},
        {"York", "E06000014"},
        {"Kingston", "E09000021"},
        {"Leeds", "E08000035"},
        {"Bournemouth, Christchurch and Poole", "E06000058"},
        {"Bournemouth", "E06000058"}}) {
    EXPECT_THAT(Read(name).ids, ElementsAre(id)) << name;
    EXPECT_THAT(Read(name).unknown, IsEmpty()) << name;
  }
}

TEST_F(CouncilNamesTest, ReadsListsWithCommasInNames) {
  const NamedCouncils read = Read(
      "Bristol, Bournemouth, Christchurch and Poole, Bath;Bristol, City of\n"
      "E08000035, Nowhere");
  EXPECT_THAT(read.ids,
              ElementsAre("E06000023", "E06000058", "E06000022", "E08000035"));
  EXPECT_THAT(read.unknown, ElementsAre("Nowhere"));
}

TEST_F(CouncilNamesTest, WhatSaysNothingIsNoCouncil) {
  // Of one that is registered without an official name, too.
  CouncilRegister councils;
  councils["E06000099"].set_title("Newshire");
  for (const std::string text : {"the", "-", "."}) {
    const NamedCouncils read = ReadCouncils(councils, site_->gazetteer(), text);
    EXPECT_THAT(read.ids, IsEmpty()) << text;
    EXPECT_THAT(read.unknown, ElementsAre(text));
  }
}

TEST_F(CouncilNamesTest, TakesSeveralAtOnce) {
  EXPECT_THAT(Read("Leeds and Bradford").ids,
              ElementsAre("E08000035", "E08000032"));
  EXPECT_EQ(Read("Greater Manchester").ids.size(), 10);
  // And not West Berkshire alone, whose name it is a part of.
  EXPECT_EQ(Read("Berkshire").ids.size(), 6);
  // Which is a care board's, too.
  EXPECT_THAT(Read("Kent and Medway").ids,
              ElementsAre("E10000016", "E06000035"));
}

TEST_F(CouncilNamesTest, SaysWhichANameMayMean) {
  const NamedCouncils read = Read("Isle");
  EXPECT_THAT(read.ids, IsEmpty());
  ASSERT_EQ(read.ambiguous.count("Isle"), 1);
  EXPECT_THAT(read.ambiguous.at("Isle"),
              ElementsAre("Isle of Wight", "Isles of Scilly"));
}

TEST_F(CouncilNamesTest, NoDistrictAndNoPostcodeIsACouncil) {
  EXPECT_THAT(Read("East Devon").unknown, ElementsAre("East Devon"));
  EXPECT_THAT(Read("BS1").unknown, ElementsAre("BS1"));
  EXPECT_THAT(Read("").unknown, IsEmpty());
}

TEST_F(CouncilNamesTest, TheFormTakesThemAndAsksWhichOne) {
  const HttpResponse page =
      Get("/listed?provider=9900001&councils=Bristol,+Hull");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("of 2 councils</h2>"));
  EXPECT_THAT(
      Get("/listed?provider=9900001&councils=Isle").body,
      AllOf(HasSubstr("Isle may be Isle of Wight or Isles of Scilly. Say "),
            Not(HasSubstr("There is no council called"))));
  EXPECT_THAT(Get("/listed?provider=9900001&councils=Nowhere").body,
              HasSubstr("There is no council called Nowhere."));
}

TEST(SortingName, IsTheNameThatPeopleLookFor) {
  EXPECT_EQ(SortingName("City of Bristol"), "Bristol");
  EXPECT_EQ(SortingName("County Durham"), "Durham");
  EXPECT_EQ(SortingName("City of London"), "City of London");
  EXPECT_EQ(SortingName("Isle of Wight"), "Isle of Wight");
}

}  // namespace
}  // namespace localoffer::gateway::pages
