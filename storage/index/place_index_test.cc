#include "storage/index/place_index.h"

#include <algorithm>
#include <random>
#include <vector>

#include "absl/algorithm/container.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

constexpr DocumentNumber kDocuments = 3'000;

// In the first documents at random, then in few places: whole squares are near.
class PlaceIndexOracle : public ::testing::TestWithParam<unsigned> {
 protected:
  PlaceIndexOracle() {
    for (DocumentNumber document = 0; document < kDocuments; ++document) {
      std::vector<geography::Point> locations;
      for (unsigned i = random_() % 3; i > 0; --i) {
        locations.push_back(document < kDocuments / 2 ? Anywhere() : InTown());
      }
      index_.Add(document, locations, {});
    }
  }

  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  geography::Point Anywhere() { return {Between(50, 55), Between(-5, 1)}; }
  geography::Point InTown() {
    return {Between(51.4, 51.6), Between(-0.3, 0.1)};
  }

  // Often to within metres of a document.
  double RandomRadius(const PlaceIndex::DistancesFrom& distances) {
    switch (random_() % 6) {
      case 0:
        return std::vector<double>{0, 500'000, 9'000'000,
                                   21'000'000}[random_() % 4];
      case 1:
      case 2:
      case 3: {
        const double distance =
            distances.Meters(random_() % kDocuments).value_or(0);
        return std::max(0.0, distance + Between(-2, 2));
      }
      default:
        return Between(50, 200'000);
    }
  }

  std::mt19937 random_{GetParam()};
  PlaceIndex index_;
};

TEST_P(PlaceIndexOracle, WhatIsNearIsNoFurtherThanTheRadius) {
  for (int round = 0; round < 200; ++round) {
    const geography::Point center = round % 2 == 0 ? Anywhere() : InTown();
    const PlaceIndex::DistancesFrom distances(index_, center);
    const double radius = RandomRadius(distances);
    DocumentSet near(kDocuments);
    index_.AddNear(center, radius, near);
    for (DocumentNumber document = 0; document < kDocuments; ++document) {
      const absl::optional<double> distance = distances.Meters(document);
      ASSERT_EQ(near.Contains(document),
                distance.has_value() && *distance <= radius)
          << radius << " " << distance.value_or(-1);
    }
  }
}

// Where longitudes begin again, where they meet, and where degrees are below 0.
TEST_P(PlaceIndexOracle, WhatIsNearIsFoundAnywhereOnEarth) {
  PlaceIndex earth;
  std::vector<geography::Point> points;
  for (DocumentNumber document = 0; document < kDocuments; ++document) {
    const double north =
        std::vector<double>{-89.9, -33, 0, 65, 89.9}[random_() % 5];
    const double east =
        std::vector<double>{-179.9, -70, 0, 179.9}[random_() % 4];
    points.push_back({std::clamp(north + Between(-1, 1), -90.0, 90.0),
                      std::clamp(east + Between(-1, 1), -180.0, 180.0)});
    earth.Add(document, {points.back()}, {});
  }
  for (int round = 0; round < 200; ++round) {
    const geography::Point center = points[random_() % kDocuments];
    const PlaceIndex::DistancesFrom distances(earth, center);
    const double radius = RandomRadius(distances);
    DocumentSet near(kDocuments);
    earth.AddNear(center, radius, near);
    for (DocumentNumber document = 0; document < kDocuments; ++document) {
      const absl::optional<double> distance = distances.Meters(document);
      ASSERT_EQ(near.Contains(document), *distance <= radius)
          << center.latitude << " " << center.longitude << " " << radius << " "
          << *distance;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlaceIndexOracle, ::testing::Values(1, 2));

// Shapes of every kind, with points on both sides of their edges, far and near.
class ShapesOracle : public ::testing::TestWithParam<unsigned> {
 protected:
  double Between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }
  geography::Point Anywhere() { return {Between(52, 53), Between(-2, 0)}; }

  // Few of its corners in a row: it crosses itself as a rule.
  geography::Ring RandomRing() {
    const geography::Point middle = Anywhere();
    const double reach = Between(0.001, 0.5);
    geography::Ring ring(3 + random_() % 10);
    for (geography::Point& corner : ring) {
      corner = {middle.latitude + Between(-reach, reach),
                middle.longitude + Between(-reach, reach)};
    }
    return ring;
  }
  geography::Shape RandomShape() {
    switch (random_() % 4) {
      case 0:
        return *geography::Shape::Circle(Anywhere(), Between(50, 60'000));
      case 1:
        return *geography::Shape::Polygons({{RandomRing(), RandomRing()}});
      case 2:
        return *geography::Shape::Polygons({{RandomRing()}, {RandomRing()}});
      default:
        return *geography::Shape::Polygons({{RandomRing()}});
    }
  }
  // Of a circle just within its edge or just without, of others near a corner.
  geography::Point NearEdge(const geography::Shape& shape) {
    if (!shape.is_circle()) {
      const geography::Ring& ring = shape.polygons().front().front();
      const geography::Point& corner = ring[random_() % ring.size()];
      return {corner.latitude + Between(-1e-4, 1e-4),
              corner.longitude + Between(-1e-4, 1e-4)};
    }
    constexpr double kMetersOfDegree = 111'195;
    const double north =
        (shape.radius_meters() + Between(-20, 20)) / kMetersOfDegree;
    return {shape.center().latitude + north, shape.center().longitude};
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(ShapesOracle, WhatServesAPointHasAShapeThatContainsIt) {
  std::vector<std::vector<geography::Shape>> shapes(500);
  PlaceIndex index;
  for (DocumentNumber document = 0; document < shapes.size(); ++document) {
    std::vector<CoveredShape> covered;
    for (unsigned i = random_() % 3; i > 0; --i) {
      shapes[document].push_back(RandomShape());
      covered.push_back(Cover(shapes[document].back()));
    }
    index.Add(document, {}, covered);
  }
  size_t served = 0;
  for (int round = 0; round < 1'000; ++round) {
    const auto& some = shapes[random_() % shapes.size()];
    const geography::Point point =
        some.empty() || round % 2 == 0 ? Anywhere() : NearEdge(some.front());
    // The last is of a later instant.
    DocumentSet set(shapes.size() - 1);
    index.AddShapesAround(point, set);
    for (DocumentNumber document = 0; document < set.size(); ++document) {
      const bool contains = absl::c_any_of(
          shapes[document], [&point](const geography::Shape& shape) {
            return shape.Contains(point);
          });
      ASSERT_EQ(set.Contains(document), contains)
          << document << ": " << point.latitude << ", " << point.longitude;
      served += contains;
    }
  }
  EXPECT_GT(served, 1'000U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ShapesOracle, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace localoffer
