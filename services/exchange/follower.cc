#include "services/exchange/follower.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/exchange/checkpoint_check.h"
#include "services/rpc/error.h"
#include "storage/directory/edition_check.h"
#include "storage/log/authority_log.h"
#include "storage/log/checkpoint.h"
#include "storage/log/note.h"
#include "storage/refusal.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

using storage::Refusal;

constexpr absl::Duration kShortestWait = absl::Milliseconds(250);
constexpr absl::Duration kLongestWait = absl::Minutes(1);
// What a peer may show of one log that is too large to be looked at, and of how
// many logs: it costs memory.
constexpr size_t kMostLater = 16;
constexpr size_t kMostLogs = 10'000;
constexpr size_t kMostUntrustedBytes = 1024;
constexpr absl::string_view kFalseEdition = "FALSE_EDITION";

}  // namespace

Follower::Follower(storage::Store& store, storage::Clock clock,
                   rpc::Journal& journal, const FollowedPeers& peers)
    : store_(store),
      clock_(std::move(clock)),
      journal_(journal),
      addresses_(peers.addresses),
      peers_(addresses_.size()),
      hold_(clock_(), peers.patience) {}

void Follower::TakeCheckpoints(size_t peer,
                               const v1::WatchCheckpointsResponse& message) {
  const absl::Time now = clock_();
  {
    absl::MutexLock lock(&mutex_);
    PeerState& from = peers_[peer];
    if (from.state != v1::PEER_STATE_CONNECTED) {
      from.state = v1::PEER_STATE_CONNECTED;
      from.has_told_again = false;
      from.has_left_out = false;
      from.detail.clear();
      // Whatever kept it from answering may be over.
      for (auto& [name, log] : from.logs) log.not_before = now;
    }
    const auto server_time = entry::FromTimestamp(message.server_time());
    if (server_time.ok()) from.clock_ahead = *server_time - now;
  }
  for (const v1::LogCheckpoint& shown : message.logs()) TakeLog(peer, shown);
  // Not before: until then less is known than what it had at that time.
  absl::MutexLock lock(&mutex_);
  PeerState& from = peers_[peer];
  from.contact_time = now;
  from.has_told = from.has_told || message.complete();
  from.has_told_again = message.complete();
}

void Follower::TakeLog(size_t peer, const v1::LogCheckpoint& shown) {
  const auto log = entry::ParseLogName("log", shown.log());
  if (!log.ok()) return;
  const bool trusted = !KeysOf(store_, *log).empty();
  absl::string_view too_much;
  {
    absl::MutexLock lock(&mutex_);
    PeerState& from = peers_[peer];
    if (from.logs.size() + from.untrusted.size() >= kMostLogs &&
        !from.logs.contains(*log) && !from.untrusted.contains(*log)) {
      too_much = "it shows too many logs";
    } else if (trusted) {
      from.logs.try_emplace(*log);
    } else if (shown.checkpoint().size() <= kMostUntrustedBytes) {
      from.untrusted.insert_or_assign(*log, shown.checkpoint());
    } else {
      too_much = "its checkpoint is too long";
    }
  }
  if (!too_much.empty()) return LeaveOut(peer, *log, too_much);
  if (!trusted) return;
  TakeNote(peer, *log, shown.checkpoint(), true);
  for (const std::string& note : shown.witnessed_checkpoints()) {
    TakeNote(peer, *log, note, false);
  }
  // Now its size is known.
  absl::MutexLock lock(&mutex_);
  peers_[peer].untrusted.erase(*log);
}

void Follower::LeaveOut(size_t peer, const std::string& log,
                        absl::string_view why) {
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(peers_[peer].has_left_out, true)) return;
  }
  journal_.Write(
      rpc::Severity::kWarning,
      "a log that a peer shows is left out, and more may be",
      {{"peer", addresses_[peer]}, {"log", log}, {"detail", std::string(why)}});
}

