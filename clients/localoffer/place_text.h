// Places and distances as people type them.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PLACE_TEXT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PLACE_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/place.pb.h"

namespace localoffer::command {

// INVALID_ARGUMENT of both names the flag, what was given and what was wanted.

// A postcode, an outcode, or `latitude,longitude`.
absl::StatusOr<v1::PlaceQuery> PlaceFromText(absl::string_view flag,
                                             absl::string_view text);

// Metres of `40km`, `500m`, `2.5 miles`, `1 mi`: without a unit it is anybody's
// guess.
absl::StatusOr<double> MetersFromText(absl::string_view flag,
                                      absl::string_view text);

// "400 m", "12.3 km".
std::string DistanceText(double meters);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PLACE_TEXT_H_
