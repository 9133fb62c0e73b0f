// Places as the API has them.
#ifndef LOCALOFFER_SERVICES_PLACES_PLACE_QUERY_H_
#define LOCALOFFER_SERVICES_PLACES_PLACE_QUERY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "localoffer/v1/place.pb.h"
#include "services/rpc/error.h"
#include "storage/geography/geography.h"

namespace localoffer::places {

// The place that `query`, the request's field `field`, names. The message says
// which field is at fault, and what was wanted.
//   INVALID_ARGUMENT  it names none, or has not the form of one
//   NOT_FOUND         PLACE_NOT_FOUND: no postcode begins like that
absl::StatusOr<geography::Place> FindPlace(
    absl::string_view field, const v1::PlaceQuery& query,
    const geography::Geography& geography);

// The same for requests that are told all that is wrong with them at once: adds
// to `errors` when there is no such place.
absl::optional<geography::Place> FindPlace(
    absl::string_view field, const v1::PlaceQuery& query,
    const geography::Geography& geography,
    std::vector<rpc::FieldError>& errors);

// As callers see it, with the names of its areas.
v1::Place ShowPlace(const geography::Place& place,
                    const geography::Gazetteer& gazetteer);

}  // namespace localoffer::places

#endif  // LOCALOFFER_SERVICES_PLACES_PLACE_QUERY_H_
