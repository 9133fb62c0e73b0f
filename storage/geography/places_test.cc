#include "storage/geography/places.h"

#include <chrono>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/testing_geography.h"
#include "storage/testing.h"

namespace localoffer::geography {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

class PlacesTest : public ::testing::Test {
 protected:
  PlacesTest() {
    engine_ = storage::Engine::Open({folder_.path() + "/db", 0}).value();
    postcodes_ = std::make_unique<Postcodes>(*engine_);
    places_ = std::make_unique<Places>(TestBoundaries(), TestGazetteer(),
                                       TestOutcodes(), *postcodes_);
  }

  Place Resolve(absl::string_view text) const {
    const absl::StatusOr<Place> place = places_->Resolve(text);
    EXPECT_TRUE(place.ok()) << place.status();
    return place.value_or(Place());
  }

  storage::TemporaryFolder folder_;
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<Postcodes> postcodes_;
  std::unique_ptr<Places> places_;
};

TEST_F(PlacesTest, APostcodeOfTheTableIsKnownExactly) {
  ASSERT_TRUE(postcodes_
                  ->Write({{"EX1 1HS",
                            {50.7256, -3.5269},
                            "E07000041",
                            "E10000008",
                            "E54000037"}})
                  .ok());
  const Place place = Resolve("ex11hs");
  EXPECT_FALSE(place.approximate);
  EXPECT_EQ(place.point, (Point{50.7256, -3.5269}));
  EXPECT_EQ(place.postcode, "EX1 1HS");
  EXPECT_EQ(place.outcode, "EX1");
  EXPECT_EQ(place.authority, "E10000008");
  EXPECT_EQ(place.district, "E07000041");
  EXPECT_EQ(place.integrated_care_board, "E54000037");
  EXPECT_THAT(place.areas, ElementsAre("E92000001", "E12000009", "E10000008",
                                       "E07000041", "E54000037", "outcode/EX1",
                                       "sector/EX1 1", "postcode/EX1 1HS"));
}

TEST_F(PlacesTest, WhatTheTableLeavesOutComesFromTheOutlines) {
  ASSERT_TRUE(postcodes_
                  ->Write({{"BS1 4DJ", {51.4527, -2.6028}, "", "", ""},
                           {"EX1 1HS", {50.7256, -3.5269}, "", "", ""},
                           {"EX2 1HS", {50.70, -3.5}, "E07000041", "", ""}})
                  .ok());
  const Place bristol = Resolve("BS1 4DJ");
  EXPECT_EQ(bristol.authority, "E06000023");
  EXPECT_EQ(bristol.district, "E06000023");
  EXPECT_EQ(bristol.integrated_care_board, "E54000039");
  EXPECT_FALSE(bristol.approximate);
  EXPECT_EQ(Resolve("EX1 1HS").authority, "E10000008");
  EXPECT_EQ(Resolve("EX1 1HS").district, "");
  EXPECT_EQ(Resolve("EX2 1HS").authority, "E10000008");
}

// The record decides, not the generalised outline.
TEST_F(PlacesTest, TheTableGoesBeforeTheOutlines) {
  ASSERT_TRUE(postcodes_
                  ->Write({{"BS1 4DJ",
                            {51.4527, -2.6028},
                            "E06000025",
                            "E06000025",
                            "E54000043"}})
                  .ok());
  EXPECT_EQ(Resolve("BS1 4DJ").authority, "E06000025");
  EXPECT_EQ(Resolve("BS1 4DJ").integrated_care_board, "E54000043");
}

TEST_F(PlacesTest, AnUnknownPostcodeStandsForItsOutcode) {
  const Place place = Resolve("BS1 4DJ");
  EXPECT_TRUE(place.approximate);
  EXPECT_EQ(place.postcode, "BS1 4DJ");
  EXPECT_EQ(place.authority, "E06000023");
  EXPECT_LT(DistanceMeters(place.point, {51.4527, -2.6028}), 3000);
  EXPECT_THAT(place.areas, ::testing::Contains("sector/BS1 4"));
  const Place outcode = Resolve("BS1");
  EXPECT_TRUE(outcode.approximate);
  EXPECT_EQ(outcode.point, place.point);
  EXPECT_EQ(outcode.postcode, "");
  EXPECT_THAT(Resolve("BS1 4").areas, ::testing::Contains("sector/BS1 4"));
}

TEST_F(PlacesTest, SaysWhatWasWanted) {
  EXPECT_EQ(places_->Resolve("ZZ9 9ZZ").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(places_->Resolve("ZZ9").status().message()),
              AllOf(HasSubstr("ZZ9"), HasSubstr("BS1 4DJ")));
  for (const char* text : {"", "Bristol", "BS", "\x1b[2J"}) {
    const absl::Status status = places_->Resolve(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr("BS1 4DJ"));
    EXPECT_EQ(status.message().find('\x1b'), absl::string_view::npos);
  }
  EXPECT_EQ(places_->Resolve(Point{91, 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PlacesTest, PointsHaveAreasInEnglandOnly) {
  const Place bristol = places_->Resolve(Point{51.4527, -2.6028}).value();
  EXPECT_FALSE(bristol.approximate);
  EXPECT_THAT(bristol.areas,
              ElementsAre("E92000001", "E12000009", "E06000023", "E54000039"));
  EXPECT_THAT(places_->Resolve(Point{54.5, 1.5})->areas, IsEmpty());
  // Chepstow: in Wales, a few hundred metres from England.
  EXPECT_EQ(places_->Resolve(Point{51.6413, -2.6761})->authority, "");
  // Southwold's pier: off the outline, in England.
  const Place pier = places_->Resolve(Point{52.3270, 1.6870}).value();
  EXPECT_EQ(pier.authority, "E10000029");
  EXPECT_TRUE(pier.nearest_ground);
  EXPECT_FALSE(pier.approximate);
}

TEST_F(PlacesTest, EveryOutcodeOfEnglandHasItsAuthority) {
  int in_england = 0;
  std::vector<std::string> astray;
  for (const auto& [name, outcode] : TestOutcodes().all()) {
    const absl::StatusOr<Place> place = places_->Resolve(name);
    ASSERT_TRUE(place.ok()) << place.status();
    EXPECT_TRUE(place->approximate);
    EXPECT_EQ(place->outcode, name);
    if (!outcode.is_in_england) {
      EXPECT_EQ(place->authority, "") << name;
      EXPECT_THAT(place->areas, ElementsAre(OutcodeId(name)));
      continue;
    }
    ++in_england;
    if (place->authority.empty() || place->integrated_care_board.empty()) {
      astray.push_back(name);
    }
  }
  // 2,123 by the file, which has four of Flintshire in England.
  EXPECT_EQ(in_england, 2119);
  EXPECT_THAT(astray, IsEmpty());
}

TEST_F(PlacesTest, OutcodesThatTheFileHasElsewhereArePutRight) {
  const Place park = Resolve("E20");
  EXPECT_LT(DistanceMeters(park.point, {51.5424, -0.0064}), 50);
  EXPECT_EQ(park.authority, "E09000025");
  EXPECT_EQ(Resolve("CH7").authority, "");
}

TEST_F(PlacesTest, AreasThatMayHoldAPlaceAreTold) {
  // Exmouth: in one of Devon's districts, the table of postcodes is empty.
  const Place outcode = Resolve("EX8");
  EXPECT_THAT(outcode.possible_areas, Contains("E07000040"));
  EXPECT_THAT(outcode.possible_areas, Not(Contains(OutcodeId("EX8"))));
  const Place point = places_->Resolve(outcode.point).value();
  EXPECT_THAT(point.possible_areas,
              IsSupersetOf({std::string("E07000040"), OutcodeId("EX8")}));
  EXPECT_THAT(Resolve("BS1").possible_areas, IsEmpty());
}

// DURABLE: these bytes are on disks.
TEST_F(PlacesTest, RecordsOfPostcodesHaveTheirGoldenBytes) {
  ASSERT_TRUE(postcodes_
                  ->Write({{"EX1 1HS",
                            {50.7256, -3.5269},
                            "E07000041",
                            "E10000008",
                            "E54000037"}})
                  .ok());
  const auto bytes = engine_->Get(storage::Table::kPostcode, "EX1 1HS").value();
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(absl::BytesToHexString(*bytes),
            "08c08bb03010e7c3ae03"
            "1a09453037303030303431"
            "2209453130303030303038"
            "2a09453534303030303337");
}

TEST_F(PlacesTest, WritingAPostcodeAgainReplacesIt) {
  ASSERT_TRUE(postcodes_
                  ->Write({{"BS1 4DJ", {51.1, -2.1}, "", "", ""},
                           {"BS1 4DP", {51.2, -2.2}, "", "", ""},
                           {"BS1 4DJ", {51.3, -2.3}, "", "", ""}})
                  .ok());
  EXPECT_EQ(postcodes_->Count().value(), 2);
  EXPECT_EQ(postcodes_->Generation().value(), 1);
  EXPECT_EQ(postcodes_->Find("BS1 4DJ").value()->point, (Point{51.3, -2.3}));
  ASSERT_TRUE(postcodes_->Write({{"BS1 4DP", {51.4, -2.4}, "", "", ""}}).ok());
  EXPECT_EQ(postcodes_->Count().value(), 2);
  EXPECT_EQ(postcodes_->Find("BS1 4DP").value()->point, (Point{51.4, -2.4}));
  EXPECT_EQ(postcodes_->Find("BS1 4DL").value(), std::nullopt);
  EXPECT_EQ(postcodes_->Generation().value(), 2);
  // What is there already is nothing new.
  ASSERT_TRUE(postcodes_->Write({{"BS1 4DP", {51.4, -2.4}, "", "", ""}}).ok());
  EXPECT_EQ(postcodes_->Generation().value(), 2);
}

}  // namespace
}  // namespace localoffer::geography
