#include "tests/generator/areas.h"

#include <algorithm>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/openreferral/csv_table.h"
#include "tests/generator/data.h"

namespace localoffer::generator {
namespace {

using openreferral::CsvRow;
using openreferral::CsvTable;

// East-west degrees are shorter than north-south ones: at 53° north, 0.6.
constexpr double kEastWest = 0.6;

double Number(const std::string& cell) {
  double number = 0;
  return absl::SimpleAtod(cell, &number) ? number : 0;
}

std::vector<std::string> Items(const std::string& cell) {
  return absl::StrSplit(cell, ';', absl::SkipEmpty());
}

Area AreaOf(const std::vector<std::string>& cells) {
  Area area;
  area.gss = cells[0];
  area.title = cells[1];
  area.latitude = Number(cells[2]);
  area.longitude = Number(cells[3]);
  area.population = static_cast<int64_t>(Number(cells[4]));
  area.icb_code = cells[5];
  area.icb = cells[6];
  area.outcodes = Items(cells[7]);
  area.districts = Items(cells[8]);
  return area;
}

void AddPlaces(std::vector<Area>& areas) {
  absl::flat_hash_map<std::string, size_t> by_gss;
  for (size_t i = 0; i < areas.size(); ++i) by_gss[areas[i].gss] = i;
  CsvTable table(kPlacesCsv);
  CsvRow row;
  table.Next(&row);  // the heading
  while (table.Next(&row)) {
    areas[by_gss.at(row.cells[0])].places.push_back(
        {row.cells[1], Number(row.cells[2]), Number(row.cells[3]),
         row.cells[4]});
  }
}

double SquaredDistance(const Area& a, const Area& b) {
  const double north = a.latitude - b.latitude;
  const double east = (a.longitude - b.longitude) * kEastWest;
  return north * north + east * east;
}

void AddNearest(std::vector<Area>& areas) {
  for (Area& area : areas) {
    area.nearest.resize(areas.size());
    std::iota(area.nearest.begin(), area.nearest.end(), 0);
    std::stable_sort(area.nearest.begin(), area.nearest.end(),
                     [&areas, &area](size_t a, size_t b) {
                       return SquaredDistance(area, areas[a]) <
                              SquaredDistance(area, areas[b]);
                     });
  }
}

}  // namespace

std::vector<Area> EnglishAreas() {
  std::vector<Area> areas;
  CsvTable table(kAreasCsv);
  CsvRow row;
  table.Next(&row);  // the heading
  while (table.Next(&row)) areas.push_back(AreaOf(row.cells));
  std::sort(areas.begin(), areas.end(),
            [](const Area& a, const Area& b) { return a.gss < b.gss; });
  AddPlaces(areas);
  AddNearest(areas);
  return areas;
}

std::vector<size_t> Shares(const std::vector<Area>& areas, size_t entries) {
  const size_t least = entries >= areas.size() ? 1 : 0;
  const uint64_t shared = entries - least * areas.size();
  uint64_t population = 0;
  for (const Area& area : areas) population += area.population;
  population = std::max<uint64_t>(population, 1);
  std::vector<size_t> shares;
  std::vector<std::pair<uint64_t, size_t>> remainders;
  size_t given = 0;
  for (size_t i = 0; i < areas.size(); ++i) {
    const uint64_t product = shared * areas[i].population;
    shares.push_back(least + product / population);
    remainders.emplace_back(product % population, i);
    given += shares.back();
  }
  std::stable_sort(
      remainders.begin(), remainders.end(),
      [](const auto& a, const auto& b) { return a.first > b.first; });
  for (size_t i = 0; given < entries; ++i, ++given) {
    ++shares[remainders[i].second];
  }
  return shares;
}

}  // namespace localoffer::generator
