#include "storage/geography/boundaries.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/geojson.h"
#include "storage/geography/rows.h"
#include "storage/geography/testing_geography.h"

namespace localoffer::geography {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Point kBristolCityHall = {51.4527, -2.6028};
constexpr Point kNorthSea = {54.5, 1.5};
constexpr Point kEdinburgh = {55.95, -3.19};
constexpr Point kCardiff = {51.48, -3.18};

constexpr char kAuthorities[] =
    "storage/geography/data/ctyua_dec2024_england_buc.geojson";

TEST(Boundaries, TellAuthorityAndCareBoardOfAPoint) {
  const Containing bristol = TestBoundaries().AreasContaining(kBristolCityHall);
  EXPECT_EQ(bristol.authority, "E06000023");
  EXPECT_EQ(bristol.integrated_care_board, "E54000039");
  EXPECT_EQ(TestBoundaries().Title(bristol.authority), "Bristol, City of");
  EXPECT_EQ(TestBoundaries().Title(bristol.integrated_care_board),
            "NHS Bristol, North Somerset and South Gloucestershire Integrated "
            "Care Board");
}

// Some are asked again when others have been asked in between, which may have
// taken their place among the answers that are kept.
TEST(Boundaries, TellTheSameEveryTime) {
  const std::unique_ptr<const Boundaries> others = Boundaries::Load();
  std::mt19937 random(1);
  std::uniform_real_distribution<double> north(50.5, 55);
  std::uniform_real_distribution<double> east(-4, 1);
  std::vector<Point> points;
  for (int i = 0; i < 20'000; ++i) {
    points.push_back({north(random), east(random)});
  }
  std::vector<Containing> first;
  for (const Point& point : points) {
    first.push_back(others->AreasContaining(point));
  }
  for (size_t i = points.size(); i-- > 0;) {
    for (const size_t at : {i, points.size() - 1 - i, i}) {
      const Containing again = TestBoundaries().AreasContaining(points[at]);
      ASSERT_EQ(again.authority, first[at].authority) << at;
      ASSERT_EQ(again.integrated_care_board, first[at].integrated_care_board);
    }
  }
}

TEST(Boundaries, TellNothingOutsideEngland) {
  for (const Point& point : {kNorthSea, kEdinburgh, kCardiff, Point{0, 0}}) {
    const Containing nothing = TestBoundaries().AreasContaining(point);
    EXPECT_EQ(nothing.authority, "");
    EXPECT_EQ(nothing.integrated_care_board, "");
  }
  EXPECT_EQ(TestBoundaries().Title("E06000999"), "");
}

TEST(Boundaries, AreThoseOfTheRegister) {
  EXPECT_EQ(TestBoundaries().authorities().size(), 153u);
  EXPECT_EQ(TestBoundaries().integrated_care_boards().size(), 42u);
  for (const auto& row : ReadRows(ReadSource(
           "services/authorities/data/england_upper_tier_authorities.csv"))) {
    EXPECT_THAT(TestBoundaries().authorities(), Contains(row[0]));
  }
}

TEST(Boundaries, FindThePlacesOnACoastThatTheyCutOff) {
  // Southwold's pier: off the outline, on the ground.
  const Point pier = {52.3270, 1.6870};
  EXPECT_EQ(TestBoundaries().AreasContaining(pier).authority, "");
  EXPECT_EQ(TestBoundaries().AreasNear(pier, 1000).authority, "E10000029");
  EXPECT_EQ(TestBoundaries().AreasNear(kNorthSea, 1000).authority, "");
}

// Even or odd number of crossings, over every edge of every area.
bool OracleContains(const std::vector<Polygon>& polygons, const Point& point) {
  for (const Polygon& polygon : polygons) {
    bool is_inside = false;
    for (const Ring& ring : polygon) {
      for (size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        if ((a.latitude > point.latitude) == (b.latitude > point.latitude)) {
          continue;
        }
        const double longitude = a.longitude + (point.latitude - a.latitude) *
                                                   (b.longitude - a.longitude) /
                                                   (b.latitude - a.latitude);
        if (longitude > point.longitude) is_inside = !is_inside;
      }
    }
    if (is_inside) return true;
  }
  return false;
}

// In metres, on a plane.
double OracleMetersToEdge(const std::vector<Polygon>& polygons,
                          const Point& point) {
  const double meters_north = 111195;
  const double meters_east =
      meters_north * std::cos(point.latitude * M_PI / 180);
  double nearest = std::numeric_limits<double>::infinity();
  for (const Polygon& polygon : polygons) {
    for (const Ring& ring : polygon) {
      for (size_t i = 0; i < ring.size(); ++i) {
        const Point& next = ring[(i + 1) % ring.size()];
        const double ax = (ring[i].longitude - point.longitude) * meters_east;
        const double ay = (ring[i].latitude - point.latitude) * meters_north;
        const double bx = (next.longitude - point.longitude) * meters_east;
        const double by = (next.latitude - point.latitude) * meters_north;
        const double dx = bx - ax;
        const double dy = by - ay;
        const double length = dx * dx + dy * dy;
        const double share =
            length == 0 ? 0
                        : std::clamp(-(ax * dx + ay * dy) / length, 0.0, 1.0);
        nearest =
            std::min(nearest, std::hypot(ax + share * dx, ay + share * dy));
      }
    }
  }
  return nearest;
}

std::vector<GeoJsonFeature> OracleFeatures() {
  return ReadGeoJson(ReadSource(kAuthorities)).value();
}

TEST(Boundaries, AgreeWithEveryEdgeTriedInTurn) {
  const uint64_t seed = 20241201;
  SCOPED_TRACE(seed);
  const std::vector<GeoJsonFeature> features = OracleFeatures();
  Chance chance(seed);
  int compared = 0;
  for (int i = 0; i < 3000; ++i) {
    const Point point = chance.AroundEngland();
    std::set<std::string> containing;
    double to_edge = std::numeric_limits<double>::infinity();
    for (const GeoJsonFeature& feature : features) {
      if (OracleContains(feature.polygons, point)) {
        containing.insert(feature.code);
      }
      to_edge = std::min(to_edge, OracleMetersToEdge(feature.polygons, point));
    }
    // So near to an edge, the curvature of the Earth counts.
    if (to_edge < 5) continue;
    ++compared;
    EXPECT_EQ(TestBoundaries().AreasContaining(point).authority,
              containing.empty() ? "" : *containing.begin())
        << point.latitude << ", " << point.longitude;
  }
  EXPECT_GT(compared, 2900);
}

TEST(Boundaries, TellTheAuthoritiesThatACircleTouches) {
  const uint64_t seed = 7;
  const std::vector<GeoJsonFeature> features = OracleFeatures();
  Chance chance(seed);
  for (int i = 0; i < 100; ++i) {
    const Point center = chance.AroundEngland();
    const double radius = chance.Between(100, 60'000);
    const std::vector<std::string> touching =
        TestBoundaries().AuthoritiesTouching(
            Shape::Circle(center, radius).value());
    for (const GeoJsonFeature& feature : features) {
      const double distance =
          OracleContains(feature.polygons, center)
              ? 0
              : OracleMetersToEdge(feature.polygons, center);
      // The plane is a few parts in a thousand off at these distances.
      if (std::abs(distance - radius) < radius / 50 + 10) continue;
      EXPECT_EQ(std::count(touching.begin(), touching.end(), feature.code) > 0,
                distance < radius)
          << feature.code << " seed " << seed << " circle " << i;
    }
  }
}

TEST(Boundaries, TellTheAuthoritiesThatAPolygonTouches) {
  // Around the Avon's mouth: the docks of Bristol and the other bank.
  const Polygon mouth = {
      {{51.49, -2.75}, {51.49, -2.68}, {51.52, -2.68}, {51.52, -2.75}}};
  EXPECT_THAT(
      TestBoundaries().AuthoritiesTouching(Shape::Polygons({mouth}).value()),
      ElementsAre("E06000023", "E06000024"));
  // Within one, and around all of another.
  const Polygon inner = {{{51.45, -2.60}, {51.46, -2.60}, {51.46, -2.59}}};
  EXPECT_THAT(
      TestBoundaries().AuthoritiesTouching(Shape::Polygons({inner}).value()),
      ElementsAre("E06000023"));
  const Polygon england = {{{49, -7}, {49, 3}, {56, 3}, {56, -7}}};
  EXPECT_EQ(
      TestBoundaries().AuthoritiesTouching(Shape::Polygons({england}).value()),
      TestBoundaries().authorities());
  const Polygon sea = {{{54, 1}, {54, 2}, {54.5, 2}}};
  EXPECT_THAT(
      TestBoundaries().AuthoritiesTouching(Shape::Polygons({sea}).value()),
      IsEmpty());
}

// But for those that the register itself has elsewhere: two in the bays that
// belong to them, ten in another county.
TEST(Boundaries, HoldTheCentreOfEveryAuthority) {
  std::vector<std::string> elsewhere;
  for (const auto& row : ReadRows(ReadSource(
           "services/authorities/data/england_upper_tier_authorities.csv"))) {
    const Point center = {std::stod(row[8]), std::stod(row[9])};
    if (TestBoundaries().AreasNear(center, 1000).authority != row[0]) {
      elsewhere.push_back(row[2]);
    }
  }
  EXPECT_THAT(
      elsewhere,
      ElementsAre("City of Bristol", "Torbay", "Sefton", "Devon",
                  "Gloucestershire", "Hertfordshire", "Kent", "Lancashire",
                  "Leicestershire", "Oxfordshire", "Suffolk", "Warwickshire"));
}

// What people draw may cross itself and overlap: inside is what Shape says.
TEST(Boundaries, TouchingIsAsTheShapeHasIt) {
  const Ring crossing = {
      {51.30, -2.30}, {51.60, -2.30}, {51.40, -2.70}, {51.50, -2.70}};
  const auto crossed = Shape::Polygons({{crossing}});
  ASSERT_TRUE(crossed.ok()) << crossed.status();
  EXPECT_LT(TestBoundaries().AuthoritiesTouching(*crossed).size(), 10);
  // Two that overlap on all of Bristol.
  const Ring west = {{51.2, -3.2}, {51.2, -2.2}, {51.7, -2.2}, {51.7, -3.2}};
  const Ring east = {{51.2, -3.0}, {51.2, -2.0}, {51.7, -2.0}, {51.7, -3.0}};
  const auto overlapping = Shape::Polygons({{west}, {east}});
  ASSERT_TRUE(overlapping.ok()) << overlapping.status();
  EXPECT_THAT(TestBoundaries().AuthoritiesTouching(*overlapping),
              ::testing::Contains("E06000023"));
}

}  // namespace
}  // namespace localoffer::geography
