#include "services/places/place_query.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::places {
namespace {

// What the storage layer says of a place is written for callers.
absl::Status ToCaller(absl::string_view field, const absl::Status& status) {
  if (absl::IsInvalidArgument(status)) {
    return rpc::InvalidField(field, status.message());
  }
  if (absl::IsNotFound(status)) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "PLACE_NOT_FOUND",
                            status.message());
  }
  return status;
}

}  // namespace

absl::StatusOr<geography::Place> FindPlace(
    absl::string_view field, const v1::PlaceQuery& query,
    const geography::Geography& geography) {
  absl::StatusOr<geography::Place> place;
  switch (query.place_case()) {
    case v1::PlaceQuery::kPostcode:
      place = geography.places().Resolve(absl::string_view(query.postcode()));
      if (place.ok()) return place;
      return ToCaller(absl::StrCat(field, ".postcode"), place.status());
    case v1::PlaceQuery::kPoint:
      place = geography.places().Resolve(geography::Point{
          query.point().latitude(), query.point().longitude()});
      if (place.ok()) return place;
      return ToCaller(absl::StrCat(field, ".point"), place.status());
    case v1::PlaceQuery::PLACE_NOT_SET:
      break;
  }
  return rpc::InvalidField(field,
                           "wanted a postcode, such as BS1 4DJ, or a point");
}

v1::Place ShowPlace(const geography::Place& place,
                    const geography::Gazetteer& gazetteer) {
  v1::Place shown;
  shown.mutable_point()->set_latitude(place.point.latitude);
  shown.mutable_point()->set_longitude(place.point.longitude);
  shown.set_approximate(place.approximate);
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
