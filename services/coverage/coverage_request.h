// From a request to the question that it asks.
#ifndef LOCALOFFER_SERVICES_COVERAGE_COVERAGE_REQUEST_H_
#define LOCALOFFER_SERVICES_COVERAGE_COVERAGE_REQUEST_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/coverage.pb.h"
#include "services/coverage/national_coverage.h"
#include "storage/store.h"

namespace localoffer::coverage {

// The question, without its instant, and without a judge time unless the
// request gives one. INVALID_ARGUMENT with every violation; see coverage.proto.
absl::StatusOr<CoverageQuestion> ReadRequest(
    const v1::CheckCoverageRequest& request, storage::Store& store);

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_COVERAGE_REQUEST_H_
