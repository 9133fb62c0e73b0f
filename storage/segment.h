// Stretches of a log, as nodes exchange them: verified before they are stored.
#ifndef LOCALOFFER_STORAGE_SEGMENT_H_
#define LOCALOFFER_STORAGE_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/directory/projection.h"
#include "storage/engine.h"
#include "storage/log/authority_log.h"
#include "storage/log/change.h"
#include "storage/log/key_chain.h"
#include "storage/log/key_timeline.h"

namespace localoffer::storage {

// A change that has just become durable.
struct CommittedChange {
  log::v1::ChangeHeader header;
  // Null when it is erased. Of a proposal it is not owned, and lives until
  // whoever proposed it is told how that ended.
  std::shared_ptr<const log::v1::ChangeBody> body;
};

// A change from a peer.
struct ReceivedChange {
  log::Change change;
  // When its body is erased: that the log has a change which erases it.
  std::optional<log::ChangeProof> erasure;
};

// Whole commits of one authority's log, in order, and the checkpoint that ends
// the last of them. A commit that rotates the key ends its segment, and one
// that erases bodies is a segment of its own: what follows is verified with
// what they changed.
struct Segment {
  std::string authority;
  uint64_t first_sequence = 0;
  std::vector<ReceivedChange> changes;
  // Signed note of the log's size after the last change.
  std::string checkpoint;
  // Rotations of the key from the first change on, as far as the checkpoints of
  // erasures need them.
  std::vector<log::ChangeProof> later_rotations;
};

// Whether a change of kind `next` has to begin a new segment after `last`.
bool StartsSegment(log::v1::ChangeKind last, log::v1::ChangeKind next);

// How far a commit time may be ahead of this node's clock.
inline constexpr absl::Duration kMostClockSkew = absl::Minutes(5);

// Verifies segments and makes them part of their logs. Thread-compatible; all
// it is made with outlives it.
class SegmentStager {
 public:
  // `keys` speak for the log.
  SegmentStager(log::KeyTimeline keys, absl::Time now)
      : keys_(std::move(keys)), now_(now) {}

  // Appends to `log`, `batch` and `committed` what of the segment is not in the
  // log yet: nothing when all is. A Refusal when any of it may not be taken in;
  // then what was appended has to be rolled back by the caller.
  absl::Status Stage(const Segment& segment, AuthorityLog& log,
                     Projector& projector, Batch& batch,
                     std::vector<CommittedChange>& committed) const;

 private:
  struct Staging;

  absl::Status StageChange(const Segment& segment,
                           const ReceivedChange& received,
                           Staging& staging) const;
  absl::Status CheckTime(const log::v1::ChangeHeader& header,
                         const Staging& staging) const;
  absl::Status CheckErasure(const Segment& segment,
                            const ReceivedChange& received,
                            Staging& staging) const;

  const log::KeyTimeline keys_;
  const absl::Time now_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_SEGMENT_H_
