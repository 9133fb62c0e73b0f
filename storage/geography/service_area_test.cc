#include "storage/geography/service_area.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/testing_geography.h"
#include "storage/testing.h"

namespace localoffer::geography {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Written {
  std::string name;
  std::string extent;
  std::string extent_type;
  std::string uri;
  std::string service_area;
};

ServiceAreas Read(const std::vector<Written>& written) {
  v1::Service service;
  for (const Written& area : written) {
    v1::ServiceArea& added = *service.add_service_areas();
    if (!area.name.empty()) added.set_name(area.name);
    if (!area.extent.empty()) added.set_extent(area.extent);
    if (!area.extent_type.empty()) added.set_extent_type(area.extent_type);
    if (!area.uri.empty()) added.set_uri(area.uri);
    if (!area.service_area.empty()) added.set_service_area(area.service_area);
  }
  return ServiceAreasOf(TestGazetteer(), service);
}

constexpr char kSquare[] =
    R"({"type":"Polygon","coordinates":[[[-2,51],[-1,51],[-1,52],[-2,52],)"
    R"([-2,51]]]})";

// As in a real feed: names, and placeholders for the rest.
TEST(ServiceAreas, AreReadFromTheNamesOfARealFeed) {
  const ServiceAreas areas =
      Read({{"Bristol", "", "", "http://www.example.com", ""},
            {"South Gloucestershire", "", "", "http://www.example.com", ""}});
  EXPECT_THAT(areas.areas, ElementsAre("E06000023", "E06000025"));
  EXPECT_THAT(areas.shapes, IsEmpty());
  EXPECT_THAT(areas.unrecognised, IsEmpty());
}

TEST(ServiceAreas, AreReadFromTheMemberOfOpenReferralUk) {
  EXPECT_THAT(Read({{"", "", "", "", "BS1, BS2 & BS3"}}).areas,
              ElementsAre("outcode/BS1", "outcode/BS2", "outcode/BS3"));
}

TEST(ServiceAreas, PlaceholdersOfTheStandardsExamplesAreLabels) {
  EXPECT_THAT(Read({{"Bristol", "extent", "geojson", "", ""}}).areas,
              ElementsAre("E06000023"));
}

TEST(ServiceAreas, AUriMayEndInACode) {
  EXPECT_THAT(Read({{"somewhere", "", "",
                     "http://statistics.data.gov.uk/id/statistical-geography/"
                     "E10000008",
                     ""}})
                  .areas,
              ElementsAre("E10000008"));
}

TEST(ServiceAreas, AnExtentGoesBeforeItsLabel) {
  const ServiceAreas areas = Read({{"Bristol", kSquare, "geojson", "", ""}});
  EXPECT_THAT(areas.areas, IsEmpty());
  ASSERT_THAT(areas.shapes, SizeIs(1));
  EXPECT_TRUE(areas.shapes[0].Contains({51.5, -1.5}));
  EXPECT_FALSE(areas.shapes[0].Contains({52.5, -1.5}));
}

TEST(ServiceAreas, GeoJsonComesInEveryWrapping) {
  const std::string square = kSquare;
  const std::string feature = absl::StrCat(
      R"({"type":"Feature","properties":null,"geometry":)", square, "}");
  for (const std::string& extent :
       {square, feature,
        absl::StrCat(R"({"type":"FeatureCollection","features":[)", feature,
                     "]}"),
        absl::StrCat(R"({"type":"GeometryCollection","geometries":[)", square,
                     R"(,{"type":"Point","coordinates":[0,51]}]})"),
        std::string(
            R"({"type":"MultiPolygon","coordinates":[[[[-2,51],[-1,51],)"
            R"([-1,52],[-2,52],[-2,51]]]]})"),
        // Latitude first, as many write it.
        std::string(R"({"type":"Polygon","coordinates":[[[51,-2],[51,-1],)"
                    R"([52,-1],[52,-2],[51,-2]]]})")}) {
    const ServiceAreas areas = Read({{"x", extent, "geojson", "", ""}});
    ASSERT_THAT(areas.shapes, SizeIs(1)) << extent;
    EXPECT_TRUE(areas.shapes[0].Contains({51.5, -1.5})) << extent;
    EXPECT_FALSE(areas.shapes[0].Contains({51.5, -0.5})) << extent;
  }
}

TEST(ServiceAreas, ARadiusIsACircle) {
  for (const std::string& extent :
       {std::string("51.4545,-2.5879,5000"),
        std::string(" 51.4545, -2.5879, 5000 "),
        std::string(R"({"type":"Point","coordinates":[-2.5879,51.4545],)"
                    R"("radius_meters":5000})"),
        std::string(R"({"type":"Feature","properties":{"radius":5000},)"
                    R"("geometry":{"type":"Point",)"
                    R"("coordinates":[-2.5879,51.4545]}})")}) {
    const ServiceAreas areas = Read({{"", extent, "radius", "", ""}});
    ASSERT_THAT(areas.shapes, SizeIs(1)) << extent;
    EXPECT_TRUE(areas.shapes[0].is_circle());
    EXPECT_EQ(areas.shapes[0].radius_meters(), 5000);
    EXPECT_TRUE(areas.shapes[0].Contains({51.46, -2.60}));
  }
}

TEST(ServiceAreas, WhatIsBrokenFallsBackToTheName) {
  for (const std::string& extent :
       {std::string("{"), std::string("{}"), std::string("{\"type\":3}"),
        std::string(R"({"type":"Polygon"})"),
        std::string(R"({"type":"Polygon","coordinates":[[[0,1]]]})"),
        std::string(R"({"type":"Polygon","coordinates":[[["a",1]]]})"),
        std::string(
            R"({"type":"Polygon","coordinates":[[[-200,1],[1,1],[2,2]]]})"),
        std::string(R"({"type":"Point","coordinates":[-2,51]})"),
        std::string("<kml></kml>"), std::string("51,-2,-5"),
        std::string("0,0,500"), std::string(100'000, '['),
        "{\"type\":" + std::string(100'000, '[')}) {
    EXPECT_THAT(Read({{"Bristol", extent, "geojson", "", ""}}).areas,
                ElementsAre("E06000023"))
        << extent.substr(0, 80);
  }
}

TEST(ServiceAreas, NestingDoesNotExhaustTheStack) {
  std::string extent;
  for (int i = 0; i < 100'000; ++i) {
    extent += R"({"type":"GeometryCollection","geometries":[)";
  }
  for (int i = 0; i < 100'000; ++i) extent += "]}";
  EXPECT_THAT(Read({{"Bristol", extent, "geojson", "", ""}}).areas,
              ElementsAre("E06000023"));
}

TEST(ServiceAreas, SayWhatTheyDoNotKnow) {
  const ServiceAreas areas = Read({{"Bristol and Narnia", "", "", "", ""},
                                   {"Mordor", "", "", "", ""},
                                   {"", "", "", "", ""}});
  EXPECT_THAT(areas.areas, ElementsAre("E06000023"));
  EXPECT_THAT(areas.unrecognised,
              ElementsAre(UnrecognisedArea{0, "name", "Narnia"},
                          UnrecognisedArea{1, "name", "Mordor"}));
}

TEST(ServiceAreas, ServeThePlacesInThem) {
  Place place;
  place.point = {51.4545, -2.5879};
  place.areas = {"E92000001", "E06000023", "outcode/BS1"};
  EXPECT_TRUE(Serves(Read({{"Bristol", "", "", "", ""}}), place));
  EXPECT_TRUE(Serves(Read({{"National", "", "", "", ""}}), place));
  EXPECT_TRUE(Serves(Read({{"BS1 and BS2", "", "", "", ""}}), place));
  EXPECT_TRUE(Serves(Read({{"", "51.45,-2.58,2000", "", "", ""}}), place));
  EXPECT_FALSE(Serves(Read({{"Leeds", "", "", "", ""}}), place));
  EXPECT_FALSE(Serves(Read({}), place));
}

class LocationsTest : public ::testing::Test {
 protected:
  LocationsTest()
      : engine_(storage::Engine::Open({folder_.path() + "/db", 0}).value()),
        postcodes_(*engine_),
        places_(TestBoundaries(), TestGazetteer(), TestOutcodes(), postcodes_) {
  }

  static v1::Location& AddLocation(v1::Service& service) {
    return *service.add_service_at_locations()->mutable_location();
  }

  storage::TemporaryFolder folder_;
  std::unique_ptr<storage::Engine> engine_;
  Postcodes postcodes_;
  Places places_;
};

TEST_F(LocationsTest, AreTheCoordinatesThatMakeSense) {
  v1::Service service;
  for (const Point& point : {Point{51.45, -2.58}, Point{0, 0}, Point{95, 0},
                             Point{51.45, -2.58}, Point{53, -1}}) {
    v1::Location& location = AddLocation(service);
    location.set_latitude(point.latitude);
    location.set_longitude(point.longitude);
  }
  AddLocation(service);
  service.add_service_at_locations();
  EXPECT_THAT(LocationsOf(service, nullptr),
              ElementsAre(Point{51.45, -2.58}, Point{53, -1}));
}

TEST_F(LocationsTest, AreThePostcodesWhereThereAreNoCoordinates) {
  ASSERT_TRUE(
      postcodes_.Write({{"EX1 1HS", {50.7256, -3.5269}, "", "", ""}}).ok());
  v1::Service service;
  v1::Location& location = AddLocation(service);
  location.set_latitude(0);
  location.set_longitude(0);
  location.add_addresses()->set_postal_code("no postcode");
  location.add_addresses()->set_postal_code("ex1 1hs");
  EXPECT_THAT(LocationsOf(service, &places_),
              ElementsAre(Point{50.7256, -3.5269}));
  EXPECT_THAT(LocationsOf(service, nullptr), IsEmpty());
}

TEST(ShapesOfGeoJson, NamesTheFeatureThatIsNotInOrder) {
  const auto feature = [](absl::string_view ring) {
    return absl::StrCat(
        R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon",)",
        R"("coordinates":[[)", ring, "]]}}");
  };
  const std::string good =
      feature("[-2.6,51.4],[-2.5,51.4],[-2.5,51.5],[-2.6,51.4]");
  const std::string bad =
      feature("[-2.6,91],[-2.5,51.4],[-2.5,51.5],[-2.6,91]");
  const auto read = [](absl::string_view features) {
    return ShapesOfGeoJson(absl::StrCat(
        R"({"type":"FeatureCollection","features":[)", features, "]}"));
  };
  const auto both = read(absl::StrCat(good, ",", good));
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->size(), 2);
  const absl::Status refused = read(absl::StrCat(good, ",", bad)).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(refused.message(), ::testing::HasSubstr("feature 2: 91"));
  EXPECT_FALSE(read("").ok());
  // As a service area may be written, but no GeoJSON.
  EXPECT_FALSE(ShapesOfGeoJson("51.45,-2.58,5000").ok());
}

}  // namespace
}  // namespace localoffer::geography
