#include "storage/geography/outcodes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/types/optional.h"
#include "storage/geography/national_grid.h"
#include "storage/geography/rows.h"

namespace localoffer::geography {

// Made from data/ by the build.
extern const absl::string_view kOutcodesCsv;

namespace {

// Columns of the file.
enum Column {
  kOutcode = 0,
  kEasting = 1,
  kNorthing = 2,
  kLatitude = 3,
  kLongitude = 4,
  kCountryCode = 8,
};

// In Flintshire, whatever the file says: it has them in England.
bool IsInFlintshire(absl::string_view outcode) {
  return outcode == "CH5" || outcode == "CH6" || outcode == "CH7" ||
         outcode == "CH8";
}

// The file's latitudes and longitudes are of OSGB 36, up to 140 m from where
// WGS 84 has them, and E20's longitude is of another place: in Great Britain
// its eastings and northings count.
absl::optional<Point> MiddleOf(const std::vector<std::string>& row,
                               NationalGrid& grid) {
  const bool is_on_grid = row[kCountryCode] == "ENG" ||
                          row[kCountryCode] == "SCT" ||
                          row[kCountryCode] == "WLS";
  double first = 0;
  double second = 0;
  if (!absl::SimpleAtod(row[is_on_grid ? kEasting : kLatitude], &first) ||
      !absl::SimpleAtod(row[is_on_grid ? kNorthing : kLongitude], &second)) {
    return absl::nullopt;
  }
  return is_on_grid ? grid.ToWgs84(first, second) : Point{first, second};
}

}  // namespace

std::unique_ptr<const Outcodes> Outcodes::Load() {
  std::unique_ptr<Outcodes> outcodes(new Outcodes());
  NationalGrid grid;
  for (const std::vector<std::string>& row : ReadRows(kOutcodesCsv)) {
    const absl::optional<Point> middle = MiddleOf(row, grid);
    if (!middle.has_value()) continue;
    Outcode outcode;
    outcode.point = *middle;
    outcode.is_in_england =
        row[kCountryCode] == "ENG" && !IsInFlintshire(row[kOutcode]);
    outcodes->outcodes_.emplace(row[kOutcode], outcode);
  }
  for (const Entry& entry : outcodes->outcodes_) {
    outcodes->by_latitude_.push_back(&entry);
  }
  std::stable_sort(outcodes->by_latitude_.begin(), outcodes->by_latitude_.end(),
                   [](const Entry* a, const Entry* b) {
                     return a->second.point.latitude < b->second.point.latitude;
                   });
  return outcodes;
}

const Outcode* Outcodes::Find(absl::string_view outcode) const {
  const auto found = outcodes_.find(outcode);
  return found == outcodes_.end() ? nullptr : &found->second;
}

std::vector<std::string> Outcodes::InPostcodeArea(
    absl::string_view letters) const {
  std::vector<std::string> found;
  for (auto at = outcodes_.lower_bound(letters); at != outcodes_.end(); ++at) {
    const absl::string_view name = at->first;
    if (name.substr(0, letters.size()) != letters) break;
    if (absl::ascii_isdigit(name[letters.size()])) found.push_back(at->first);
  }
  return found;
}

const std::pair<const std::string, Outcode>& Outcodes::Nearest(
    const Point& point) const {
  // On a plane: good enough to tell one outcode from the next.
  const double narrowing = std::cos(point.latitude * std::numbers::pi / 180);
  const Entry* nearest = by_latitude_.front();
  double least = std::numeric_limits<double>::infinity();
  // False when it and those beyond it are further north or south than the
  // nearest is away.
  const auto consider = [&](const Entry& entry) {
    const Point& middle = entry.second.point;
    const double north = middle.latitude - point.latitude;
    if (north * north > least) return false;
    const double east = (middle.longitude - point.longitude) * narrowing;
    const double square = north * north + east * east;
    if (square < least || (square == least && entry.first < nearest->first)) {
      least = square;
      nearest = &entry;
    }
    return true;
  };
  const auto middle =
      std::lower_bound(by_latitude_.begin(), by_latitude_.end(), point.latitude,
                       [](const Entry* entry, double latitude) {
                         return entry->second.point.latitude < latitude;
                       });
  for (auto at = middle; at != by_latitude_.end() && consider(**at); ++at) {
  }
  for (auto at = middle; at != by_latitude_.begin() && consider(**(at - 1));
       --at) {
  }
  return *nearest;
}

}  // namespace localoffer::geography
