// The one way in: proposals become commits.
#ifndef LOCALOFFER_STORAGE_COMMITTER_H_
#define LOCALOFFER_STORAGE_COMMITTER_H_

#include <cstdint>
#include <deque>
#include <functional>
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
#include "storage/proposal.h"

namespace localoffer::storage {

using RandomBytes = std::function<void(absl::Span<uint8_t>)>;

// A change that has just become durable.
struct CommittedChange {
  log::v1::ChangeHeader header;
  log::v1::ChangeBody body;
};

// Appends to all logs of which this node is the home. Thread-safe.
//
// Proposals that wait at the same time share one batch and one sync (group
// commit): the first in the queue writes for those behind it.
class Committer {
 public:
  // Called with the changes of a group, in order, after they are durable and
  // before any of them is acknowledged or readable.
  using Observer = std::function<void(absl::Span<const CommittedChange>)>;

  // Called when a write has failed and the committer takes no more.
  using FailureObserver = std::function<void(const absl::Status&)>;

  // All arguments must outlive the committer.
  Committer(Engine& engine, log::HeadsFile& heads, log::Keyring& keyring,
            CommittedLogs& logs, RandomBytes random, Observer observer,
            FailureObserver on_failure);

  // On disk when it returns OK.
  //   ABORTED         an expected sequence or size is no longer so
  //   ALREADY_EXISTS  the request id was used for another fingerprint
  //   RESOURCE_EXHAUSTED  the disk is nearly full
  //   UNAVAILABLE     an earlier write failed; the store takes no more
  absl::StatusOr<Receipt> Commit(const Proposal& proposal);

  // OK while commits are possible.
  absl::Status health() const;

 private:
  struct Waiter;
  struct Group;

  std::vector<Waiter*> TakeGroup() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteGroup(absl::Span<Waiter* const> waiters)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Receipt> Stage(const Proposal& proposal, Group& group);
  absl::Status CheckExpectations(const Proposal& proposal,
                                 uint64_t log_size) const;
  absl::Status StageChanges(const Proposal& proposal, AuthorityLog& log,
                            Group& group, Receipt& receipt);
  void StageRequest(const Proposal& proposal, const Receipt& receipt,
                    Group& group);
  absl::Status MakeDurable(Group& group);

  Engine& engine_;
  log::HeadsFile& heads_;
  log::Keyring& keyring_;
  CommittedLogs& logs_;
  const RandomBytes random_;
  const Observer observer_;
  const FailureObserver on_failure_;

  mutable absl::Mutex mutex_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_COMMITTER_H_
