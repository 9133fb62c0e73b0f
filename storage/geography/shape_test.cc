#include "storage/geography/shape.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/testing_geography.h"

namespace localoffer::geography {
namespace {

using ::testing::HasSubstr;

constexpr Point kBristol = {51.4545, -2.5879};

Shape Triangle() {
  return Shape::Polygons({{{{51, -2}, {51, -1}, {52, -1.5}}}}).value();
}

TEST(Points, AreValidWithinTheRangesAndPlausibleUnlessTheyAreZero) {
  EXPECT_TRUE(IsValid({90, -180}));
  EXPECT_FALSE(IsValid({90.1, 0}));
  EXPECT_FALSE(IsValid({0, 180.1}));
  EXPECT_FALSE(IsValid({std::nan(""), 0}));
  EXPECT_TRUE(IsValid({0, 0}));
  EXPECT_FALSE(IsPlausible({0, 0}));
  EXPECT_TRUE(IsPlausible({51.5, 0}));
}

TEST(Points, AreAsFarApartAsTheMapSays) {
  // Bristol Temple Meads to London Paddington: 169.9 km as the crow flies.
  EXPECT_NEAR(DistanceMeters({51.4491, -2.5813}, {51.5154, -0.1755}), 166'800,
              1000);
  EXPECT_NEAR(DistanceMeters({51, 0}, {52, 0}), 111'195, 10);
  EXPECT_EQ(DistanceMeters(kBristol, kBristol), 0);
  EXPECT_NEAR(DistanceMeters({0, 0}, {0, 180}), 20'015'000, 1000);
}

TEST(Shapes, RefuseWhatHasNoArea) {
  EXPECT_FALSE(Shape::Circle({91, 0}, 10).ok());
  EXPECT_FALSE(Shape::Circle(kBristol, 0).ok());
  EXPECT_FALSE(Shape::Circle(kBristol, -1).ok());
  EXPECT_FALSE(Shape::Circle(kBristol, std::nan("")).ok());
  EXPECT_FALSE(Shape::Circle(kBristol, 1'000'001).ok());
  EXPECT_FALSE(Shape::Polygons({}).ok());
  EXPECT_FALSE(Shape::Polygons({{}}).ok());
  EXPECT_FALSE(Shape::Polygons({{{{51, 0}, {52, 0}, {51, 0}}}}).ok());
  EXPECT_FALSE(Shape::Polygons({{{{51, 0}, {52, 0}, {91, 0}}}}).ok());
  EXPECT_THAT(Shape::Polygons({{Ring(Shape::kMostVertices + 1, kBristol)}})
                  .status()
                  .message(),
              HasSubstr("20000"));
}

TEST(Shapes, CirclesHoldWhatIsWithinTheRadius) {
  const Shape circle = Shape::Circle(kBristol, 5000).value();
  Chance chance(1);
  for (int i = 0; i < 10'000; ++i) {
    const Point point = {chance.Between(51.38, 51.53),
                         chance.Between(-2.72, -2.45)};
    EXPECT_EQ(circle.Contains(point),
              DistanceMeters(circle.center(), point) <= 5000);
  }
  const Shape polar = Shape::Circle({89.99, 0}, 5000).value();
  EXPECT_TRUE(polar.Contains({89.99, 180}));
}

TEST(Shapes, PolygonsHaveHolesAndParts) {
  const Ring outline = {{51, -2}, {51, -1}, {52, -1}, {52, -2}, {51, -2}};
  const Ring hole = {{51.4, -1.6}, {51.6, -1.6}, {51.6, -1.4}, {51.4, -1.4}};
  const Ring far = {{53, -2}, {53, -1}, {54, -1}};
  const Shape shape = Shape::Polygons({{outline, hole}, {far}}).value();
  EXPECT_TRUE(shape.Contains({51.2, -1.5}));
  EXPECT_FALSE(shape.Contains({51.5, -1.5}));
  EXPECT_TRUE(shape.Contains({53.4, -1.1}));
  EXPECT_FALSE(shape.Contains({52.5, -1.5}));
  EXPECT_EQ(shape.polygons()[0][0].size(), 4u);
}

TEST(Shapes, PartsThatOverlapDoNotCancelOut) {
  const Shape shape =
      Shape::Polygons({{{{51, -2}, {51, -1}, {52, -1}, {52, -2}}},
                       {{{51, -2}, {51, -1}, {52, -1}, {52, -2}}}})
          .value();
  EXPECT_TRUE(shape.Contains({51.5, -1.5}));
}

// A star of random points: it crosses itself.
Shape RandomShape(Chance& chance) {
  const Point middle = chance.AroundEngland();
  if (chance.Whole(0, 3) == 0) {
    return Shape::Circle(middle, chance.Between(10, 100'000)).value();
  }
  const double size = chance.Between(0.001, 2);
  std::vector<Polygon> polygons(static_cast<size_t>(chance.Whole(1, 3)));
  for (Polygon& polygon : polygons) {
    polygon.resize(static_cast<size_t>(chance.Whole(1, 2)));
    for (Ring& ring : polygon) {
      for (int i = chance.Whole(3, 12); i > 0; --i) {
        ring.push_back({middle.latitude + chance.Between(-size, size),
                        middle.longitude + chance.Between(-size, size)});
      }
    }
  }
  return Shape::Polygons(polygons).value();
}

bool IsCovered(const std::vector<uint64_t>& cells, const Point& point) {
  const uint64_t cell = CellOf(point);
  return std::any_of(cells.begin(), cells.end(), [cell](uint64_t ancestor) {
    return CellContains(ancestor, cell);
  });
}

TEST(Shapes, LieWithinTheirCoverings) {
  const uint64_t seed = 99;
  Chance chance(seed);
  int inside = 0;
  for (int i = 0; i < 200; ++i) {
    const Shape shape = RandomShape(chance);
    const std::vector<uint64_t> cells = shape.Covering(8);
    EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end()));
    const Bounds& box = shape.bounds();
    for (int j = 0; j < 200; ++j) {
      const Point point = {chance.Between(box.south, box.north),
                           chance.Between(box.west, box.east)};
      if (!shape.Contains(point)) continue;
      ++inside;
      EXPECT_TRUE(IsCovered(cells, point))
          << "seed " << seed << " shape " << i << " at " << point.latitude
          << ", " << point.longitude;
    }
  }
  EXPECT_GT(inside, 10'000);
}

TEST(Shapes, AreNotCoveredByHalfTheWorld) {
  const std::vector<uint64_t> cells = Triangle().Covering(8);
  EXPECT_LE(cells.size(), 8u);
  EXPECT_FALSE(IsCovered(cells, {54, -1.5}));
  EXPECT_FALSE(IsCovered(cells, {51.5, 1}));
}

// DURABLE: these bytes are on disks.
TEST(Shapes, HaveTheirGoldenBytes) {
  EXPECT_EQ(
      absl::BytesToHexString(Shape::Circle(kBristol, 5000).value().Encode()),
      "08c888893110f7f3bb02188827");
  EXPECT_EQ(absl::BytesToHexString(Triangle().Encode()),
            "22180a160a0880cbd1300080897a120aff91f40180897abf843d");
}

TEST(Shapes, ComeBackFromTheirBytes) {
  Chance chance(5);
  for (int i = 0; i < 200; ++i) {
    const Shape shape = RandomShape(chance);
    const Shape back = Shape::Decode(shape.Encode()).value();
    EXPECT_EQ(back.is_circle(), shape.is_circle());
    EXPECT_EQ(back.center(), shape.center());
    EXPECT_EQ(back.radius_meters(), shape.radius_meters());
    EXPECT_EQ(back.polygons(), shape.polygons());
    EXPECT_EQ(back.Encode(), shape.Encode());
  }
}

TEST(Shapes, DoNotComeFromOtherBytes) {
  EXPECT_EQ(Shape::Decode("").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Shape::Decode("not one").status().code(),
            absl::StatusCode::kDataLoss);
  const std::string bytes = Triangle().Encode();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Shape::Decode(bytes.substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace localoffer::geography
