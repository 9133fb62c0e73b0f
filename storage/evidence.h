// What shows that a log was signed twice: two checkpoints that can't both be
// true. Kept for good, and shown to whoever runs the node.
#ifndef LOCALOFFER_STORAGE_EVIDENCE_H_
#define LOCALOFFER_STORAGE_EVIDENCE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/engine.h"
#include "storage/log/hash.h"
#include "storage/log/key_timeline.h"

namespace localoffer::storage {

// Two signed checkpoints of one log. The log of the larger one has another
// root at the size of the smaller.
struct Evidence {
  std::string authority;
  absl::Time find_time;
  // HOST:PORT of the peer that showed the one that is not of the log here.
  std::string peer;
  // Signed notes.
  std::string smaller_checkpoint;
  std::string larger_checkpoint;
  // Root of the larger log's first changes, as many as the smaller one has;
  // and the way from there to the larger root (RFC 9162, 2.1.4). Empty when
  // both are of the same size.
  log::Hash larger_root_there = {};
  std::vector<log::Hash> path;
};

// OK when the evidence shows what it says to whoever knows the log's keys: both
// signatures are right and neither log extends the other. A signature is right,
// too, by a key that a rotation had retired: who rotates early would else be
// free to go on with the old key, unseen. UNAUTHENTICATED or DATA_LOSS when it
// doesn't.
absl::Status VerifyEvidence(const Evidence& evidence,
                            const log::KeyTimeline& keys);

// The table of what was found. Thread-safe.
class EvidenceTable {
 public:
  // `engine` outlives the object.
  explicit EvidenceTable(Engine& engine) : engine_(engine) {}

  // Durable on return. The same pair of checkpoints is kept once.
  absl::Status Keep(const Evidence& evidence);
  // Newest first, of one log, or of all for an empty `authority`; at most
  // `most`.
  absl::StatusOr<std::vector<Evidence>> List(absl::string_view authority,
                                             size_t most) const;

 private:
  Engine& engine_;
  absl::Mutex mutex_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_EVIDENCE_H_
