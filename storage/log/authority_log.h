// One authority's log, at its home node: the narrow step in which changes
// become part of it.
#ifndef LOCALOFFER_STORAGE_LOG_AUTHORITY_LOG_H_
#define LOCALOFFER_STORAGE_LOG_AUTHORITY_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/engine.h"
#include "storage/log/change.h"
#include "storage/log/hash.h"
#include "storage/log/merkle.h"
#include "storage/log/signing_key.h"

namespace localoffer::storage {

// The right edge of a log and what its last commit left. A value that is
// advanced into a batch; keep a copy to go back to if the batch fails.
// Thread-compatible.
class AuthorityLog {
 public:
  explicit AuthorityLog(std::string authority);
  // As the store has it. DATA_LOSS when its tree does not add up to its root.
  static absl::StatusOr<AuthorityLog> Load(const Engine& engine,
                                           std::string authority);

  const std::string& authority() const { return authority_; }
  uint64_t size() const { return frontier_.size(); }
  const v1::LogHead& head() const { return head_; }

  // Adds the record, its leaf and the nodes it completes to `batch`.
  absl::Status Append(const log::Change& change, Batch& batch);
  // Ends a commit: adds the signed checkpoint and the head to `batch`, and
  // returns the checkpoint. `published_delta` as from Project().
  absl::StatusOr<std::string> Seal(int64_t commit_time_micros,
                                   int64_t published_delta,
                                   const log::SigningKey& key, Batch& batch);

 private:
  std::string authority_;
  log::Frontier frontier_;
  v1::LogHead head_;
};

// A change of the log, as it came in. NOT_FOUND when there is none at that
// sequence. Its salt and body are empty when they were erased.
absl::StatusOr<log::Change> StoredChange(const Engine& engine,
                                         absl::string_view authority,
                                         uint64_t sequence);

// That the change is in the log of the first `size` changes.
absl::StatusOr<std::vector<log::Hash>> StoredInclusionProof(
    const Engine& engine, absl::string_view authority, uint64_t sequence,
    uint64_t size);

// That the log of the first `to` changes extends that of the first `from`.
absl::StatusOr<std::vector<log::Hash>> StoredConsistencyProof(
    const Engine& engine, absl::string_view authority, uint64_t from,
    uint64_t to);

// The Merkle root of the first `size` changes, from stored nodes.
absl::StatusOr<log::Hash> StoredRootAt(const Engine& engine,
                                       absl::string_view authority,
                                       uint64_t size);

// The signed checkpoint of a size at which a commit ended; nothing for others.
absl::StatusOr<std::optional<std::string>> StoredCheckpoint(
    const Engine& engine, absl::string_view authority, uint64_t size);

// The head after the last commit at or before `micros`; nothing if the log
// began later.
absl::StatusOr<std::optional<v1::LogHead>> HeadAtTime(
    const Engine& engine, absl::string_view authority, int64_t micros);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_LOG_AUTHORITY_LOG_H_
