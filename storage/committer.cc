#include "storage/committer.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/directory/entries.h"
#include "storage/keys.h"
#include "storage/numbering.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// A group ends when its proposals hold this many bytes: later ones should not
// wait for a whole local offer to be written.
constexpr size_t kGroupBytes = 4 << 20;
constexpr size_t kGroupProposals = 256;

bool ConcernsEntry(log::v1::ChangeKind kind) {
  return kind == log::v1::CHANGE_KIND_ENTRY_PUBLISHED ||
         kind == log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
}

}  // namespace

struct Committer::Waiter {
  explicit Waiter(const Proposal& asked) : proposal(&asked) {}
  explicit Waiter(const Segment& sent) : segment(&sent) {}

  const std::string& authority() const {
    return proposal != nullptr ? proposal->authority : segment->authority;
  }
  // Whether it must not share a group with others of its log.
  bool TakesWholeLog() const {
    return segment != nullptr ||
           std::any_of(proposal->changes.begin(), proposal->changes.end(),
                       [](const ProposedChange& change) {
                         return !ConcernsEntry(change.kind) &&
                                change.kind !=
                                    log::v1::CHANGE_KIND_NIL_DECLARED;
                       });
  }
  size_t bytes() const;

  // One of the two.
  const Proposal* proposal = nullptr;
  const Segment* segment = nullptr;
  bool done = false;
  // Signalled when it is done, or has become the first in the queue.
  absl::CondVar turn;
  absl::StatusOr<Receipt> result = absl::InternalError("not yet committed");
};

size_t Committer::Waiter::bytes() const {
  size_t bytes = 0;
  if (proposal != nullptr) {
    for (const ProposedChange& change : proposal->changes) {
      bytes += change.body.ByteSizeLong();
    }
  } else {
    for (const ReceivedChange& received : segment->changes) {
      bytes += received.change.body_bytes.size();
    }
  }
  return bytes;
}

// What one leader writes.
struct Committer::Group {
  explicit Group(const Engine& engine)
      : batch(engine), projector(engine, batch) {}
  Batch batch;
  Projector projector;
  // Logs as they will be after the group.
  CommittedLogs::Logs logs;
  std::vector<CommittedChange> changes;
  // Whether there is anything to write.
  bool staged = false;
};

Committer::Committer(Engine& engine, log::HeadsFile& heads,
                     log::Keyring& keyring, const log::Trust& trust,
                     CommittedLogs& logs, Clock clock, RandomBytes random,
                     Observer observer, FailureObserver on_failure)
    : engine_(engine),
      heads_(heads),
      keyring_(keyring),
      trust_(trust),
      logs_(logs),
      clock_(std::move(clock)),
      random_(std::move(random)),
      observer_(std::move(observer)),
      on_failure_(std::move(on_failure)) {}

absl::StatusOr<Receipt> Committer::Commit(const Proposal& proposal) {
  Waiter waiter(proposal);
  return Queue(waiter);
}

absl::Status Committer::Receive(const Segment& segment) {
  Waiter waiter(segment);
  return Queue(waiter).status();
}

absl::StatusOr<Receipt> Committer::Queue(Waiter& waiter) {
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
    if (!member->result.ok()) ++totals_.refused;
    member->done = true;
    queue_.pop_front();
    member->turn.Signal();
  }
  if (!queue_.empty()) queue_.front()->turn.Signal();
  return std::move(waiter.result);
}

