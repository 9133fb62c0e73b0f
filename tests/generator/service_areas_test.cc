// Whether the product understands where generated services serve and are.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/outcodes.h"
#include "storage/geography/service_area.h"
#include "tests/generator/generator.h"

namespace localoffer::generator {
namespace {

using ::testing::IsEmpty;

TEST(ServiceAreas, AreUnderstoodInEveryFormInWhichTheyAreDeclared) {
  const auto boundaries = geography::Boundaries::Load();
  const auto outcodes = geography::Outcodes::Load();
  const auto gazetteer = geography::Gazetteer::Load(*boundaries, *outcodes);
  GeneratorOptions options;
  options.seed = 31;
  options.entries = 5000;
  const Generator generator(options);
  size_t with_areas = 0;
  size_t with_shapes = 0;
  size_t with_points = 0;
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachEntry(authority, [&](const GeneratedEntry& generated) {
      const v1::Service& service = generated.entry.service();
      const geography::ServiceAreas areas =
          geography::ServiceAreasOf(*gazetteer, service);
      EXPECT_THAT(areas.unrecognised, IsEmpty())
          << service.service_areas(0).DebugString();
      EXPECT_EQ(areas.empty(), service.service_areas().empty())
          << service.DebugString();
      with_areas += areas.areas.empty() ? 0 : 1;
      with_shapes += areas.shapes.empty() ? 0 : 1;
      with_points +=
          geography::LocationsOf(service, /*places=*/nullptr).empty() ? 0 : 1;
    });
  }
  EXPECT_GT(with_areas, options.entries * 70 / 100);
  EXPECT_GT(with_shapes, options.entries * 6 / 100);
  EXPECT_GT(with_points, options.entries * 55 / 100);
}

}  // namespace
}  // namespace localoffer::generator
