// The one way in: proposals become commits.
#ifndef LOCALOFFER_STORAGE_COMMITTER_H_
#define LOCALOFFER_STORAGE_COMMITTER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "localoffer/log/v1/change.pb.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/instant.h"
#include "storage/engine.h"
#include "storage/log/authority_log.h"
#include "storage/log/heads_file.h"
#include "storage/log/keyring.h"

namespace localoffer::storage {

using Clock = std::function<absl::Time()>;
using RandomBytes = std::function<void(absl::Span<uint8_t>)>;

// A change that somebody wants made.
struct ProposedChange {
  log::v1::ChangeKind kind = log::v1::CHANGE_KIND_UNSPECIFIED;
  // Entry id or statutory item. Once in a proposal.
  std::string subject;
  log::v1::ChangeBody body;
  // For changes of entries: the sequence of the revision that the change was
  // decided on; nothing if the entry did not exist. Checked in the commit.
  std::optional<uint64_t> expected_sequence;
};

// Changes to one authority's log that are made together or not at all.
struct Proposal {
  std::string authority;
  std::vector<ProposedChange> changes;
  // When set, the whole log must still have this size.
  std::optional<uint64_t> expected_size;
  // When not empty, the outcome is kept under this id.
  std::string request_id;
  // SHA-256 of all that was asked for.
  std::string fingerprint;
  // The caller's account of it, given back on a repeated request.
  std::string outcome;
};

// What a commit did.
struct Receipt {
  uint64_t first_sequence = 0;
  uint64_t change_count = 0;
  absl::Time commit_time;
  // Of the log after the commit.
  uint64_t size = 0;
  std::string checkpoint;
  // As in the proposal that was committed first.
  std::string outcome;
  // True when an earlier proposal with the same request id was the one.
  bool replayed = false;
};

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

  // Loads every log and checks it against `heads`: DATA_LOSS when a log is
  // shorter than, or differs from, what was acknowledged. All arguments must
  // outlive the committer.
  static absl::StatusOr<std::unique_ptr<Committer>> Load(
      Engine& engine, log::HeadsFile& heads, log::Keyring& keyring, Clock clock,
      RandomBytes random, Observer observer, FailureObserver on_failure);

  // On disk when it returns OK.
  //   ABORTED         an expected sequence or size is no longer so
  //   ALREADY_EXISTS  the request id was used for another fingerprint
  //   RESOURCE_EXHAUSTED  the disk is nearly full
  //   UNAVAILABLE     an earlier write failed; the store takes no more
  absl::StatusOr<Receipt> Commit(const Proposal& proposal);

  // What an earlier request with this id did, if there was one.
  // ALREADY_EXISTS when it had another fingerprint.
  absl::StatusOr<std::optional<Receipt>> FindRequest(
      const std::string& authority, const std::string& request_id,
      const std::string& fingerprint) const;

  // The newest instant.
  Instant Latest() const;
  // The instant of a time: all commits up to it. Later calls with the same
  // time answer the same. INVALID_ARGUMENT when it lies in the future.
  absl::StatusOr<Instant> At(absl::Time time);
  // The head of a log; nothing when it is empty.
  std::optional<v1::LogHead> Head(const std::string& authority) const;

  // OK while commits are possible.
  absl::Status health() const;

 private:
  struct Waiter;
  struct Group;
  using Logs = std::map<std::string, AuthorityLog, std::less<>>;

  Committer(Engine& engine, log::HeadsFile& heads, log::Keyring& keyring,
            Clock clock, RandomBytes random, Observer observer,
            FailureObserver on_failure);
  absl::Status LoadLogs();

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
  int64_t NextCommitTime() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Receipt> Replay(const std::string& authority,
                                 const v1::RequestRecord& record) const;

  Engine& engine_;
  log::HeadsFile& heads_;
  log::Keyring& keyring_;
  const Clock clock_;
  const RandomBytes random_;
  const Observer observer_;
  const FailureObserver on_failure_;

  mutable absl::Mutex mutex_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
  // What is committed, and what reads may see.
  Logs logs_ ABSL_GUARDED_BY(mutex_);
  // No commit gets a time at or before this.
  int64_t last_time_micros_ ABSL_GUARDED_BY(mutex_) = 0;
  // While a group is written: the earliest of its commit times.
  std::optional<int64_t> writing_since_micros_ ABSL_GUARDED_BY(mutex_);
  // Signalled when a group has been written.
  absl::CondVar settled_;
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_COMMITTER_H_
