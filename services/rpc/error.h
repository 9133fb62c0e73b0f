// Errors meant for a caller: code, reason, message, particulars.
#ifndef LOCALOFFER_SERVICES_RPC_ERROR_H_
#define LOCALOFFER_SERVICES_RPC_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/v1/errors.pb.h"

namespace localoffer::rpc {

// The details of an error, on the wire and as payloads of an absl::Status.
inline constexpr char kErrorInfoUrl[] =
    "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr char kBadRequestUrl[] =
    "type.googleapis.com/google.rpc.BadRequest";

// One field at fault: its path, and the value with what was wanted instead.
struct FieldError {
  std::string field;
  std::string description;
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

// An error whose message the caller gets to see. `reason` is
// UPPER_SNAKE_CASE and stable. An error that was not made here is none of the
// caller's business, except its code where the code alone says enough; see
// status.h.
absl::Status CallerError(absl::StatusCode code, absl::string_view reason,
                         absl::string_view message,
                         const Metadata& metadata = {});

// INVALID_ARGUMENT with every field at fault. `errors` must not be empty; at
// most 12 are told, and how many more there are. Bytes that are no UTF-8 are
// shown as U+FFFD, and what is long is cut, here as in CallerError.
absl::Status InvalidFields(absl::Span<const FieldError> errors);

// INVALID_ARGUMENT for one field.
absl::Status InvalidField(absl::string_view field,
                          absl::string_view description);

// The details of a CallerError, for the wire; nothing for other errors.
bool ReadDetails(const absl::Status& status, v1::ErrorInfo& info,
                 v1::BadRequest& bad_request);

// The reason of a CallerError, "" for other errors.
std::string ReasonOf(const absl::Status& status);

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_ERROR_H_
