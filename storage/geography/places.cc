#include "storage/geography/places.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/geography/postcode.h"
#include "storage/status_macros.h"

namespace localoffer::geography {
namespace {

constexpr size_t kMostQuotedBytes = 40;

// Where no outward code is known, in words that say what to do.
absl::Status NoSuchOutcode(absl::string_view outcode) {
  return absl::NotFoundError(
      absl::StrCat("no postcode begins with ", outcode,
                   "; wanted a postcode such as BS1 4DJ, or its first part"));
}

absl::Status Malformed(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", absl::CHexEscape(text.substr(0, kMostQuotedBytes)),
      "\": wanted a postcode such as BS1 4DJ, or its first part, such as BS1"));
}

}  // namespace

absl::StatusOr<Place> Places::Resolve(absl::string_view text) const {
  Place place;
  std::string sector;
  if (std::optional<std::string> postcode = ParsePostcode(text)) {
    place.postcode = *std::move(postcode);
    place.outcode = OutcodeOf(place.postcode);
    ASSIGN_OR_RETURN(const std::optional<PostcodeRow> row,
                     postcodes_.Find(place.postcode));
    if (row) {
      Locate(*row, place);
      return place;
    }
  } else if (std::optional<std::string> begun = ParseSector(text)) {
    sector = *std::move(begun);
    place.outcode = OutcodeOf(sector);
  } else if (std::optional<std::string> outcode = ParseOutcode(text)) {
    place.outcode = *std::move(outcode);
  } else {
    return Malformed(text);
  }
  const Outcode* outcode = outcodes_.Find(place.outcode);
  if (outcode == nullptr) return NoSuchOutcode(place.outcode);
  LocateOutcode(*outcode, place);
  if (!sector.empty()) place.areas.push_back(SectorId(sector));
  return place;
}

absl::StatusOr<Place> Places::Resolve(const Point& point) const {
  if (!IsValid(point)) {
    return absl::InvalidArgumentError(
        "wanted a latitude from -90 to 90 and a longitude from -180 to 180");
  }
  Place place;
  place.point = point;
  const auto& [outcode, nearest] = outcodes_.Nearest(point);
  // Across a border there is ground that is not England's.
  LookUpBoundaries(nearest.is_in_england ? kMostSnapMeters : 0, place);
  ListAreas(place);
  if (!place.authority.empty()) {
    place.possible_areas.push_back(OutcodeId(outcode));
  }
  return place;
}

void Places::Locate(const PostcodeRow& row, Place& place) const {
  place.point = row.point;
  place.district = row.district;
  place.authority = row.authority;
  place.integrated_care_board = row.integrated_care_board;
  if (place.authority.empty()) {
    place.authority = gazetteer_.AuthorityOf(place.district);
  }
  const Outcode* outcode = outcodes_.Find(place.outcode);
  const bool may_snap = outcode == nullptr || outcode->is_in_england;
  LookUpBoundaries(may_snap ? kMostSnapMeters : 0, place);
  ListAreas(place);
}

void Places::LocateOutcode(const Outcode& outcode, Place& place) const {
  place.point = outcode.point;
  place.approximate = true;
  // The outlines would take a border town's middle for its neighbour's.
  if (outcode.is_in_england) LookUpBoundaries(kMostOutcodeSnapMeters, place);
  ListAreas(place);
}

void Places::LookUpBoundaries(double most_snap_meters, Place& place) const {
  Containing found;
  if (place.authority.empty() || place.integrated_care_board.empty()) {
    found = boundaries_.AreasContaining(place.point);
  }
  const bool is_on_ground =
      !place.authority.empty() || !found.authority.empty();
  if (!is_on_ground && most_snap_meters > 0) {
    found = boundaries_.AreasNear(place.point, most_snap_meters);
    place.nearest_ground = !found.authority.empty();
  }
  if (place.authority.empty()) place.authority = found.authority;
  // A board alone is the other side of a border that outlines cut short.
  if (place.integrated_care_board.empty() && !place.authority.empty()) {
    place.integrated_care_board =
        found.integrated_care_board.empty()
            ? boundaries_.AreasNear(place.point, kMostSnapMeters)
                  .integrated_care_board
            : found.integrated_care_board;
  }
  if (place.district.empty() && !place.authority.empty() &&
      !Gazetteer::HasDistricts(place.authority)) {
    place.district = place.authority;
  }
}

void Places::ListAreas(Place& place) const {
  const auto add = [&place](std::string area) {
    if (area.empty() || std::find(place.areas.begin(), place.areas.end(),
                                  area) != place.areas.end()) {
      return;
    }
    place.areas.push_back(std::move(area));
  };
  if (!place.authority.empty()) {
    add(std::string(kEngland));
    add(gazetteer_.RegionOf(place.authority));
    add(place.authority);
    add(place.district);
    add(place.integrated_care_board);
    if (place.district.empty()) {
      place.possible_areas = gazetteer_.DistrictsOf(place.authority);
    }
  }
  if (!place.outcode.empty()) add(OutcodeId(place.outcode));
  if (!place.postcode.empty()) {
    add(SectorId(SectorOf(place.postcode)));
    add(PostcodeId(place.postcode));
  }
}

}  // namespace localoffer::geography
