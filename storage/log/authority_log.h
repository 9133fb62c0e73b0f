// One authority's log: the narrow step in which changes become part of it, at
// the authority's home node and at every node that follows it.
#ifndef LOCALOFFER_STORAGE_LOG_AUTHORITY_LOG_H_
#define LOCALOFFER_STORAGE_LOG_AUTHORITY_LOG_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/engine.h"
#include "storage/log/change.h"
#include "storage/log/checkpoint.h"
#include "storage/log/hash.h"
#include "storage/log/key_timeline.h"
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
  // Which keys sign its checkpoints, as the log itself says.
  const log::KeyTimeline& keys() const { return keys_; }

  // `key` is the log's first. For a log that has none yet.
  void BeginWith(const log::VerifierKey& key, Batch& batch);

  // Adds the record, its leaf and the nodes it completes to `batch`. `header`
  // is the change's. DATA_LOSS when it names a new key that is none of this
  // log.
  absl::Status Append(const log::v1::ChangeHeader& header,
                      const log::Change& change, Batch& batch);
  // Ends a commit: adds the head to `batch`. `published_delta` as from
  // Project().
  void EndCommit(int64_t commit_time_micros, int64_t published_delta,
                 Batch& batch);
  // Signs the log as the last commit left it: adds the checkpoint to `batch`,
  // and returns it.
  absl::StatusOr<std::string> Seal(const log::SigningKey& key, Batch& batch);
  // The same with a checkpoint that came with the changes: DATA_LOSS unless it
  // is of this size and root. The caller has verified who signed it.
  absl::Status SealWith(const log::Checkpoint& checkpoint,
                        absl::string_view note, Batch& batch);

 private:
  std::string authority_;
  log::Frontier frontier_;
  v1::LogHead head_;
  log::KeyTimeline keys_;
};

// Reads the stored nodes of a log's tree, for proofs (storage/log/merkle.h).
// Refers to its arguments.
std::function<absl::StatusOr<log::Hash>(int level, uint64_t index)> StoredNodes(
    const Engine& engine, absl::string_view authority);

// A change of the log, as it came in. NOT_FOUND when there is none at that
// sequence. Its salt and body are empty when they were erased.
absl::StatusOr<log::Change> StoredChange(const Engine& engine,
                                         absl::string_view authority,
                                         uint64_t sequence);

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
