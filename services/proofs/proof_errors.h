// Why a proof can't be made, for the caller.
#ifndef LOCALOFFER_SERVICES_PROOFS_PROOF_ERRORS_H_
#define LOCALOFFER_SERVICES_PROOFS_PROOF_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace localoffer::proofs {

// No published entry `what` where it was looked for.
absl::Status NotListed(absl::string_view what, absl::string_view where);
absl::Status IsListed(absl::string_view provider, absl::string_view edition,
                      size_t entries);
absl::Status NoEdition(absl::string_view authority);
absl::Status NothingPublished(absl::string_view authority);
absl::Status ContentErased(absl::string_view what);
absl::Status CheckpointForeign(absl::string_view why);
absl::Status TooManyProofs(int most);

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_PROOF_ERRORS_H_
