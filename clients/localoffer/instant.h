// Dates and times as people write and read them: ISO 8601, UTC.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_INSTANT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_INSTANT_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::command {

// `2025-09-01` (its beginning) or an RFC 3339 time such as
// `2025-09-01T12:00:00Z`. INVALID_ARGUMENT names `flag`.
absl::StatusOr<google::protobuf::Timestamp> ParseInstant(
    absl::string_view text, absl::string_view flag);

// `2025-09-01`.
std::string DateOf(const google::protobuf::Timestamp& time);

// `2025-09-01T12:00:00Z`.
std::string TimeOf(const google::protobuf::Timestamp& time);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_INSTANT_H_