std::vector<Committer::Waiter*> Committer::TakeGroup() {
  std::vector<Waiter*> group;
  // Authority, and subject or request id; authority alone for a whole log.
  std::set<std::pair<absl::string_view, absl::string_view>> taken;
  std::set<absl::string_view> authorities;
  size_t bytes = 0;
  for (Waiter* waiter : queue_) {
    const std::string& authority = waiter->authority();
    // A group takes a subject and a request id once: what a change of it does
    // depends on the change before, which must be in the store to be seen.
    std::set<std::pair<absl::string_view, absl::string_view>> subjects;
    if (waiter->proposal != nullptr) {
      for (const ProposedChange& change : waiter->proposal->changes) {
        subjects.emplace(authority, change.subject);
      }
      if (!waiter->proposal->request_id.empty()) {
        subjects.emplace(authority, waiter->proposal->request_id);
      }
    }
    bytes += waiter->bytes();
    const bool whole = waiter->TakesWholeLog();
    const bool seen =
        taken.contains({authority, ""}) ||
        (whole && authorities.contains(authority)) ||
        std::any_of(subjects.begin(), subjects.end(), [&](const auto& subject) {
          return taken.contains(subject);
        });
    if (!group.empty() &&
        (seen || bytes > kGroupBytes || group.size() == kGroupProposals)) {
      break;
    }
    if (whole) subjects.emplace(authority, "");
    authorities.insert(authority);
    taken.merge(subjects);
    group.push_back(waiter);
  }
  return group;
}

void Committer::WriteGroup(absl::Span<Waiter* const> waiters) {
  Group group(engine_);
  for (const Waiter* waiter : waiters) {
    const std::string& authority = waiter->authority();
    group.logs.emplace(authority, logs_.LogOf(authority));
  }
  for (Waiter* waiter : waiters) {
    waiter->result = Stage(*waiter, group);
  }
  absl::Status durable;
  bool attempted = false;
  if (group.staged) {
    durable = engine_.CheckFreeSpace();
    if (durable.ok()) durable = StageArrivals(group);
    attempted = durable.ok();
    if (attempted) durable = MakeDurable(group);
    if (durable.ok() && !group.changes.empty()) observer_(group.changes);
  }

  logs_.Settle(group.staged && durable.ok() ? std::move(group.logs)
                                            : CommittedLogs::Logs());
  if (durable.ok()) {
    absl::MutexLock lock(&mutex_);
    if (group.staged) ++totals_.groups;
    totals_.changes += group.changes.size();
    return;
  }
  // Once a write was attempted and failed, nobody knows what is on disk: a
  // sync cannot be repeated. So nothing more is acknowledged.
  if (attempted) {
    {
      absl::MutexLock lock(&mutex_);
      health_ = durable;
    }
    if (on_failure_) on_failure_(durable);
    durable = absl::InternalError(durable.message());
  }
  for (Waiter* waiter : waiters) {
    if (waiter->result.ok() && !waiter->result->replayed) {
      waiter->result = durable;
    }
  }
}

absl::Status Committer::StageArrivals(Group& group) const {
  return NumberChanges(engine_, logs_, group.logs, group.changes, group.batch);
}

// What fails half way leaves no trace among the others'.
absl::StatusOr<Receipt> Committer::Stage(const Waiter& waiter, Group& group) {
  AuthorityLog& log = group.logs.at(waiter.authority());
  const AuthorityLog before = log;
  const size_t changes_before = group.changes.size();
  group.batch.SetSavePoint();
  group.projector.Mark();
  absl::StatusOr<Receipt> receipt = Receipt();
  if (waiter.proposal != nullptr) {
    receipt = StageProposal(*waiter.proposal, group);
  } else if (absl::Status staged =
                 SegmentStager(KeysOf(log), clock_())
                     .Stage(*waiter.segment, log, group.projector, group.batch,
                            group.changes);
             !staged.ok()) {
    receipt = std::move(staged);
  }
  if (receipt.ok()) {
    group.batch.ForgetSavePoint();
    group.staged = group.staged || group.changes.size() > changes_before;
    return receipt;
  }
  group.batch.RollbackToSavePoint();
  group.projector.BackToMark();
  group.changes.resize(changes_before);
  log = before;
  return receipt;
}

