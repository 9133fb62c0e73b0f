#include "storage/geography/gazetteer.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/rows.h"
#include "storage/geography/testing_geography.h"

namespace localoffer::geography {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

std::optional<std::string> Find(absl::string_view text) {
  return TestGazetteer().FindArea(text);
}

std::vector<std::string> FindAll(absl::string_view text) {
  return TestGazetteer().FindAreas(text).areas;
}

std::vector<std::vector<std::string>> Register() {
  return ReadRows(ReadSource(
      "services/authorities/data/england_upper_tier_authorities.csv"));
}

TEST(Gazetteer, FindsEveryAuthorityByCodeAndBothNames) {
  for (const auto& row : Register()) {
    EXPECT_THAT(Find(row[0]), Optional(row[0]));
    EXPECT_THAT(Find(row[2]), Optional(row[0])) << row[2];
    EXPECT_THAT(Find(row[3]), Optional(row[0])) << row[3];
    EXPECT_THAT(Find(TestBoundaries().Title(row[0])), Optional(row[0]));
    EXPECT_EQ(TestGazetteer().Title(row[0]), row[2]);
    EXPECT_EQ(TestGazetteer().Title(TestGazetteer().RegionOf(row[0])), row[6]);
  }
}

TEST(Gazetteer, FindsEveryDistrictAndItsAuthority) {
  int districts = 0;
  for (const auto& row : ReadRows(
           ReadSource("storage/geography/data/ltla23_to_utla23_lookup.csv"))) {
    if (row[0][0] != 'E') {
      EXPECT_EQ(Find(row[0]), std::nullopt);
      continue;
    }
    ++districts;
    EXPECT_THAT(Find(row[0]), Optional(row[0]));
    EXPECT_THAT(Find(row[1]), Optional(row[0])) << row[1];
    EXPECT_THAT(Find(absl::StrCat(row[1], " District Council")),
                Optional(row[0]));
    EXPECT_EQ(TestGazetteer().AuthorityOf(row[0]), row[3]);
  }
  EXPECT_EQ(districts, 296);
}

TEST(Gazetteer, FindsEveryCareBoardWithAndWithoutItsTitle) {
  for (const std::string& code : TestBoundaries().integrated_care_boards()) {
    const std::string title(TestBoundaries().Title(code));
    const std::string place = title.substr(4, title.size() - 26);
    EXPECT_THAT(Find(title), Optional(code)) << title;
    EXPECT_THAT(Find(absl::StrCat("NHS ", place)), Optional(code)) << place;
    EXPECT_THAT(Find(absl::StrCat(place, " ICB")), Optional(code)) << place;
    EXPECT_THAT(Find(absl::StrCat("NHS ", place, " ICB")), Optional(code));
    EXPECT_EQ(TestGazetteer().Title(code), title);
    // Without any of it, it may be an authority's or a former county's.
    EXPECT_THAT(FindAll(place), Not(IsEmpty())) << place;
  }
}

TEST(Gazetteer, ReadsTheSpellingsOfBristol) {
  for (const char* text :
       {"Bristol", "bristol", "BRISTOL", " Bristol ", "Bristol, City of",
        "City of Bristol", "Bristol City Council", "Bristol City",
        "City of Bristol Council", "E06000023", "e06000023", "Bristol.",
        "authorities/E06000023", "Across Bristol", "Bristol only",
        "the Bristol area", "All of Bristol", "Bristol Local Authority",
        "http://statistics.data.gov.uk/id/statistical-geography/E06000023"}) {
    EXPECT_THAT(Find(text), Optional(std::string("E06000023"))) << text;
  }
}

TEST(Gazetteer, ReadsShortNamesAndAbbreviations) {
  EXPECT_THAT(Find("B&NES"), Optional(std::string("E06000022")));
  EXPECT_THAT(Find("Bath & North East Somerset"),
              Optional(std::string("E06000022")));
  EXPECT_THAT(Find("BCP Council"), Optional(std::string("E06000058")));
  EXPECT_THAT(Find("Hull"), Optional(std::string("E06000010")));
  EXPECT_THAT(Find("Durham"), Optional(std::string("E06000047")));
  EXPECT_THAT(Find("LB Camden"), Optional(std::string("E09000007")));
  EXPECT_THAT(Find("Kings Lynn and West Norfolk"),
              Optional(std::string("E07000146")));
  EXPECT_THAT(Find("King’s Lynn & West Norfolk"),
              Optional(std::string("E07000146")));
  EXPECT_THAT(Find("City of London"), Optional(std::string("E09000001")));
  EXPECT_THAT(Find("London"), Optional(std::string("E12000007")));
  EXPECT_THAT(Find("South West England"), Optional(std::string("E12000009")));
}

TEST(Gazetteer, GivesASharedNameToTheAuthority) {
  EXPECT_THAT(Find("Devon"), Optional(std::string("E10000008")));
  EXPECT_THAT(Find("NHS Devon"), Optional(std::string("E54000037")));
  EXPECT_THAT(Find("Somerset"), Optional(std::string("E06000066")));
}

TEST(Gazetteer, KnowsThatAuthoritiesShareTheirNamesWithACareBoard) {
  EXPECT_THAT(FindAll("Hampshire and Isle of Wight"),
              ElementsAre("E10000014", "E06000046", "E54000042"));
  EXPECT_THAT(Find("Hampshire and Isle of Wight"),
              Optional(std::string("E54000042")));
  EXPECT_THAT(FindAll("NHS Hampshire and Isle of Wight"),
              ElementsAre("E54000042"));
  EXPECT_THAT(FindAll("Frimley"), ElementsAre("E54000034"));
}

TEST(Gazetteer, KnowsTheWholeCountry) {
  for (const char* text :
       {"England", "National", "nationwide", "England wide", "England-wide",
        "All of England", "UK", "E92000001"}) {
    const auto found = Find(text);
    EXPECT_THAT(found, Optional(std::string("E92000001"))) << text;
  }
}

TEST(Gazetteer, ReadsPostcodesAndTheirParts) {
  EXPECT_THAT(Find("BS1"), Optional(std::string("outcode/BS1")));
  EXPECT_THAT(Find("bs1"), Optional(std::string("outcode/BS1")));
  EXPECT_THAT(Find("BS1 4"), Optional(std::string("sector/BS1 4")));
  EXPECT_THAT(Find("bs14dj"), Optional(std::string("postcode/BS1 4DJ")));
  EXPECT_THAT(Find("BS1  4DJ"), Optional(std::string("postcode/BS1 4DJ")));
  EXPECT_EQ(Find("ZZ1"), std::nullopt);
  EXPECT_EQ(TestGazetteer().Title("postcode/BS1 4DJ"), "BS1 4DJ");
  EXPECT_EQ(TestGazetteer().Title("outcode/BS1"), "BS1");
}

TEST(Gazetteer, ReadsLists) {
  EXPECT_THAT(FindAll("Leeds, Bradford and Wakefield"),
              ElementsAre("E08000035", "E08000032", "E08000036"));
  EXPECT_THAT(FindAll("BS1, BS2 & BS3"),
              ElementsAre("outcode/BS1", "outcode/BS2", "outcode/BS3"));
  EXPECT_THAT(FindAll("BS1 BS2 BS3"),
              ElementsAre("outcode/BS1", "outcode/BS2", "outcode/BS3"));
  EXPECT_THAT(
      FindAll("BS1 4DJ BS1 4DP; BA1"),
      ElementsAre("postcode/BS1 4DJ", "postcode/BS1 4DP", "outcode/BA1"));
  EXPECT_THAT(FindAll("BS1 to BS3"),
              ElementsAre("outcode/BS1", "outcode/BS2", "outcode/BS3"));
  EXPECT_THAT(FindAll("BS1-3"),
              ElementsAre("outcode/BS1", "outcode/BS2", "outcode/BS3"));
  EXPECT_THAT(FindAll("Bath and North East Somerset"),
              ElementsAre("E06000022"));
  EXPECT_THAT(FindAll("Bath and North East Somerset, Bristol, and Swindon"),
              ElementsAre("E06000022", "E06000023", "E06000030"));
  EXPECT_THAT(FindAll("Bournemouth, Christchurch and Poole; Dorset"),
              ElementsAre("E06000058", "E06000059"));
  EXPECT_THAT(FindAll("Bristol\nBristol\n"), ElementsAre("E06000023"));
  EXPECT_THAT(FindAll("Greater Manchester"), SizeIs(10));
  EXPECT_THAT(FindAll("Cumbria"), ElementsAre("E06000063", "E06000064"));
  EXPECT_THAT(FindAll("BS postcodes"), SizeIs(::testing::Gt(20u)));
}

TEST(Gazetteer, SaysWhatItDoesNotKnow) {
  const NamedAreas named =
      TestGazetteer().FindAreas("Bristol, Narnia and Mordor");
  EXPECT_THAT(named.areas, ElementsAre("E06000023"));
  EXPECT_THAT(named.unrecognised, ElementsAre("Narnia", "Mordor"));
  EXPECT_THAT(FindAll(""), IsEmpty());
  EXPECT_THAT(TestGazetteer().FindAreas(" , ; ").unrecognised, IsEmpty());
  EXPECT_EQ(TestGazetteer().Title("E99999999"), "");
  EXPECT_EQ(TestGazetteer().AuthorityOf("outcode/BS1"), "");
}

TEST(Gazetteer, KnowsTheGroupsByCodesThatExist) {
  for (const auto& row :
       ReadRows(ReadSource("storage/geography/data/area_names.csv"))) {
    EXPECT_THAT(FindAll(row[0]), Not(IsEmpty())) << row[0];
    for (const std::string& area : FindAll(row[0])) {
      EXPECT_NE(TestGazetteer().Title(area), "") << row[0] << " " << area;
    }
  }
}

TEST(Gazetteer, ReadsAreasUnderOlderAndNewerCodes) {
  EXPECT_THAT(Find("E08000039"), Optional(std::string("E08000019")));
  EXPECT_THAT(Find("E10000027"), Optional(std::string("E06000066")));
}

TEST(Gazetteer, TakesAsLongAsTheTextIsLong) {
  // Separators only, names without end, and a list longer than is read.
  EXPECT_THAT(FindAll(std::string(20'000, ',')), IsEmpty());
  EXPECT_THAT(FindAll(std::string(20'000, 'a')), IsEmpty());
  std::string list;
  for (int i = 0; i < 20'000; ++i) absl::StrAppend(&list, "x,");
  EXPECT_THAT(TestGazetteer().FindAreas(list).unrecognised,
              SizeIs(Gazetteer::kMostParts));
}

}  // namespace
}  // namespace localoffer::geography
