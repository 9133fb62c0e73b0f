#include "services/places/place_query.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::places {
namespace {

// A place, and the field that names it.
struct Named {
  std::string field;
  absl::StatusOr<geography::Place> place;
};

// What the storage layer says of a place is written for callers.
Named Find(absl::string_view field, const v1::PlaceQuery& query,
           const geography::Geography& geography) {
  const geography::Places& places = geography.places();
  switch (query.place_case()) {
    case v1::PlaceQuery::kPostcode:
      return {absl::StrCat(field, ".postcode"),
              places.Resolve(absl::string_view(query.postcode()))};
    case v1::PlaceQuery::kPoint:
      return {absl::StrCat(field, ".point"),
              places.Resolve(geography::Point{query.point().latitude(),
                                              query.point().longitude()})};
    case v1::PlaceQuery::PLACE_NOT_SET:
      break;
  }
  return {std::string(field),
          absl::InvalidArgumentError(
              "wanted a postcode, such as BS1 4DJ, or a point")};
}

}  // namespace

absl::StatusOr<geography::Place> FindPlace(
    absl::string_view field, const v1::PlaceQuery& query,
    const geography::Geography& geography) {
  const Named named = Find(field, query, geography);
  const absl::Status& status = named.place.status();
  if (absl::IsInvalidArgument(status)) {
    return rpc::InvalidField(named.field, status.message());
  }
  if (absl::IsNotFound(status)) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "PLACE_NOT_FOUND",
                            absl::StrCat(named.field, ": ", status.message()));
  }
  return named.place;
}

absl::optional<geography::Place> FindPlace(
    absl::string_view field, const v1::PlaceQuery& query,
    const geography::Geography& geography,
    std::vector<rpc::FieldError>& errors) {
  Named named = Find(field, query, geography);
  if (named.place.ok()) return *std::move(named.place);
  errors.push_back(
      {std::move(named.field), std::string(named.place.status().message())});
  return absl::nullopt;
}

v1::Place ShowPlace(const geography::Place& place,
                    const geography::Gazetteer& gazetteer) {
  v1::Place shown;
  shown.mutable_point()->set_latitude(place.point.latitude);
  shown.mutable_point()->set_longitude(place.point.longitude);
  shown.set_approximate(place.approximate);
  shown.set_nearest_ground(place.nearest_ground);
  shown.set_postcode(place.postcode);
  shown.set_outcode(place.outcode);
  shown.set_authority(place.authority);
  shown.set_authority_title(gazetteer.Title(place.authority));
  shown.set_district(place.district);
  shown.set_district_title(gazetteer.Title(place.district));
  shown.set_integrated_care_board(place.integrated_care_board);
  shown.set_integrated_care_board_title(
      gazetteer.Title(place.integrated_care_board));
  return shown;
}

}  // namespace localoffer::places
