// From a request to its answer.
#ifndef LOCALOFFER_SERVICES_COVERAGE_COVERAGE_READER_H_
#define LOCALOFFER_SERVICES_COVERAGE_COVERAGE_READER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "localoffer/v1/coverage.pb.h"
#include "services/coverage/national_coverage.h"
#include "storage/store.h"

namespace localoffer::coverage {

// How many people live in each authority, by id.
using Populations = std::map<std::string, int64_t, std::less<>>;

// Thread-safe. The store outlives it. Errors as in coverage.proto.
class CoverageReader {
 public:
  CoverageReader(storage::Store& store, storage::Clock clock,
                 Populations populations)
      : store_(store),
        clock_(std::move(clock)),
        populations_(std::move(populations)) {}

  absl::StatusOr<v1::CheckCoverageResponse> Check(
      const v1::CheckCoverageRequest& request) const;
  absl::StatusOr<v1::ListNilDeclarationsResponse> ListNil(
      const v1::ListNilDeclarationsRequest& request) const;

 private:
  absl::StatusOr<v1::CheckCoverageResponse> Answer(
      const CoverageQuestion& question) const;
  v1::AuthorityCoverage MessageOf(const AuthorityCoverage& coverage) const;

  storage::Store& store_;
  const storage::Clock clock_;
  const Populations populations_;
};

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_COVERAGE_READER_H_
