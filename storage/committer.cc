#include "storage/committer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/directory/entries.h"
#include "storage/directory/projection.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// A group ends when its proposals hold this many bytes: later ones should not
// wait for a whole local offer to be written.
constexpr size_t kGroupBytes = 4 << 20;
constexpr size_t kGroupProposals = 256;

absl::Status ReusedRequestId(const std::string& request_id) {
  return absl::AlreadyExistsError(
      absl::StrCat("request_id: \"", request_id,
                   "\" was used for another request; choose a new one"));
}

bool ConcernsEntry(log::v1::ChangeKind kind) {
  return kind != log::v1::CHANGE_KIND_NIL_DECLARED;
}

}  // namespace

struct Committer::Waiter {
  explicit Waiter(const Proposal& asked) : proposal(asked) {}
  const Proposal& proposal;
  bool done = false;
  // Signalled when it is done, or has become the first in the queue.
  absl::CondVar turn;
  absl::StatusOr<Receipt> result = absl::InternalError("not yet committed");
};

// What one leader writes.
struct Committer::Group {
  explicit Group(const Engine& engine) : batch(engine) {}
  Batch batch;
  // Logs as they will be after the group.
  Logs logs;
  std::vector<CommittedChange> changes;
  // Whether there is anything to write.
  bool staged = false;
};

absl::StatusOr<std::unique_ptr<Committer>> Committer::Load(
    Engine& engine, log::HeadsFile& heads, log::Keyring& keyring, Clock clock,
    RandomBytes random, Observer observer, FailureObserver on_failure) {
  std::unique_ptr<Committer> committer(
      new Committer(engine, heads, keyring, std::move(clock), std::move(random),
                    std::move(observer), std::move(on_failure)));
  RETURN_IF_ERROR(committer->LoadLogs());
  return committer;
}

Committer::Committer(Engine& engine, log::HeadsFile& heads,
                     log::Keyring& keyring, Clock clock, RandomBytes random,
                     Observer observer, FailureObserver on_failure)
    : engine_(engine),
      heads_(heads),
      keyring_(keyring),
      clock_(std::move(clock)),
      random_(std::move(random)),
      observer_(std::move(observer)),
      on_failure_(std::move(on_failure)) {}

