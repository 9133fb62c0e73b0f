#include "clients/localoffer/place_text.h"

#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::command {
namespace {

constexpr double kMetersOfMile = 1609.344;

absl::Status Wrong(absl::string_view flag, absl::string_view text,
                   absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(flag, ": \"", text, "\": wanted ", wanted, "."));
}

}  // namespace

absl::StatusOr<v1::PlaceQuery> PlaceFromText(absl::string_view flag,
                                             absl::string_view text) {
  v1::PlaceQuery place;
  if (!absl::StrContains(text, ',')) {
    place.set_postcode(std::string(text));
    return place;
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  double latitude = 0;
  double longitude = 0;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &latitude) ||
      !absl::SimpleAtod(parts[1], &longitude)) {
    return Wrong(flag, text,
                 "a postcode, an outcode, or LATITUDE,LONGITUDE in degrees");
  }
  place.mutable_point()->set_latitude(latitude);
  place.mutable_point()->set_longitude(longitude);
  return place;
}

absl::StatusOr<double> MetersFromText(absl::string_view flag,
                                      absl::string_view text) {
  struct Unit {
    absl::string_view name;
    double meters;
  };
  // "km" and "miles" end in letters that are units themselves: longest first.
  static constexpr Unit kUnits[] = {{"miles", kMetersOfMile},
                                    {"mile", kMetersOfMile},
                                    {"mi", kMetersOfMile},
                                    {"km", 1000},
                                    {"m", 1}};
  const std::string lower = absl::AsciiStrToLower(text);
  for (const Unit& unit : kUnits) {
    absl::string_view number = absl::StripAsciiWhitespace(lower);
    if (!absl::ConsumeSuffix(&number, unit.name)) continue;
    double value = 0;
    if (absl::SimpleAtod(absl::StripAsciiWhitespace(number), &value) &&
        std::isfinite(value) && value > 0) {
      return value * unit.meters;
    }
    break;
  }
  return Wrong(flag, text, "a distance such as 5km, 800m or 3miles");
}

std::string DistanceText(double meters) {
  if (meters < 950) {
    return absl::StrFormat("%.0f m", std::round(meters / 10) * 10);
  }
  return absl::StrFormat("%.1f km", meters / 1000);
}

}  // namespace localoffer::command
