#include "storage/committed_logs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/keys.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::Status ReusedRequestId(const std::string& request_id) {
  return absl::AlreadyExistsError(
      absl::StrCat("request_id: \"", request_id,
                   "\" was used for another request; choose a new one"));
}

Instant InstantOf(const CommittedLogs::Logs& logs) {
  Instant::Sizes sizes;
  for (const auto& [authority, log] : logs) {
    sizes.emplace_hint(sizes.end(), authority, log.size());
  }
  return Instant(std::move(sizes));
}

}  // namespace

absl::StatusOr<std::unique_ptr<CommittedLogs>> CommittedLogs::Load(
    const Engine& engine, const log::HeadsFile& heads, Clock clock) {
  std::unique_ptr<CommittedLogs> logs(
      new CommittedLogs(engine, std::move(clock)));
  RETURN_IF_ERROR(logs->LoadLogs(heads));
  return logs;
}

absl::Status CommittedLogs::LoadLogs(const log::HeadsFile& heads) {
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
  latest_ = InstantOf(logs_);
  return CheckAcknowledged(heads);
}

absl::Status CommittedLogs::CheckAcknowledged(const log::HeadsFile& heads) {
  if (heads.created() && !logs_.empty()) {
    return absl::DataLossError(
        "the file `heads`, which says what was acknowledged, is missing beside "
        "logs that are not empty; restore the whole data directory from one "
        "backup");
  }
  for (const auto& [authority, head] : heads.heads()) {
    const uint64_t size = latest_.SizeOf(authority);
    if (size < head.size) {
      return absl::DataLossError(absl::StrCat(
          "the log of ", authority, " has ", size, " changes, but ", head.size,
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

Instant CommittedLogs::Latest() const {
  absl::MutexLock lock(&mutex_);
  return latest_;
}

absl::StatusOr<Instant> CommittedLogs::At(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  Instant readable;
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
    while (IsWriting(micros)) settled_.Wait(&mutex_);
    readable = latest_;
  }
  Instant::Sizes sizes;
  for (const auto& [authority, size] : readable.sizes()) {
    ASSIGN_OR_RETURN(const std::optional<v1::LogHead> head,
                     HeadAtTime(engine_, authority, micros));
    if (head) {
      sizes.emplace_hint(sizes.end(), authority, std::min(size, head->size()));
    }
  }
  return Instant(std::move(sizes));
}

bool CommittedLogs::IsSettled(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  absl::MutexLock lock(&mutex_);
  // At() refuses the future at once, and it must not hold up commits.
  if (time > clock_()) return true;
  // So that no group can begin before the time is read at.
  last_time_micros_ = std::max(last_time_micros_, micros);
  return !IsWriting(micros);
}

absl::StatusOr<absl::Time> CommittedLogs::TimeOf(const Instant& instant) const {
  absl::Time newest = absl::InfinitePast();
  for (const auto& [authority, size] : instant.sizes()) {
    ASSIGN_OR_RETURN(
        const std::optional<std::string> stored,
        engine_.Get(Table::kChange, NumberKey(authority, size - 1)));
    log::v1::ChangeHeader header;
    if (!stored || !header.ParseFromString(*stored)) {
      return absl::DataLossError(absl::StrCat(
          "change ", size - 1, " of ", authority, " is missing or damaged"));
    }
    newest =
        std::max(newest, absl::FromUnixMicros(header.commit_time_micros()));
  }
  return newest;
}

std::optional<v1::LogHead> CommittedLogs::Head(
    absl::string_view authority) const {
  absl::MutexLock lock(&mutex_);
  const auto log = logs_.find(authority);
  if (log == logs_.end()) return std::nullopt;
  return log->second.head();
}

LogTimes CommittedLogs::LogsOf(absl::string_view authority) const {
  absl::MutexLock lock(&mutex_);
  LogTimes times;
  // Ids of an authority's harvested logs follow its own.
  for (auto log = logs_.lower_bound(authority);
       log != logs_.end() && absl::StartsWith(log->first, authority); ++log) {
    if (log::AuthorityOfLog(log->first) != authority) continue;
    times.emplace(log->first, absl::FromUnixMicros(
                                  log->second.head().commit_time_micros()));
  }
  return times;
}

absl::StatusOr<std::optional<Receipt>> CommittedLogs::FindRequest(
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
  // Written, but not yet acknowledged: whoever asks has to wait in the queue.
  if (Latest().SizeOf(authority) < record.size()) return std::nullopt;
  return Replay(authority, record);
}

absl::StatusOr<Receipt> CommittedLogs::Replay(
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

AuthorityLog CommittedLogs::LogOf(const std::string& authority) const {
  absl::MutexLock lock(&mutex_);
  const auto log = logs_.find(authority);
  return log == logs_.end() ? AuthorityLog(authority) : log->second;
}

int64_t CommittedLogs::TakeCommitTime(int64_t after_micros) {
  absl::MutexLock lock(&mutex_);
  last_time_micros_ = std::max(
      {absl::ToUnixMicros(clock_()), last_time_micros_ + 1, after_micros + 1});
  if (!writing_since_micros_) writing_since_micros_ = last_time_micros_;
  return last_time_micros_;
}

// Logs are moved out: NOLINTNEXTLINE(performance-unnecessary-value-param)
void CommittedLogs::Settle(Logs written) {
  {
    absl::MutexLock lock(&mutex_);
    for (auto& [authority, log] : written) {
      if (log.size() > 0) logs_.insert_or_assign(authority, std::move(log));
    }
    if (!written.empty()) latest_ = InstantOf(logs_);
    writing_since_micros_.reset();
    settled_.SignalAll();
  }
  if (written.empty()) return;
  for (const std::function<void()>& listener : listeners_) listener();
}

void CommittedLogs::AddListener(std::function<void()> listener) {
  listeners_.push_back(std::move(listener));
}

}  // namespace localoffer::storage