absl::StatusOr<Receipt> Committer::StageProposal(const Proposal& proposal,
                                                 Group& group) {
  ASSIGN_OR_RETURN(std::optional<Receipt> earlier,
                   logs_.FindRequest(proposal.authority, proposal.request_id,
                                     proposal.fingerprint));
  if (earlier) return *std::move(earlier);
  AuthorityLog& log = group.logs.at(proposal.authority);
  RETURN_IF_ERROR(CheckExpectations(proposal, log.size(), group.projector));
  Receipt receipt;
  receipt.first_sequence = log.size();
  receipt.change_count = proposal.changes.size();
  receipt.outcome = proposal.outcome;
  if (!proposal.changes.empty()) {
    RETURN_IF_ERROR(StageChanges(proposal, log, group, receipt));
  }
  receipt.size = log.size();
  StageRequest(proposal, receipt, group);
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
                                          uint64_t log_size,
                                          Projector& projector) {
  if (proposal.expected_size && *proposal.expected_size != log_size) {
    return absl::AbortedError(absl::StrCat(
        "the log of ", proposal.authority, " has grown from ",
        *proposal.expected_size, " to ", log_size, " changes since"));
  }
  for (const ProposedChange& change : proposal.changes) {
    if (!ConcernsEntry(change.kind)) continue;
    ASSIGN_OR_RETURN(
        const std::optional<EntryRevision> revision,
        projector.Find(proposal.authority, change.subject, log_size));
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
  ASSIGN_OR_RETURN(const log::SigningKey* key, KeyFor(log));
  if (log.keys().empty()) log.BeginWith(key->verifier_key(), group.batch);
  const int64_t commit_time =
      logs_.TakeCommitTime(log.head().commit_time_micros());
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
    RETURN_IF_ERROR(log.Append(checked, change, group.batch));
    ASSIGN_OR_RETURN(const int delta,
                     group.projector.Project(checked, &proposed.body));
    published += delta;
    // The proposer waits with its body.
    group.changes.push_back(
        {std::move(checked), std::shared_ptr<const log::v1::ChangeBody>(
                                 std::shared_ptr<void>(), &proposed.body)});
  }
  receipt.commit_time = absl::FromUnixMicros(commit_time);
  log.EndCommit(commit_time, published, group.batch);
  ASSIGN_OR_RETURN(receipt.checkpoint, log.Seal(*key, group.batch));
  return absl::OkStatus();
}

// The key that signs the log's next checkpoint, if it is one of this node's. A
// log that exists is never signed with a new key: that would look like a
// forgery to everybody who knows the old one.
absl::StatusOr<const log::SigningKey*> Committer::KeyFor(
    const AuthorityLog& log) const {
  const log::KeyTimeline keys = KeysOf(log);
  absl::StatusOr<const log::SigningKey*> key = absl::NotFoundError("");
  if (const log::VerifierKey* speaks = keys.At(log.size() + 1)) {
    key = keyring_.Find(*speaks);
  }
  if (keys.empty() || key.ok()) {
    RETURN_IF_ERROR(MaySign(log.authority()));
  }
  if (keys.empty()) return keyring_.GetOrCreate(log.authority());
  if (!absl::IsNotFound(key.status())) return key;
  return absl::FailedPreconditionError(
      absl::StrCat("another node's key speaks for ", log.authority()));
}

void Committer::AskBeforeSigning(Permission may_sign) {
  may_sign_ = std::move(may_sign);
}

absl::Status Committer::MaySign(const std::string& authority) const {
  return may_sign_ ? may_sign_(authority) : absl::OkStatus();
}

log::KeyTimeline Committer::KeysOf(const AuthorityLog& log) const {
  log::KeyTimeline keys = log.keys().With(trust_.KeysOf(log.authority()));
  if (!keys.empty()) return keys;
  const auto own = keyring_.Get(log.authority());
  if (own.ok()) keys.Begin(0, (*own)->verifier_key());
  return keys;
}

bool Committer::IsHome(const std::string& authority) const {
  const AuthorityLog log = logs_.LogOf(authority);
  const log::KeyTimeline keys = KeysOf(log);
  if (keys.empty()) return true;
  const log::VerifierKey* speaks = keys.At(log.size() + 1);
  return speaks != nullptr && keyring_.Find(*speaks).ok();
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

Committer::Totals Committer::totals() const {
  absl::MutexLock lock(&mutex_);
  return totals_;
}

absl::Status Committer::health() const {
  absl::MutexLock lock(&mutex_);
  return health_;
}

}  // namespace localoffer::storage
