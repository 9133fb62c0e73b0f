// The table of postcodes, from here.
#ifndef LOCALOFFER_CLIENTS_PLACES_H_
#define LOCALOFFER_CLIENTS_PLACES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "clients/connection.h"

namespace localoffer::client {

// Rows of one request, well below what a message may hold.
inline constexpr int kPostcodesInARequest = 5000;

// Fills the empty request with the next rows; leaves it empty at the end.
using NextPostcodes =
    absl::FunctionRef<absl::Status(v1::ImportPostcodesRequest& request)>;

// Sends rows until there are no more. An error of `next` ends the call and is
// returned. On any error part of the rows may have been written; sending them
// again is safe.
absl::StatusOr<v1::ImportPostcodesResponse> ImportPostcodes(
    Connection& connection, NextPostcodes next);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_PLACES_H_
