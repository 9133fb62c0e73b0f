// An authority's log as a node gives it to whoever asks, verified from its
// first change on.
#ifndef LOCALOFFER_TESTS_FAULTS_LOG_COPY_H_
#define LOCALOFFER_TESTS_FAULTS_LOG_COPY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "storage/log/hash.h"
#include "storage/log/verifier_key.h"
#include "storage/segment.h"

namespace localoffer::testing {

struct LogCopy {
  struct Change {
    // Id of the entry, and the name of its service from this change on.
    std::string entry;
    std::string name;
    int64_t commit_time_micros = 0;
  };
  // At its sequence.
  std::vector<Change> changes;
  log::Hash root = {};
};

// Reads a log in which entries were published and nothing else. Not OK unless
// every segment ends in a checkpoint by `key` with the root of all changes up
// to there, and every change is the one that its header says.
absl::StatusOr<LogCopy> CopyLog(const std::shared_ptr<grpc::Channel>& channel,
                                const std::string& authority,
                                const log::VerifierKey& key);

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_FAULTS_LOG_COPY_H_
