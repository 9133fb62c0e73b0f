// The errors of keys and trust, each with its reason.
#ifndef LOCALOFFER_SERVICES_KEYS_KEY_ERRORS_H_
#define LOCALOFFER_SERVICES_KEYS_KEY_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace localoffer::keys {

// FAILED_PRECONDITION: there is no log whose key could rotate.
absl::Status NothingPublished(absl::string_view authority);
// FAILED_PRECONDITION: the key signed the log before, or was revoked.
absl::Status KeyRetired(absl::string_view verifier_key);
// FAILED_PRECONDITION: another key signed what the log has beyond `after_size`.
absl::Status LogIsLonger(absl::string_view log, uint64_t after_size,
                         uint64_t log_size);

}  // namespace localoffer::keys

#endif  // LOCALOFFER_SERVICES_KEYS_KEY_ERRORS_H_
