// The one way in: proposals, and what peers have committed, become commits.
#ifndef LOCALOFFER_STORAGE_COMMITTER_H_
#define LOCALOFFER_STORAGE_COMMITTER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/committed_logs.h"
#include "storage/engine.h"
#include "storage/log/authority_log.h"
#include "storage/log/heads_file.h"
#include "storage/log/keyring.h"
#include "storage/log/trust.h"
#include "storage/proposal.h"
#include "storage/segment.h"

namespace localoffer::storage {

using RandomBytes = std::function<void(absl::Span<uint8_t>)>;

// Appends to all logs: proposals to those of which this node is the home,
// segments from peers to any. Thread-safe.
//
// What waits at the same time shares one batch and one sync (group commit): the
// first in the queue writes for those behind it.
class Committer {
 public:
  // Called with the changes of a group, in order, after they are durable and
  // before any of them is acknowledged or readable.
  using Observer = std::function<void(absl::Span<const CommittedChange>)>;

  // Called when a write has failed and the committer takes no more.
  using FailureObserver = std::function<void(const absl::Status&)>;

  // All arguments must outlive the committer.
  Committer(Engine& engine, log::HeadsFile& heads, log::Keyring& keyring,
            const log::Trust& trust, CommittedLogs& logs, Clock clock,
            RandomBytes random, Observer observer, FailureObserver on_failure);

  // On disk when it returns OK.
  //   ABORTED         an expected sequence or size is no longer so
  //   FAILED_PRECONDITION  another node's key speaks for the log
  //   ALREADY_EXISTS  the request id was used for another fingerprint
  //   RESOURCE_EXHAUSTED  the disk is nearly full
  //   UNAVAILABLE     an earlier write failed; the store takes no more
  absl::StatusOr<Receipt> Commit(const Proposal& proposal);

  // Verifies a segment and takes in what of it is not in the log yet; on disk
  // when it returns OK. A Refusal, and nothing taken in, when it does not
  // verify; RESOURCE_EXHAUSTED and UNAVAILABLE as above.
  absl::Status Receive(const Segment& segment);

  // Asked, with the log's id, before this node signs more of a log that its own
  // key speaks for. When not OK, nothing is signed, and that is the answer. To
  // be set before anything is committed.
  using Permission = std::function<absl::Status(const std::string&)>;
  void AskBeforeSigning(Permission may_sign);
  // What that says now.
  absl::Status MaySign(const std::string& authority) const;

  // The keys that speak for a log: what it says itself, and the trust file over
  // it. Of one that nothing is known of, this node's own key if it has made one
  // already: then the log was lost, or was never begun.
  log::KeyTimeline KeysOf(const AuthorityLog& log) const;

  // Whether this node's own key speaks for the log, or will from its first
  // commit on.
  bool IsHome(const std::string& authority) const;

  // OK while commits are possible.
  absl::Status health() const;

  // Since the store was opened: batches written, the changes in them, and what
  // was put to the committer and not taken.
  struct Totals {
    uint64_t groups = 0;
    uint64_t changes = 0;
    uint64_t refused = 0;
  };
  Totals totals() const;

 private:
  struct Waiter;
  struct Group;

  absl::StatusOr<Receipt> Queue(Waiter& waiter) ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<Waiter*> TakeGroup() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteGroup(absl::Span<Waiter* const> waiters)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Receipt> Stage(const Waiter& waiter, Group& group);
  absl::StatusOr<Receipt> StageProposal(const Proposal& proposal, Group& group);
  absl::StatusOr<const log::SigningKey*> KeyFor(const AuthorityLog& log) const;
  static absl::Status CheckExpectations(const Proposal& proposal,
                                        uint64_t log_size,
                                        Projector& projector);
  absl::Status StageChanges(const Proposal& proposal, AuthorityLog& log,
                            Group& group, Receipt& receipt);
  void StageRequest(const Proposal& proposal, const Receipt& receipt,
                    Group& group);
  absl::Status StageArrivals(Group& group) const;
  absl::Status MakeDurable(Group& group);

  Engine& engine_;
  log::HeadsFile& heads_;
  log::Keyring& keyring_;
  const log::Trust& trust_;
  CommittedLogs& logs_;
  const Clock clock_;
  const RandomBytes random_;
  const Observer observer_;
  const FailureObserver on_failure_;
  Permission may_sign_;

  mutable absl::Mutex mutex_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  Totals totals_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_COMMITTER_H_
