#include "services/gateway/pages/area_map.h"

#include "ctemplate/template.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Drawn(const AreaMap::Looks& looks) {
  static const auto& boundaries = *geography::Boundaries::Load().release();
  static const AreaMap& map = *new AreaMap(boundaries);
  ctemplate::TemplateDictionary values("t");
  map.Draw(looks, values);
  std::string drawn;
  ctemplate::StringToTemplateCache(
      "map",
      "{{#MAP}}{{VIEW}}{{#AREA}};{{CLASS}} {{PATH}}{{#NAMED}}"
      "({{TEXT}}){{/NAMED}}{{/AREA}}{{#INSET}}!{{VIEW}}{{/INSET}}"
      "{{#OTHERS}}and others{{/OTHERS}}{{/MAP}}",
      ctemplate::DO_NOT_STRIP);
  ctemplate::ExpandTemplate("map", ctemplate::DO_NOT_STRIP, &values, &drawn);
  return drawn;
}

TEST(AreaMap, DrawsAnAuthorityAmongItsNeighbours) {
  const std::string drawn =
      Drawn({{"E06000023", {"lo-map-listed", "Bristol: Listed"}}});
  EXPECT_THAT(drawn, HasSubstr(";lo-map-listed M"));
  EXPECT_THAT(drawn, HasSubstr("z(Bristol: Listed)"));
  EXPECT_THAT(drawn, HasSubstr(";lo-map-other M"));
  EXPECT_THAT(drawn, HasSubstr("and others"));
  EXPECT_THAT(drawn, Not(HasSubstr("!")));
  // Around Bristol, not all of England.
  EXPECT_LT(drawn.size(), 10'000);
}

TEST(AreaMap, HasNothingWithoutAnOutline) {
  EXPECT_EQ(Drawn({{"E99999999", {"lo-map-listed", ""}}}), "");
}

TEST(AreaMap, OfAllEnglandIsSmall) {
  const auto boundaries = geography::Boundaries::Load();
  AreaMap::Looks looks;
  for (const std::string& authority : boundaries->authorities()) {
    looks[authority] = {"lo-map-none", ""};
  }
  const std::string drawn = Drawn(looks);
  EXPECT_THAT(drawn, Not(HasSubstr("lo-map-other")));
  EXPECT_THAT(drawn, Not(HasSubstr("and others")));
  EXPECT_LT(drawn.size(), 60'000);
  // London once more.
  EXPECT_THAT(drawn, HasSubstr("!"));
}

}  // namespace
}  // namespace localoffer::gateway::pages
