#include "storage/geography/outcodes.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "storage/geography/rows.h"

namespace localoffer::geography {

// Made from data/ by the build.
extern const absl::string_view kOutcodesCsv;

namespace {

// Columns of the file.
enum Column {
  kOutcode = 0,
  kLatitude = 3,
  kLongitude = 4,
  kCountryCode = 8,
};

// In Flintshire, whatever the file says: it has them in England.
bool IsInFlintshire(absl::string_view outcode) {
  return outcode == "CH5" || outcode == "CH6" || outcode == "CH7" ||
         outcode == "CH8";
}

// Of the Olympic Park the file has two middles, by easting and northing and by
// latitude and longitude, 6.8 km apart; the first is right.
constexpr absl::string_view kOlympicPark = "E20";
constexpr Point kMiddleOfOlympicPark = {51.5419, -0.0048};

}  // namespace

std::unique_ptr<const Outcodes> Outcodes::Load() {
  std::unique_ptr<Outcodes> outcodes(new Outcodes());
  for (const std::vector<std::string>& row : ReadRows(kOutcodesCsv)) {
    Outcode outcode;
    if (!absl::SimpleAtod(row[kLatitude], &outcode.point.latitude) ||
        !absl::SimpleAtod(row[kLongitude], &outcode.point.longitude)) {
      continue;
    }
    if (row[kOutcode] == kOlympicPark) outcode.point = kMiddleOfOlympicPark;
    outcode.is_in_england =
        row[kCountryCode] == "ENG" && !IsInFlintshire(row[kOutcode]);
    outcodes->outcodes_.emplace(row[kOutcode], std::move(outcode));
  }
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

const Outcode& Outcodes::Nearest(const Point& point) const {
  // On a plane: good enough to tell one outcode from the next.
  const double narrowing = std::cos(point.latitude * std::numbers::pi / 180);
  const Outcode* nearest = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [name, outcode] : outcodes_) {
    const double north = outcode.point.latitude - point.latitude;
    const double east = (outcode.point.longitude - point.longitude) * narrowing;
    const double square = north * north + east * east;
    if (square >= least) continue;
    least = square;
    nearest = &outcode;
  }
  return *nearest;
}

}  // namespace localoffer::geography