void Follower::TakeNote(size_t peer, const std::string& log,
                        const std::string& note, bool newest) {
  const auto seen = LookAt(store_, clock_(), addresses_[peer], log, note);
  if (!seen.ok()) {
    Refused(peer, log, seen.status());
    return;
  }
  if (newest) TakeClaim(peer, log, seen->size, seen->verified);
  if (seen->consistent) {
    if (const absl::Status kept =
            KeepCosignatures(store_, log, seen->size, note);
        !kept.ok()) {
      journal_.Write(rpc::Severity::kWarning, "a cosignature was not kept",
                     {{"log", log}, {"detail", std::string(kept.message())}});
    }
    return;
  }
  absl::MutexLock lock(&mutex_);
  auto& later = peers_[peer].logs[log].later;
  later.emplace(seen->size, note);
  if (later.size() > kMostLater) later.erase(later.begin());
}

void Follower::TakeClaim(size_t peer, const std::string& log, uint64_t size,
                         bool verified) {
  const uint64_t size_here = store_.logs().Latest().SizeOf(log);
  uint64_t shown_before = 0;
  {
    absl::MutexLock lock(&mutex_);
    LogAtPeer& at_peer = peers_[peer].logs[log];
    at_peer.claimed = size;
    if (size > size_here) {
      if (!at_peer.ahead_since) at_peer.ahead_since = clock_();
    } else {
      at_peer.ahead_since.reset();
    }
    if (!verified) return;
    shown_before = at_peer.largest_verified;
    at_peer.largest_verified = std::max(size, shown_before);
    if (size >= shown_before) {
      // What it was refused for before does not stand.
      if (at_peer.refusal &&
          (at_peer.refusal->name == RefusalName(Refusal::kRollback) ||
           at_peer.refusal->name == RefusalName(Refusal::kBadSignature))) {
        at_peer.refusal.reset();
      }
      return;
    }
  }
  Refused(
      peer, log,
      storage::Refuse(Refusal::kRollback,
                      absl::StrCat("its log of ", log, " had ", shown_before,
                                   " changes and now has ", size)));
}

void Follower::LookAgain(const std::string& log) {
  const uint64_t size_here = store_.logs().Latest().SizeOf(log);
  std::vector<std::pair<size_t, std::string>> notes;
  {
    absl::MutexLock lock(&mutex_);
    for (size_t peer = 0; peer < peers_.size(); ++peer) {
      const auto found = peers_[peer].logs.find(log);
      if (found == peers_[peer].logs.end()) continue;
      LogAtPeer& at_peer = found->second;
      if (at_peer.claimed <= size_here) at_peer.ahead_since.reset();
      const auto end = at_peer.later.lower_bound({size_here + 1, ""});
      for (auto note = at_peer.later.begin(); note != end; ++note) {
        notes.emplace_back(peer, note->second);
      }
      at_peer.later.erase(at_peer.later.begin(), end);
    }
  }
  for (const auto& [peer, note] : notes) TakeNote(peer, log, note, false);
}

void Follower::Lost(size_t peer, const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  PeerState& from = peers_[peer];
  if (from.state == v1::PEER_STATE_CONNECTED) {
    from.state = v1::PEER_STATE_UNREACHABLE;
  }
  from.detail = std::string(why.message());
}

bool Follower::IsWanted(const LogAtPeer& log, uint64_t size_here) const {
  if (log.not_before > clock_()) return false;
  return log.to_prove.has_value() || log.IsAhead(size_here);
}

void Follower::TakeNewlyTrusted() {
  std::vector<std::pair<size_t, v1::LogCheckpoint>> shown;
  {
    absl::MutexLock lock(&mutex_);
    for (size_t peer = 0; peer < peers_.size(); ++peer) {
      for (const auto& [log, checkpoint] : peers_[peer].untrusted) {
        if (store_.trust().KeysOf(log).empty()) continue;
        v1::LogCheckpoint& newly =
            shown.emplace_back(peer, v1::LogCheckpoint()).second;
        newly.set_log(entry::FormatAuthorityName(log));
        newly.set_checkpoint(checkpoint);
      }
    }
  }
  for (const auto& [peer, log] : shown) TakeLog(peer, log);
}

