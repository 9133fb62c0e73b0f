#include "services/places/postcode_import.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/entry/excerpt.h"
#include "services/rpc/error.h"
#include "storage/geography/postcode.h"
#include "storage/status_macros.h"

namespace localoffer::places {
namespace {

using geography::Gazetteer;

constexpr size_t kMostNameBytes = 100;

// The British Isles. What lies outside has its coordinates in another order,
// in another system, or has none (99.999999).
bool IsAroundUnitedKingdom(const geography::Point& point) {
  return point.latitude >= 49 && point.latitude <= 61.5 &&
         point.longitude >= -9 && point.longitude <= 2.5;
}

bool IsOnGrid(const v1::GridPoint& point) {
  constexpr double kWidthMeters = 700'000;
  constexpr double kHeightMeters = 1'300'000;
  return point.easting() >= 0 && point.easting() <= kWidthMeters &&
         point.northing() >= 0 && point.northing() <= kHeightMeters;
}

v1::Violation MakeViolation(const v1::PostcodeRow& row, absl::string_view field,
                            absl::string_view value, absl::string_view wanted,
                            absl::string_view reason) {
  v1::Violation violation;
  violation.mutable_position()->set_record(row.line());
  violation.set_title(entry::Excerpt(row.postcode()));
  violation.set_field(std::string(field));
  violation.set_value(entry::Excerpt(value));
  violation.set_wanted(std::string(wanted));
  violation.set_reason(std::string(reason));
  return violation;
}

v1::Violation OffTheGrid(const v1::PostcodeRow& row) {
  return MakeViolation(row, "grid_point",
                       absl::StrFormat("%.0f, %.0f", row.grid_point().easting(),
                                       row.grid_point().northing()),
                       "an easting from 0 to 700000 and a northing from 0 to "
                       "1300000",
                       "POINT_NOT_ON_NATIONAL_GRID");
}

// A field that names an area.
struct AreaField {
  absl::string_view name;
  const std::string& text;
  bool (*is_kind)(const Gazetteer& gazetteer, absl::string_view area);
};

bool IsDistrict(const Gazetteer& gazetteer, absl::string_view area) {
  return !gazetteer.AuthorityOf(area).empty() && !Gazetteer::HasDistricts(area);
}

bool IsAuthority(const Gazetteer& gazetteer, absl::string_view area) {
  return gazetteer.AuthorityOf(area) == area;
}

bool IsCareBoard(const Gazetteer& gazetteer, absl::string_view area) {
  return absl::StartsWith(area, "E54");
}

}  // namespace

absl::Status PostcodeImport::Add(const v1::ImportPostcodesRequest& request) {
  if (request.rows().empty() || request.rows_size() > kMostRows) {
    return rpc::InvalidField("rows",
                             absl::StrCat("wanted 1 to ", kMostRows, " rows"));
  }
  std::vector<geography::PostcodeRow> rows;
  rows.reserve(static_cast<size_t>(request.rows_size()));
  for (const v1::PostcodeRow& row : request.rows()) Check(row, rows);
  if (rows.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(geography_.postcodes().Write(rows));
  report_.set_written_rows(report_.written_rows() +
                           static_cast<int64_t>(rows.size()));
  return absl::OkStatus();
}

void PostcodeImport::Check(const v1::PostcodeRow& row,
                           std::vector<geography::PostcodeRow>& rows) {
  const Gazetteer& gazetteer = geography_.gazetteer();
  std::vector<v1::Violation> violations;
  geography::PostcodeRow kept;
  if (std::optional<std::string> postcode =
          geography::ParsePostcode(row.postcode())) {
    kept.postcode = *std::move(postcode);
  } else {
    violations.push_back(MakeViolation(row, "postcode", row.postcode(),
                                       "a postcode such as BS1 4DJ",
                                       "POSTCODE_MALFORMED"));
  }
  kept.point = PointOf(row);
  if (row.has_grid_point() && !IsOnGrid(row.grid_point())) {
    violations.push_back(OffTheGrid(row));
  } else if (!IsAroundUnitedKingdom(kept.point)) {
    violations.push_back(MakeViolation(
        row, row.has_grid_point() ? "grid_point" : "point",
        absl::StrCat(kept.point.latitude, ", ", kept.point.longitude),
        "a latitude from 49 to 61.5 and a longitude from -9 to 2.5",
        "POINT_NOT_IN_UNITED_KINGDOM"));
  }
  bool is_unknown = false;
  const auto check_area = [&](const AreaField& field, std::string& code) {
    if (field.text.empty()) return;
    if (field.text.size() > kMostNameBytes) {
      violations.push_back(MakeViolation(row, field.name, field.text,
                                         "a GSS code or a name of at most 100 "
                                         "bytes",
                                         "AREA_MALFORMED"));
      return;
    }
    std::optional<std::string> area = gazetteer.FindArea(field.text);
    if (area && field.is_kind(gazetteer, *area)) {
      code = *std::move(area);
    } else {
      is_unknown = true;
    }
  };
  check_area({"district", row.district(), &IsDistrict}, kept.district);
  check_area({"authority", row.authority(), &IsAuthority}, kept.authority);
  check_area(
      {"integrated_care_board", row.integrated_care_board(), &IsCareBoard},
      kept.integrated_care_board);
  if (!violations.empty()) {
    Refuse(violations);
    return;
  }
  // The smaller area knows best.
  if (!kept.district.empty()) {
    kept.authority = gazetteer.AuthorityOf(kept.district);
  }
  if (is_unknown) {
    report_.set_rows_with_unknown_areas(report_.rows_with_unknown_areas() + 1);
  }
  rows.push_back(std::move(kept));
}

geography::Point PostcodeImport::PointOf(const v1::PostcodeRow& row) {
  if (!row.has_grid_point()) {
    return {row.point().latitude(), row.point().longitude()};
  }
  return grid_.ToWgs84(row.grid_point().easting(), row.grid_point().northing());
}

void PostcodeImport::Refuse(const std::vector<v1::Violation>& violations) {
  report_.set_refused_rows(report_.refused_rows() + 1);
  for (const v1::Violation& violation : violations) {
    if (report_.violations_size() >= kMostViolations) return;
    *report_.add_violations() = violation;
  }
}

absl::StatusOr<v1::ImportPostcodesResponse> PostcodeImport::Report() const {
  v1::ImportPostcodesResponse report = report_;
  ASSIGN_OR_RETURN(const int64_t count, geography_.postcodes().Count());
  report.set_postcode_count(count);
  return report;
}

}  // namespace localoffer::places
