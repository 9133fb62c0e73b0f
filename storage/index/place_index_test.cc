#include "storage/index/place_index.h"

#include <random>
#include <vector>

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

  std::mt19937 random_{GetParam()};
  PlaceIndex index_;
};

TEST_P(PlaceIndexOracle, WhatIsNearIsNoFurtherThanTheRadius) {
  for (int round = 0; round < 200; ++round) {
    const geography::Point center = round % 2 == 0 ? Anywhere() : InTown();
    const double radius = round % 10 == 0 ? 500'000 : Between(50, 60'000);
    DocumentSet near(kDocuments);
    index_.AddNear(center, radius, near);
    for (DocumentNumber document = 0; document < kDocuments; ++document) {
      const absl::optional<double> distance =
          index_.DistanceMeters(document, center);
      ASSERT_EQ(near.Contains(document),
                distance.has_value() && *distance <= radius)
          << radius << " " << distance.value_or(-1);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlaceIndexOracle, ::testing::Values(1, 2));

}  // namespace
}  // namespace localoffer
