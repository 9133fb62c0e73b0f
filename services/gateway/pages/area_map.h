// A map of authorities, as SVG.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ctemplate/template_dictionary.h"
#include "storage/geography/boundaries.h"

namespace localoffer::gateway::pages {

// Drawn from the boundaries that ship with the product, in units of about 650
// metres, which is what they are good for. Made once; then thread-safe.
class AreaMap {
 public:
  explicit AreaMap(const geography::Boundaries& boundaries);

  struct Look {
    // Its CSS class, which is the id of the pattern that fills it, too: see
    // templates/_map.html.
    std::string style;
    // What pointing at it shows.
    std::string title;
  };
  // By authority id.
  using Looks = std::map<std::string, Look, std::less<>>;

  // Fills a section `MAP` with these authorities, and around them, as far as
  // the map reaches, the others. Nothing when none of them has an outline. On
  // a map on which London's boroughs are too small to be told apart, a section
  // `INSET` shows them again.
  void Draw(const Looks& looks, ctemplate::TemplateDictionary& values) const;

 private:
  // Units east and south of the north-west corner.
  struct Box {
    int west = 0;
    int north = 0;
    int east = 0;
    int south = 0;

    void Include(int x, int y);
    void Include(const Box& other);
    void Widen(int margin);
    bool Meets(const Box& other) const;
    // Of an SVG viewBox.
    std::string ToView() const;
  };
  struct Area {
    // Of an SVG path.
    std::string path;
    Box box;
  };

  static Area AreaOf(const std::vector<geography::Polygon>& polygons);
  // Around those of them that begin so; nothing where none has an outline.
  std::optional<Box> BoxOf(const Looks& looks, absl::string_view prefix) const;

  std::map<std::string, Area, std::less<>> areas_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_AREA_MAP_H_
