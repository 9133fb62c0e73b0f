// What is committed, and what of it reads may see.
#ifndef LOCALOFFER_STORAGE_COMMITTED_LOGS_H_
#define LOCALOFFER_STORAGE_COMMITTED_LOGS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/instant.h"
#include "storage/engine.h"
#include "storage/log/authority_log.h"
#include "storage/log/heads_file.h"
#include "storage/proposal.h"

namespace localoffer::storage {

using Clock = std::function<absl::Time()>;
using LogTimes = std::map<std::string, absl::Time, std::less<>>;

// All logs of the node, as far as their changes are durable and acknowledged,
// and the order in time of commits and reads. Thread-safe.
//
// The committer alone changes it: it takes a commit time for each proposal of
// a group, writes the group, and settles it. In between, changes of the group
// may be on disk already, and none of them is readable.
class CommittedLogs {
 public:
  using Logs = std::map<std::string, AuthorityLog, std::less<>>;

  // Loads every log and checks it against `heads`: DATA_LOSS when a log is
  // shorter than, or differs from, what was acknowledged. `engine` outlives
  // the object.
  static absl::StatusOr<std::unique_ptr<CommittedLogs>> Load(
      const Engine& engine, const log::HeadsFile& heads, Clock clock);

  // The newest instant: one object a commit, shared by all who read it.
  Instant Latest() const;

  // The instant of a time: all commits up to it. Later calls with the same
  // time answer the same; so, while a group with an earlier commit time is
  // being written, it waits for that one group. INVALID_ARGUMENT when the time
  // lies in the future.
  absl::StatusOr<Instant> At(absl::Time time);
  // Whether At(time) answers without waiting, now and from now on.
  bool IsSettled(absl::Time time);

  // Commit time of the newest change that `instant` takes in, of any log; the
  // infinite past when it takes in none. DATA_LOSS when a change is missing.
  absl::StatusOr<absl::Time> TimeOf(const Instant& instant) const;

  // The head of a log; nothing when it is empty.
  std::optional<v1::LogHead> Head(absl::string_view authority) const;

  // The logs of an authority that have begun, its own and harvested ones, with
  // their newest commits' times.
  LogTimes LogsOf(absl::string_view authority) const;

  // What an earlier request with this id did, if there was one.
  // ALREADY_EXISTS when it had another fingerprint.
  absl::StatusOr<std::optional<Receipt>> FindRequest(
      const std::string& authority, const std::string& request_id,
      const std::string& fingerprint) const;

  // The log as it stands; an empty one for an authority that has none.
  AuthorityLog LogOf(const std::string& authority) const;

  // Calls `listener` whenever a log has grown, as soon as that can be read, on
  // the thread that wrote it: it has to be quick. Not while commits are on
  // their way.
  void AddListener(std::function<void()> listener);

  // For the committer: a commit time, later than every other of this node, than
  // every time that was read at, and than `after_micros`.
  int64_t TakeCommitTime(int64_t after_micros);
  // For the committer: the group is written, and its logs are as in `written`;
  // or it is not, and `written` is empty.
  void Settle(Logs written);

 private:
  CommittedLogs(const Engine& engine, Clock clock)
      : engine_(engine), clock_(std::move(clock)) {}
  absl::Status LoadLogs(const log::HeadsFile& heads);
  absl::Status CheckAcknowledged(const log::HeadsFile& heads)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // True when a commit with a time up to `micros` is still on its way.
  bool IsWriting(int64_t micros) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return writing_since_micros_ && *writing_since_micros_ <= micros;
  }
  absl::StatusOr<Receipt> Replay(const std::string& authority,
                                 const v1::RequestRecord& record) const;

  const Engine& engine_;
  const Clock clock_;

  mutable absl::Mutex mutex_;
  Logs logs_ ABSL_GUARDED_BY(mutex_);
  // The sizes of `logs_`.
  Instant latest_ ABSL_GUARDED_BY(mutex_);
  // No commit gets a time at or before this.
  int64_t last_time_micros_ ABSL_GUARDED_BY(mutex_) = 0;
  // While a group is written: the earliest of its commit times.
  std::optional<int64_t> writing_since_micros_ ABSL_GUARDED_BY(mutex_);
  // Signalled when a group is settled.
  absl::CondVar settled_;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_COMMITTED_LOGS_H_
