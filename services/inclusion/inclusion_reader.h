// From a request to its answer.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_READER_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_READER_H_

#include <utility>

#include "absl/status/statusor.h"
#include "localoffer/v1/inclusion.pb.h"
#include "storage/store.h"

namespace localoffer::inclusion {

// Thread-safe. The store outlives it. Errors as in inclusion.proto.
class InclusionReader {
 public:
  InclusionReader(storage::Store& store, storage::Clock clock)
      : store_(store), clock_(std::move(clock)) {}

  absl::StatusOr<v1::CheckInclusionResponse> Check(
      const v1::CheckInclusionRequest& request) const;

 private:
  storage::Store& store_;
  const storage::Clock clock_;
};

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_READER_H_