absl::Status Committer::LoadLogs() {
  absl::MutexLock lock(&mutex_);
  Cursor cursor = engine_.Scan(Table::kHead, "");
  for (; cursor.Valid(); cursor.Next()) {
    std::string authority(cursor.key());
    ASSIGN_OR_RETURN(AuthorityLog log, AuthorityLog::Load(engine_, authority));
    last_time_micros_ =
        std::max(last_time_micros_, log.head().commit_time_micros());
    logs_.emplace(std::move(authority), std::move(log));
  }
  RETURN_IF_ERROR(cursor.status());
  if (heads_.created() && !logs_.empty()) {
    return absl::DataLossError(
        "the file `heads`, which says what was acknowledged, is missing beside "
        "logs that are not empty; restore the whole data directory from one "
        "backup");
  }
  for (const auto& [authority, head] : heads_.heads()) {
    const auto log = logs_.find(authority);
    if (log == logs_.end() || log->second.size() < head.size) {
      return absl::DataLossError(
          absl::StrCat("the log of ", authority, " has ",
                       log == logs_.end() ? 0 : log->second.size(),
                       " changes, but ", head.size,
                       " were acknowledged; restore the data directory from a "
                       "backup or from a peer"));
    }
    ASSIGN_OR_RETURN(const log::Hash root,
                     StoredRootAt(engine_, authority, head.size));
    if (root != head.root) {
      return absl::DataLossError(
          absl::StrCat("the log of ", authority,
                       " differs from what was acknowledged at ", head.size,
                       " changes; restore the data directory from a backup or "
                       "from a peer"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Receipt> Committer::Commit(const Proposal& proposal) {
  Waiter waiter(proposal);
  absl::MutexLock lock(&mutex_);
  queue_.push_back(&waiter);
  while (!waiter.done && queue_.front() != &waiter) waiter.turn.Wait(&mutex_);
  if (waiter.done) return std::move(waiter.result);

  const std::vector<Waiter*> group = TakeGroup();
  if (health_.ok()) {
    mutex_.Unlock();
    WriteGroup(group);
    mutex_.Lock();
  } else {
    for (Waiter* member : group) {
      member->result = absl::UnavailableError(
          "this node takes no more writes after one that failed; its operator "
          "has to look at it");
    }
  }
  for (Waiter* member : group) {
    member->done = true;
    queue_.pop_front();
    member->turn.Signal();
  }
  if (!queue_.empty()) queue_.front()->turn.Signal();
  return std::move(waiter.result);
}

std::vector<Committer::Waiter*> Committer::TakeGroup() {
  std::vector<Waiter*> group;
  std::set<std::pair<absl::string_view, absl::string_view>> taken;
  size_t bytes = 0;
  for (Waiter* waiter : queue_) {
    const Proposal& proposal = waiter->proposal;
    // A group takes a subject and a request id once: what a change of it does
    // depends on the change before, which must be in the store to be seen.
    std::set<std::pair<absl::string_view, absl::string_view>> subjects;
    for (const ProposedChange& change : proposal.changes) {
      subjects.emplace(proposal.authority, change.subject);
      bytes += change.body.ByteSizeLong();
    }
    if (!proposal.request_id.empty()) {
      subjects.emplace(proposal.authority, proposal.request_id);
    }
    const bool seen = std::any_of(
        subjects.begin(), subjects.end(),
        [&](const auto& subject) { return taken.contains(subject); });
    if (!group.empty() &&
        (seen || bytes > kGroupBytes || group.size() == kGroupProposals)) {
      break;
    }
    taken.merge(subjects);
    group.push_back(waiter);
  }
  return group;
}

void Committer::WriteGroup(absl::Span<Waiter* const> waiters) {
  Group group(engine_);
  {
    absl::MutexLock lock(&mutex_);
    for (const Waiter* waiter : waiters) {
      const std::string& authority = waiter->proposal.authority;
      const auto log = logs_.find(authority);
      group.logs.emplace(authority, log == logs_.end() ? AuthorityLog(authority)
                                                       : log->second);
    }
  }
  for (Waiter* waiter : waiters) {
    waiter->result = Stage(waiter->proposal, group);
  }
  absl::Status durable;
  bool attempted = false;
  if (group.staged) {
    durable = engine_.CheckFreeSpace();
    attempted = durable.ok();
    if (attempted) durable = MakeDurable(group);
    if (durable.ok() && !group.changes.empty()) observer_(group.changes);
  }

  absl::MutexLock lock(&mutex_);
  writing_since_micros_.reset();
  settled_.SignalAll();
  if (durable.ok()) {
    for (auto& [authority, log] : group.logs) {
      if (log.size() > 0) logs_.insert_or_assign(authority, std::move(log));
    }
    return;
  }
  // Once a write was attempted and failed, nobody knows what is on disk: a
  // sync cannot be repeated. So nothing more is acknowledged.
  if (attempted) {
    health_ = durable;
    if (on_failure_) on_failure_(durable);
    durable = absl::InternalError(durable.message());
  }
  for (Waiter* waiter : waiters) {
    if (waiter->result.ok() && !waiter->result->replayed) {
      waiter->result = durable;
    }
  }
}

absl::StatusOr<Receipt> Committer::Stage(const Proposal& proposal,
                                         Group& group) {
  ASSIGN_OR_RETURN(std::optional<Receipt> earlier,
                   FindRequest(proposal.authority, proposal.request_id,
                               proposal.fingerprint));
  if (earlier) return *std::move(earlier);
  AuthorityLog& log = group.logs.at(proposal.authority);
  RETURN_IF_ERROR(CheckExpectations(proposal, log.size()));
  Receipt receipt;
  receipt.first_sequence = log.size();
  receipt.change_count = proposal.changes.size();
  receipt.outcome = proposal.outcome;
  if (!proposal.changes.empty()) {
    // A proposal that fails half way leaves no trace among the others'.
    const AuthorityLog before = log;
    const size_t changes_before = group.changes.size();
    group.batch.SetSavePoint();
    if (absl::Status staged = StageChanges(proposal, log, group, receipt);
        !staged.ok()) {
      group.batch.RollbackToSavePoint();
      group.changes.resize(changes_before);
      log = before;
      return staged;
    }
    group.batch.ForgetSavePoint();
  }
  receipt.size = log.size();
  StageRequest(proposal, receipt, group);
  group.staged = group.staged || !proposal.changes.empty();
  return receipt;
}

void Committer::StageRequest(const Proposal& proposal, const Receipt& receipt,
                             Group& group) {
  if (proposal.request_id.empty()) return;
  v1::RequestRecord record;
  record.set_fingerprint(proposal.fingerprint);
  record.set_first_sequence(receipt.first_sequence);
  record.set_change_count(receipt.change_count);
  record.set_commit_time_micros(absl::ToUnixMicros(receipt.commit_time));
  record.set_size(receipt.size);
  record.set_outcome(proposal.outcome);
  group.batch.Put(Table::kRequest,
                  RequestKey(proposal.authority, proposal.request_id),
                  record.SerializeAsString());
  group.staged = true;
}

absl::Status Committer::CheckExpectations(const Proposal& proposal,
                                          uint64_t log_size) const {
  if (proposal.expected_size && *proposal.expected_size != log_size) {
    return absl::AbortedError(absl::StrCat(
        "the log of ", proposal.authority, " has grown from ",
        *proposal.expected_size, " to ", log_size, " changes since"));
  }
  const Entries entries(engine_);
  for (const ProposedChange& change : proposal.changes) {
    if (!ConcernsEntry(change.kind)) continue;
    ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                     entries.At(proposal.authority, change.subject, log_size));
    const std::optional<uint64_t> sequence =
        revision ? std::make_optional(revision->sequence) : std::nullopt;
    if (sequence != change.expected_sequence) {
      return absl::AbortedError(absl::StrCat("entry ", change.subject, " of ",
                                             proposal.authority,
                                             " has changed since"));
    }
  }
  return absl::OkStatus();
}

absl::Status Committer::StageChanges(const Proposal& proposal,
                                     AuthorityLog& log, Group& group,
                                     Receipt& receipt) {
  // A log that exists is never signed with a new key: that would look like a
  // forgery to everybody who knows the old one.
  ASSIGN_OR_RETURN(const log::SigningKey* key,
                   log.size() == 0 ? keyring_.GetOrCreate(proposal.authority)
                                   : keyring_.Get(proposal.authority));
  const int64_t commit_time = NextCommitTime();
  int64_t published = 0;
  for (const ProposedChange& proposed : proposal.changes) {
    std::string salt(log::kSaltBytes, '\0');
    random_(
        absl::MakeSpan(reinterpret_cast<uint8_t*>(salt.data()), salt.size()));
    log::v1::ChangeHeader header;
    header.set_authority(proposal.authority);
    header.set_sequence(log.size());
    header.set_commit_time_micros(commit_time);
    header.set_kind(proposed.kind);
    header.set_subject(proposed.subject);
    ASSIGN_OR_RETURN(const log::Change change,
                     log::MakeChange(std::move(header), std::move(salt),
                                     proposed.body.SerializeAsString()));
    // From here on a local publish and a received record go the same way.
    ASSIGN_OR_RETURN(log::v1::ChangeHeader checked,
                     log::CheckChange(change, proposal.authority, log.size()));
    RETURN_IF_ERROR(log.Append(change, group.batch));
    ASSIGN_OR_RETURN(const int delta,
                     Project(engine_, checked, proposed.body, group.batch));
    published += delta;
    group.changes.push_back({std::move(checked), proposed.body});
  }
  receipt.commit_time = absl::FromUnixMicros(commit_time);
  ASSIGN_OR_RETURN(receipt.checkpoint,
                   log.Seal(commit_time, published, *key, group.batch));
  return absl::OkStatus();
}

absl::Status Committer::MakeDurable(Group& group) {
  RETURN_IF_ERROR(engine_.Commit(group.batch));
  std::vector<log::Head> heads;
  for (const auto& [authority, log] : group.logs) {
    if (log.size() == 0) continue;
    log::Head head;
    head.authority = authority;
    head.size = log.size();
    std::copy(log.head().root().begin(), log.head().root().end(),
              head.root.begin());
    heads.push_back(std::move(head));
  }
  return heads_.Append(heads);
}

int64_t Committer::NextCommitTime() {
  absl::MutexLock lock(&mutex_);
  last_time_micros_ =
      std::max(absl::ToUnixMicros(clock_()), last_time_micros_ + 1);
  if (!writing_since_micros_) writing_since_micros_ = last_time_micros_;
  return last_time_micros_;
}

absl::StatusOr<std::optional<Receipt>> Committer::FindRequest(
    const std::string& authority, const std::string& request_id,
    const std::string& fingerprint) const {
  if (request_id.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(
      const std::optional<std::string> stored,
      engine_.Get(Table::kRequest, RequestKey(authority, request_id)));
  if (!stored) return std::nullopt;
  v1::RequestRecord record;
  if (!record.ParseFromString(*stored)) {
    return absl::DataLossError("a record of the table request is malformed");
  }
  if (record.fingerprint() != fingerprint) return ReusedRequestId(request_id);
  {
    // Written, but not yet acknowledged: whoever asks has to wait in the queue.
    absl::MutexLock lock(&mutex_);
    const auto log = logs_.find(authority);
    const uint64_t readable = log == logs_.end() ? 0 : log->second.size();
    if (readable < record.size()) return std::nullopt;
  }
  return Replay(authority, record);
}

absl::StatusOr<Receipt> Committer::Replay(
    const std::string& authority, const v1::RequestRecord& record) const {
  ASSIGN_OR_RETURN(std::optional<std::string> checkpoint,
                   StoredCheckpoint(engine_, authority, record.size()));
  Receipt receipt;
  receipt.first_sequence = record.first_sequence();
  receipt.change_count = record.change_count();
  receipt.commit_time = absl::FromUnixMicros(record.commit_time_micros());
  receipt.size = record.size();
  receipt.checkpoint = std::move(checkpoint).value_or("");
  receipt.outcome = record.outcome();
  receipt.replayed = true;
  return receipt;
}

Instant Committer::Latest() const {
  absl::MutexLock lock(&mutex_);
  Instant::Sizes sizes;
  for (const auto& [authority, log] : logs_) {
    sizes.emplace(authority, log.size());
  }
  return Instant(std::move(sizes));
}

absl::StatusOr<Instant> Committer::At(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  Instant::Sizes readable;
  {
    absl::MutexLock lock(&mutex_);
    if (time > clock_()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "read_time: ", absl::FormatTime(time, absl::UTCTimeZone()),
          " lies in the future"));
    }
    // No later commit gets this time, and none that has it is still on its
    // way: the answer is final.
    last_time_micros_ = std::max(last_time_micros_, micros);
    while (writing_since_micros_ && *writing_since_micros_ <= micros) {
      settled_.Wait(&mutex_);
    }
    for (const auto& [authority, log] : logs_) {
      readable.emplace(authority, log.size());
    }
  }
  Instant::Sizes sizes;
  for (const auto& [authority, size] : readable) {
    ASSIGN_OR_RETURN(const std::optional<v1::LogHead> head,
                     HeadAtTime(engine_, authority, micros));
    if (head) sizes.emplace(authority, std::min(size, head->size()));
  }
  return Instant(std::move(sizes));
}

std::optional<v1::LogHead> Committer::Head(const std::string& authority) const {
  absl::MutexLock lock(&mutex_);
  const auto log = logs_.find(authority);
  if (log == logs_.end()) return std::nullopt;
  return log->second.head();
}

absl::Status Committer::health() const {
  absl::MutexLock lock(&mutex_);
  return health_;
}

}  // namespace localoffer::storage
