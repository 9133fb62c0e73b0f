// Editions: lists and comparisons as a whole.
#ifndef LOCALOFFER_CLIENTS_EDITIONS_H_
#define LOCALOFFER_CLIENTS_EDITIONS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/connection.h"

namespace localoffer::client {

// All editions of an authority, in the order of their ids.
absl::StatusOr<v1::ListEditionsResponse> ListEditions(
    Connection& connection, const std::string& authority_name);

// The whole comparison.
absl::StatusOr<v1::CompareEditionsResponse> CompareEditions(
    Connection& connection, const v1::CompareEditionsRequest& request);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_EDITIONS_H_
