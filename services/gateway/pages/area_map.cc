#include "services/gateway/pages/area_map.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace localoffer::gateway::pages {
namespace {

// Around England.
constexpr double kWest = -6.5;
constexpr double kNorth = 55.9;
constexpr double kUnitsOfDegree = 170;
// Of a degree of longitude, at the middle of England.
constexpr double kShrink = 0.6;
constexpr int kMargin = 12;
constexpr int kInsetMargin = 2;
// London's boroughs; and how high a map is on which they are too small.
constexpr absl::string_view kLondon = "E09";
constexpr int kWide = 400;

using Spot = std::pair<int, int>;

Spot SpotOf(const geography::Point& point) {
  return {static_cast<int>(std::lround((point.longitude - kWest) * kShrink *
                                       kUnitsOfDegree)),
          static_cast<int>(
              std::lround((kNorth - point.latitude) * kUnitsOfDegree))};
}

// Without points that fall together.
std::vector<Spot> SpotsOf(const geography::Ring& ring) {
  std::vector<Spot> spots;
  for (const geography::Point& point : ring) {
    const Spot spot = SpotOf(point);
    if (spots.empty() || spots.back() != spot) spots.push_back(spot);
  }
  if (spots.size() > 1 && spots.front() == spots.back()) spots.pop_back();
  return spots;
}

void AppendRing(const std::vector<Spot>& spots, std::string& path) {
  Spot from = spots.front();
  absl::StrAppend(&path, "M", from.first, " ", from.second, "l");
  absl::string_view separator;
  for (size_t i = 1; i < spots.size(); ++i) {
    absl::StrAppend(&path, separator, spots[i].first - from.first, " ",
                    spots[i].second - from.second);
    separator = " ";
    from = spots[i];
  }
  absl::StrAppend(&path, "z");
}

}  // namespace

void AreaMap::Box::Include(int x, int y) {
  west = std::min(west, x);
  east = std::max(east, x);
  north = std::min(north, y);
  south = std::max(south, y);
}

void AreaMap::Box::Include(const Box& other) {
  Include(other.west, other.north);
  Include(other.east, other.south);
}

void AreaMap::Box::Widen(int margin) {
  Include(west - margin, north - margin);
  Include(east + margin, south + margin);
}

std::string AreaMap::Box::ToView() const {
  return absl::StrCat(west, " ", north, " ", east - west, " ", south - north);
}

bool AreaMap::Box::Meets(const Box& other) const {
  return west <= other.east && other.west <= east && north <= other.south &&
         other.north <= south;
}

AreaMap::AreaMap(const geography::Boundaries& boundaries) {
  for (const std::string& authority : boundaries.authorities()) {
    Area area = AreaOf(boundaries.OutlinesOf(authority));
    if (!area.path.empty()) areas_.emplace(authority, std::move(area));
  }
}

AreaMap::Area AreaMap::AreaOf(const std::vector<geography::Polygon>& polygons) {
  Area area;
  for (const geography::Polygon& polygon : polygons) {
    for (const geography::Ring& ring : polygon) {
      const std::vector<Spot> spots = SpotsOf(ring);
      // A rock.
      if (spots.size() < 3) continue;
      if (area.path.empty()) {
        area.box = {spots[0].first, spots[0].second, spots[0].first,
                    spots[0].second};
      }
      for (const auto& [x, y] : spots) area.box.Include(x, y);
      AppendRing(spots, area.path);
    }
  }
  return area;
}

std::optional<AreaMap::Box> AreaMap::BoxOf(const Looks& looks,
                                           absl::string_view prefix) const {
  std::optional<Box> box;
  for (const auto& [authority, look] : looks) {
    if (!absl::StartsWith(authority, prefix)) continue;
    const auto area = areas_.find(authority);
    if (area == areas_.end()) continue;
    if (!box) box = area->second.box;
    box->Include(area->second.box);
  }
  return box;
}

void AreaMap::Draw(const Looks& looks,
                   ctemplate::TemplateDictionary& values) const {
  std::optional<Box> shown = BoxOf(looks, "");
  if (!shown) return;
  shown->Widen(kMargin);
  ctemplate::TemplateDictionary& map = *values.AddSectionDictionary("MAP");
  map.SetValue("VIEW", shown->ToView());
  const auto draw = [&](const Area& area, const Look& look) {
    ctemplate::TemplateDictionary& drawn = *map.AddSectionDictionary("AREA");
    drawn.SetValue("PATH", area.path);
    drawn.SetValue("CLASS", look.style);
    if (!look.title.empty()) {
      drawn.AddSectionDictionary("NAMED")->SetValue("TEXT", look.title);
    }
  };
  bool has_others = false;
  for (const auto& [authority, area] : areas_) {
    if (!looks.contains(authority) && shown->Meets(area.box)) {
      draw(area, {"lo-map-other", ""});
      has_others = true;
    }
  }
  if (has_others) map.ShowSection("OTHERS");
  // Their edges over those of the others.
  for (const auto& [authority, look] : looks) {
    const auto area = areas_.find(authority);
    if (area != areas_.end()) draw(area->second, look);
  }
  std::optional<Box> london = BoxOf(looks, kLondon);
  if (!london || shown->south - shown->north < kWide) return;
  london->Widen(kInsetMargin);
  map.AddSectionDictionary("INSET")->SetValue("VIEW", london->ToView());
}

}  // namespace localoffer::gateway::pages
