// What a node tells others of its logs.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_LOG_READER_H_
#define LOCALOFFER_SERVICES_EXCHANGE_LOG_READER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "localoffer/v1/exchange.pb.h"
#include "storage/store.h"

namespace localoffer::exchange {

// The unary methods of ExchangeService; see exchange.proto for their errors.
// Thread-safe.
class LogReader {
 public:
  // `store` must outlive it.
  LogReader(storage::Store& store, storage::Clock clock)
      : store_(store), clock_(std::move(clock)) {}

  absl::StatusOr<v1::GetCheckpointsResponse> GetCheckpoints(
      const v1::GetCheckpointsRequest& request) const;
  absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(
      const v1::GetConsistencyProofRequest& request) const;
  absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(
      const v1::GetInclusionProofRequest& request) const;

  // The checkpoint of a log of `size`, as it was signed; cosigned by this node
  // and, where it has been seen so, by others.
  absl::StatusOr<v1::LogCheckpoint> CheckpointOf(const std::string& log,
                                                 uint64_t size) const;
  // The note with this node's own cosignature.
  absl::StatusOr<std::string> Cosigned(const std::string& log, uint64_t size,
                                       const std::string& note) const;

 private:
  struct Own {
    uint64_t size = 0;
    std::string note;
  };

  storage::Store& store_;
  const storage::Clock clock_;
  mutable absl::Mutex mutex_;
  // The newest that was cosigned of each log, so that it is done once.
  mutable std::map<std::string, Own, std::less<>> own_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_LOG_READER_H_