std::optional<Ask> Follower::Next() {
  TakeNewlyTrusted();
  const storage::Instant instant = store_.logs().Latest();
  absl::MutexLock lock(&mutex_);
  // Of each log the peer that has most of it, and the first such log after the
  // last one that was asked for.
  std::map<std::string, Ask> asks;
  for (size_t peer = 0; peer < peers_.size(); ++peer) {
    if (peers_[peer].state != v1::PEER_STATE_CONNECTED) continue;
    for (const auto& [name, log] : peers_[peer].logs) {
      const uint64_t size_here = instant.SizeOf(name);
      if (under_way_.contains(name) || !IsWanted(log, size_here)) continue;
      Ask ask{peer, Ask::Kind::kChanges, name, size_here, log.claimed};
      if (log.to_prove && size_here > 0) {
        ask.kind = Ask::Kind::kConsistency;
        ask.to = *log.to_prove;
        // What is here may have grown since.
        ask.from = std::min(size_here, ask.to);
      }
      const auto [known, added] = asks.try_emplace(name, ask);
      if (!added && ask.to > known->second.to) known->second = ask;
    }
  }
  if (asks.empty()) return std::nullopt;
  auto next = asks.upper_bound(last_asked_);
  if (next == asks.end()) next = asks.begin();
  last_asked_ = next->first;
  under_way_.insert(next->first);
  return next->second;
}

absl::Time Follower::NextTime() const {
  const storage::Instant instant = store_.logs().Latest();
  const absl::Time now = clock_();
  absl::Time first = absl::InfiniteFuture();
  absl::MutexLock lock(&mutex_);
  for (const PeerState& peer : peers_) {
    if (peer.state != v1::PEER_STATE_CONNECTED) continue;
    for (const auto& [name, log] : peer.logs) {
      if (under_way_.contains(name)) continue;
      if (log.to_prove || log.IsAhead(instant.SizeOf(name))) {
        first = std::min(first, std::max(now, log.not_before));
      }
    }
  }
  return first;
}

absl::Status Follower::TakeSegment(const Ask& ask,
                                   const storage::Segment& segment) {
  absl::Status received = store_.committer().Receive(segment);
  if (received.ok()) {
    {
      absl::MutexLock lock(&mutex_);
      PeerState& peer = peers_[ask.peer];
      ++peer.segments;
      peer.changes += static_cast<int64_t>(segment.changes.size());
      LogAtPeer& log = peer.logs[ask.log];
      log.failures = 0;
      log.to_prove.reset();
      hold_.Grew(ask.log, clock_());
      if (log.refusal && log.refusal->name != kFalseEdition) {
        log.refusal.reset();
      }
    }
    LookAgain(ask.log);
    CheckEditions(ask.peer, segment);
    return received;
  }
  if (storage::RefusalOf(received) == Refusal::kWrongChanges) {
    // Altered on their way, or signed like that? That decides who is to blame.
    const auto note = log::ParseNote(segment.checkpoint);
    if (note.ok()) {
      const auto checkpoint = log::ParseCheckpointBody(note->text);
      absl::MutexLock lock(&mutex_);
      if (checkpoint.ok()) {
        peers_[ask.peer].logs[ask.log].to_prove = checkpoint->size;
      }
    }
  }
  return received;
}

// What is false in them was signed by the authority: it stays in the log, and
// is told.
void Follower::CheckEditions(size_t peer, const storage::Segment& segment) {
  const auto checked = storage::CheckEditions(
      store_.engine(), segment.authority, segment.first_sequence,
      segment.first_sequence + segment.changes.size());
  if (!checked.ok()) {
    journal_.Write(rpc::Severity::kWarning, "editions were not checked",
                   {{"log", segment.authority},
                    {"detail", std::string(checked.status().message())}});
    return;
  }
  for (const storage::CheckedEdition& edition : *checked) {
    if (edition.finding.verdict != storage::EditionVerdict::kFalse) continue;
    Remember(
        peer, segment.authority, std::string(kFalseEdition),
        absl::StrCat("edition ", edition.edition.id,
                     " does not say what the log says: ", edition.finding.why));
  }
}

