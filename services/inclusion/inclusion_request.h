// From a request to the question that it asks.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_REQUEST_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_REQUEST_H_

#include <optional>

#include "absl/status/statusor.h"
#include "localoffer/v1/inclusion.pb.h"
#include "services/inclusion/catchment.h"
#include "services/inclusion/inclusion_check.h"
#include "storage/store.h"

namespace localoffer::inclusion {

struct ReadQuestion {
  // Without `instant` and `as_of`.
  InclusionQuestion question;
  AskedAuthorities asked;
  // Nothing when no catchment was asked for.
  std::optional<v1::CatchmentOutcome> outcome;
};

// INVALID_ARGUMENT with every violation; see inclusion.proto.
absl::StatusOr<ReadQuestion> ReadRequest(
    const v1::CheckInclusionRequest& request, storage::Store& store);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_REQUEST_H_
