#include "storage/geography/area_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::geography {
namespace {

constexpr size_t kLongestName = 200;
constexpr size_t kMostReadings = 24;

constexpr absl::string_view kBefore[] = {
    "all of",
    "all",
    "whole of",
    "across",
    "throughout",
    "anywhere in",
    "within",
    "in",
    "covering",
    "city and county of",
    "london borough of",
    "metropolitan borough of",
    "royal borough of",
    "borough of",
    "city of",
    "county of",
    "council of",
    "district of",
    "county",
    "lb",
    "rb",
    "postcode",
    "postcodes",
};

constexpr absl::string_view kBehind[] = {
    "metropolitan borough council",
    "metropolitan district council",
    "borough council",
    "city council",
    "county council",
    "district council",
    "unitary council",
    "council",
    "corporation",
    "metropolitan borough",
    "metropolitan district",
    "london borough",
    "borough",
    "district",
    "unitary authority",
    "local authority",
    "authority",
    "mbc",
    "mdc",
    "cc",
    "bc",
    "dc",
    "county of",
    "city of",
    "city",
    "county",
    "local offer",
    "local area",
    "area",
    "areas",
    "region",
    "postcodes",
    "postcode",
    "only",
    "wide",
    "uk",
    "of england",
    "england",
};

// Adds `reading` unless it is there.
void Add(absl::string_view reading, std::vector<std::string>& readings) {
  if (reading.empty() || readings.size() >= kMostReadings ||
      std::find(readings.begin(), readings.end(), reading) != readings.end()) {
    return;
  }
  readings.emplace_back(reading);
}

}  // namespace

std::string NormalAreaName(absl::string_view name) {
  const std::string plain = absl::StrReplaceAll(
      name.substr(0, kLongestName), {{"&", " and "},
                                     {"\xE2\x80\x99", ""},   // ’
                                     {"\xE2\x80\x98", ""},   // ‘
                                     {"\xC2\xA0", " "},      // no-break space
                                     {"\xE2\x80\x93", " "},  // –
                                     {"\xE2\x80\x94", " "},  // —
                                     {"'", ""}});
  std::string spaced;
  for (const char c : plain) {
    // Letters beyond ASCII stay as they are.
    const bool is_kept =
        absl::ascii_isalnum(c) || (static_cast<unsigned char>(c) & 0x80) != 0;
    spaced += is_kept ? absl::ascii_tolower(c) : ' ';
  }
  std::string normal;
  for (const absl::string_view word :
       absl::StrSplit(spaced, ' ', absl::SkipEmpty())) {
    if (word == "the") continue;
    absl::StrAppend(&normal, normal.empty() ? "" : " ",
                    word == "saint" ? "st" : word);
  }
  return normal;
}

std::vector<std::string> ReadingsOf(absl::string_view name) {
  std::vector<std::string> readings;
  Add(NormalAreaName(name), readings);
  for (size_t i = 0; i < readings.size(); ++i) {
    // Adding moves the strings.
    const std::string reading = readings[i];
    for (const absl::string_view words : kBehind) {
      absl::string_view left = reading;
      if (absl::ConsumeSuffix(&left, absl::StrCat(" ", words))) {
        Add(left, readings);
      }
    }
    for (const absl::string_view words : kBefore) {
      absl::string_view left = reading;
      if (absl::ConsumePrefix(&left, absl::StrCat(words, " "))) {
        Add(left, readings);
      }
    }
  }
  return readings;
}

}  // namespace localoffer::geography