absl::Status Follower::TakeProof(const Ask& ask,
                                 const v1::GetConsistencyProofResponse& proof) {
  absl::Status checked = CheckExtends(store_, clock_(), addresses_[ask.peer],
                                      ask.log, ask.from, proof);
  absl::MutexLock lock(&mutex_);
  LogAtPeer& log = peers_[ask.peer].logs[ask.log];
  log.to_prove.reset();
  if (storage::RefusalOf(checked) == Refusal::kFork) log.is_fork = true;
  return checked;
}

void Follower::End(const Ask& ask, const absl::Status& status) {
  const uint64_t size_here = store_.logs().Latest().SizeOf(ask.log);
  if (storage::RefusalOf(status)) Refused(ask.peer, ask.log, status);
  absl::MutexLock lock(&mutex_);
  under_way_.erase(ask.log);
  LogAtPeer& log = peers_[ask.peer].logs[ask.log];
  if (ask.kind == Ask::Kind::kConsistency) {
    // A peer that can't prove it has no more to say.
    if (!status.ok()) log.to_prove.reset();
    BackOff(log);
    return;
  }
  if (status.ok() && size_here > ask.from) return;
  if (status.ok() || storage::RefusalOf(status)) log.had_nothing = true;
  // Proving comes at once; asking again does not.
  if (!log.to_prove) BackOff(log);
}

void Follower::BackOff(LogAtPeer& log) {
  const absl::Duration wait =
      kShortestWait * static_cast<double>(1 << std::min(log.failures, 8));
  log.not_before = clock_() + std::min(wait, kLongestWait);
  ++log.failures;
}

void Follower::Refused(size_t peer, const std::string& log,
                       const absl::Status& why) {
  const std::optional<Refusal> refusal = storage::RefusalOf(why);
  Remember(peer, log, refusal ? std::string(RefusalName(*refusal)) : "INTERNAL",
           std::string(why.message()));
}

void Follower::Remember(size_t peer, const std::string& log,
                        const std::string& name, const std::string& detail) {
  bool known = false;
  {
    absl::MutexLock lock(&mutex_);
    PeerState& from = peers_[peer];
    ++from.refusals[name];
    LogAtPeer& at_peer = from.logs[log];
    known = at_peer.refusal && at_peer.refusal->name == name;
    at_peer.refusal = RefusalMade{name, detail, clock_()};
  }
  if (known) return;
  const bool signed_by_the_authority =
      name == RefusalName(Refusal::kFork) || name == kFalseEdition;
  journal_.Write(
      signed_by_the_authority ? rpc::Severity::kError : rpc::Severity::kWarning,
      "refused what a peer shows",
      {{"peer", addresses_[peer]},
       {"log", log},
       {"reason", name},
       {"detail", detail}});
}

absl::Status Follower::MaySign(const std::string& log) const {
  if (addresses_.empty()) return absl::OkStatus();
  const uint64_t size = store_.logs().Latest().SizeOf(log);
  const bool begins = KeysOf(store_, log).empty();
  absl::MutexLock lock(&mutex_);
  if (begins) hold_.Release(log);
  const std::string why = hold_.Why(log, size, peers_, addresses_, clock_());
  if (why.empty()) return absl::OkStatus();
  return rpc::CallerError(absl::StatusCode::kUnavailable, "ASKING_PEERS",
                          absl::StrCat(why, "; try again in a few seconds"),
                          {{"retry_after_seconds", "2"}});
}

absl::Status Follower::MaySignAll() const {
  const storage::Instant instant = store_.logs().Latest();
  for (const auto& [log, size] : instant.sizes()) {
    if (!store_.committer().IsHome(log)) continue;
    RETURN_IF_ERROR(MaySign(log));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::exchange
