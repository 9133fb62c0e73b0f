#include "clients/postcode_columns.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace localoffer::client {
namespace {

constexpr int kCodePointColumns = 10;

// Whether a heading is `name`, perhaps with an edition: lad, lad25cd.
bool IsNamed(absl::string_view heading, absl::string_view name) {
  if (!absl::ConsumePrefix(&heading, name)) return false;
  if (heading.empty()) return true;
  const bool is_year = heading.size() >= 2 && absl::ascii_isdigit(heading[0]) &&
                       absl::ascii_isdigit(heading[1]);
  return is_year && (heading.size() == 2 || heading.substr(2) == "cd");
}

// The first heading that has one of the names, the names in their order.
int Find(const std::vector<std::string>& headings,
         std::initializer_list<absl::string_view> names) {
  for (const absl::string_view name : names) {
    for (size_t i = 0; i < headings.size(); ++i) {
      if (IsNamed(headings[i], name)) return static_cast<int>(i);
    }
  }
  return -1;
}

bool IsNumber(const std::string& cell) {
  double number = 0;
  return absl::SimpleAtod(cell, &number);
}

absl::optional<PostcodeColumns> OnsColumns(
    const std::vector<std::string>& headings) {
  PostcodeColumns columns;
  columns.layout = PostcodeLayout::kOnsPostcodeDirectory;
  columns.postcode = Find(headings, {"pcds", "pcd", "pcd2", "pcd7", "pcd8"});
  columns.latitude = Find(headings, {"lat"});
  columns.longitude = Find(headings, {"long", "lon"});
  columns.district = Find(headings, {"oslaua", "laua", "lad"});
  columns.authority = Find(headings, {"oscty", "cty"});
  columns.care_board = Find(headings, {"icb"});
  columns.country = Find(headings, {"ctry"});
  columns.end_date = Find(headings, {"doterm"});
  if (columns.postcode < 0 || columns.latitude < 0 || columns.longitude < 0) {
    return absl::nullopt;
  }
  return columns;
}

absl::optional<PostcodeColumns> PlainColumns(
    const std::vector<std::string>& headings) {
  PostcodeColumns columns;
  columns.postcode = Find(headings, {"postcode"});
  columns.latitude = Find(headings, {"lat", "latitude"});
  columns.longitude = Find(headings, {"lon", "lng", "long", "longitude"});
  columns.district = Find(headings, {"district", "district_code"});
  columns.authority = Find(headings, {"county_or_ua", "authority"});
  columns.care_board = Find(headings, {"icb", "integrated_care_board"});
  columns.country = Find(headings, {"country_code"});
  if (columns.postcode < 0 || columns.latitude < 0 || columns.longitude < 0) {
    return absl::nullopt;
  }
  return columns;
}

// Postcode, quality, easting, northing, country, two of the NHS, county,
// district, ward.
absl::optional<PostcodeColumns> CodePointColumns(
    const std::vector<std::string>& cells) {
  if (cells.size() != kCodePointColumns || !IsNumber(cells[1]) ||
      !IsNumber(cells[2]) || !IsNumber(cells[3])) {
    return absl::nullopt;
  }
  PostcodeColumns columns;
  columns.layout = PostcodeLayout::kCodePointOpen;
  columns.postcode = 0;
  columns.easting = 2;
  columns.northing = 3;
  columns.country = 4;
  columns.authority = 7;
  columns.district = 8;
  return columns;
}

}  // namespace

absl::string_view LayoutName(PostcodeLayout layout) {
  switch (layout) {
    case PostcodeLayout::kCodePointOpen:
      return "OS Code-Point Open";
    case PostcodeLayout::kOnsPostcodeDirectory:
      return "ONS Postcode Directory";
    case PostcodeLayout::kPlain:
      return "plain table";
  }
  return "";
}

absl::optional<PostcodeColumns> ColumnsOf(
    const std::vector<std::string>& first_line) {
  std::vector<std::string> headings = first_line;
  for (std::string& heading : headings) {
    absl::AsciiStrToLower(&heading);
  }
  absl::optional<PostcodeColumns> columns = OnsColumns(headings);
  if (!columns) columns = PlainColumns(headings);
  if (!columns) columns = CodePointColumns(first_line);
  if (columns) columns->count = static_cast<int>(first_line.size());
  return columns;
}

std::vector<std::string> CellsOf(absl::string_view line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool is_doubled = i + 1 < line.size() && line[i + 1] == '"';
    if (line[i] == '"' && is_quoted && is_doubled) {
      cells.back() += line[++i];
    } else if (line[i] == '"') {
      is_quoted = !is_quoted;
    } else if (line[i] == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
  return cells;
}

}  // namespace localoffer::client
