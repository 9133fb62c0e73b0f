// What somebody wants proved, in order.
#ifndef LOCALOFFER_SERVICES_PROOFS_PROOF_REQUEST_H_
#define LOCALOFFER_SERVICES_PROOFS_PROOF_REQUEST_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/proofs.pb.h"
#include "services/entry/resource_name.h"

namespace localoffer::proofs {

struct Question {
  std::string authority;
  // Ids; one of the two is empty.
  std::string entry;
  std::string provider;
  std::optional<entry::EditionName> edition;
};

// INVALID_ARGUMENT with every field at fault.
absl::StatusOr<Question> QuestionOf(const v1::ProveListedRequest& request);
absl::StatusOr<Question> QuestionOf(const v1::ProveAbsentRequest& request);

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_PROOF_REQUEST_H_
