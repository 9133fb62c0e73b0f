// A map of authorities, as SVG.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "ctemplate/template_dictionary.h"
#include "storage/geography/boundaries.h"

namespace localoffer::gateway::pages {

// Drawn from the boundaries that ship with the product, in units of about 650
// metres, which is what they are good for. Made once; then thread-safe.
class AreaMap {
 public:
  explicit AreaMap(const geography::Boundaries& boundaries);

  // Authority ids with the CSS class in which each is drawn.
  using Classes = std::map<std::string, std::string, std::less<>>;

  // Fills a section `MAP` with these authorities, and around them, as far as
  // the map reaches, the others. Nothing when none of them has an outline.
  void Draw(const Classes& classes,
            ctemplate::TemplateDictionary& values) const;

 private:
  // Units east and south of the north-west corner.
  struct Box {
    int west = 0;
    int north = 0;
    int east = 0;
    int south = 0;

    void Include(int x, int y);
    void Include(const Box& other);
    bool Meets(const Box& other) const;
  };
  struct Area {
    // Of an SVG path.
    std::string path;
    Box box;
  };

  static Area AreaOf(const std::vector<geography::Polygon>& polygons);

  std::map<std::string, Area, std::less<>> areas_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_
