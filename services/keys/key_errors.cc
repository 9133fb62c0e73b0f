#include "services/keys/key_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::keys {

using rpc::CallerError;

absl::Status NothingPublished(absl::string_view authority) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "NOTHING_PUBLISHED",
      absl::StrCat("authority ", authority,
                   " has published nothing yet, so there is no key to rotate; "
                   "its first publication makes one"),
      {{"authority", std::string(authority)}});
}

absl::Status KeyRetired(absl::string_view verifier_key) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "KEY_RETIRED",
      absl::StrCat(verifier_key,
                   " signed this log before, or was revoked; a key that has "
                   "ended does not come back, make a new one"),
      {{"verifier_key", std::string(verifier_key)}});
}

absl::Status LogIsLonger(absl::string_view log, uint64_t after_size,
                         uint64_t log_size) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "LOG_IS_LONGER",
      absl::StrCat("this node has ", log_size, " changes of ", log,
                   ", and another key signed those after ", after_size,
                   "; wanted that key, or an after_size of ", log_size,
                   " or more"),
      {{"authority", std::string(log)}, {"log_size", absl::StrCat(log_size)}});
}

}  // namespace localoffer::keys
