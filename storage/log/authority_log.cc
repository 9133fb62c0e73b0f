#include "storage/log/authority_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<log::Hash> ReadNode(const Engine& engine,
                                   absl::string_view authority, int level,
                                   uint64_t index) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kNode, NodeKey(authority, level, index)));
  if (!stored) {
    return absl::DataLossError(absl::StrCat("Merkle node ", level, "/", index,
                                            " of ", authority, " is missing"));
  }
  return log::HashFromBytes(*stored);
}

absl::Status LoadKeys(const Engine& engine, absl::string_view authority,
                      log::KeyTimeline& keys) {
  Cursor cursor = engine.Scan(Table::kLogKey, IdPrefix(authority));
  for (; cursor.Valid(); cursor.Next()) {
    const std::optional<uint64_t> size = NumberOfKey(cursor.key());
    absl::StatusOr<log::VerifierKey> key =
        log::VerifierKey::Parse(cursor.value());
    if (!size || !key.ok()) {
      return absl::DataLossError("a record of the table log_key is malformed");
    }
    keys.Begin(*size, *std::move(key));
  }
  return cursor.status();
}

}  // namespace

AuthorityLog::AuthorityLog(std::string authority)
    : authority_(std::move(authority)) {}

absl::StatusOr<AuthorityLog> AuthorityLog::Load(const Engine& engine,
                                                std::string authority) {
  AuthorityLog log(std::move(authority));
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kHead, log.authority_));
  if (!stored || !log.head_.ParseFromString(*stored)) {
    return absl::DataLossError(absl::StrCat(
        "the head of the log of ", log.authority_, " is missing or damaged"));
  }
  ASSIGN_OR_RETURN(log.frontier_,
                   log::Frontier::Load(log.head_.size(),
                                       StoredNodes(engine, log.authority_)));
  if (log::HashBytes(log.frontier_.Root()) != log.head_.root()) {
    return absl::DataLossError(absl::StrCat("the log of ", log.authority_,
                                            " does not add up to its root"));
  }
  RETURN_IF_ERROR(LoadKeys(engine, log.authority_, log.keys_));
  if (log.keys_.empty()) {
    return absl::DataLossError(absl::StrCat("the keys of the log of ",
                                            log.authority_, " are missing"));
  }
  return log;
}

void AuthorityLog::BeginWith(const log::VerifierKey& key, Batch& batch) {
  batch.Put(Table::kLogKey, NumberKey(authority_, 0), key.ToString());
  keys_.Begin(0, key);
}

absl::Status AuthorityLog::Append(const log::v1::ChangeHeader& header,
                                  const log::Change& change, Batch& batch) {
  const std::string key = NumberKey(authority_, size());
  batch.Put(Table::kChange, key, change.header_bytes);
  if (!change.IsErased()) {
    batch.Put(Table::kBody, key, absl::StrCat(change.salt, change.body_bytes));
  }
  frontier_.Append(log::LeafHash(change.header_bytes),
                   [&](int level, uint64_t index, const log::Hash& hash) {
                     batch.Put(Table::kNode, NodeKey(authority_, level, index),
                               log::HashBytes(hash));
                   });
  if (header.kind() != log::v1::CHANGE_KIND_KEY_ROTATED) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(log::VerifierKey next, log::RotatedKey(header));
  batch.Put(Table::kLogKey, NumberKey(authority_, size()), header.subject());
  keys_.Begin(size(), std::move(next));
  return absl::OkStatus();
}

void AuthorityLog::EndCommit(int64_t commit_time_micros,
                             int64_t published_delta, Batch& batch) {
  head_.set_size(size());
  head_.set_root(std::string(log::HashBytes(frontier_.Root())));
  head_.set_commit_time_micros(commit_time_micros);
  head_.set_published_entries(head_.published_entries() + published_delta);
  const std::string head = head_.SerializeAsString();
  batch.Put(Table::kHead, authority_, head);
  batch.Put(Table::kCommit,
            NumberKey(authority_, static_cast<uint64_t>(commit_time_micros)),
            head);
}

absl::StatusOr<std::string> AuthorityLog::Seal(const log::SigningKey& key,
                                               Batch& batch) {
  ASSIGN_OR_RETURN(
      std::string note,
      log::SignCheckpoint(
          {log::CheckpointOrigin(authority_), size(), frontier_.Root()}, key));
  batch.Put(Table::kCheckpoint, NumberKey(authority_, size()), note);
  return note;
}

absl::Status AuthorityLog::SealWith(const log::Checkpoint& checkpoint,
                                    absl::string_view note, Batch& batch) {
  if (checkpoint.size != size() || checkpoint.root != frontier_.Root()) {
    return absl::DataLossError(
        absl::StrCat("the changes of ", authority_, " up to ", size(),
                     " do not add up to the checkpoint of ", checkpoint.size));
  }
  batch.Put(Table::kCheckpoint, NumberKey(authority_, size()), note);
  return absl::OkStatus();
}

std::function<absl::StatusOr<log::Hash>(int level, uint64_t index)> StoredNodes(
    const Engine& engine, absl::string_view authority) {
  return [&engine, authority](int level, uint64_t index) {
    return ReadNode(engine, authority, level, index);
  };
}

absl::StatusOr<log::Change> StoredChange(const Engine& engine,
                                         absl::string_view authority,
                                         uint64_t sequence) {
  const std::string key = NumberKey(authority, sequence);
  ASSIGN_OR_RETURN(std::optional<std::string> header,
                   engine.Get(Table::kChange, key));
  if (!header) {
    return absl::NotFoundError(
        absl::StrCat("there is no change ", sequence, " of ", authority));
  }
  log::Change change;
  change.header_bytes = *std::move(header);
  ASSIGN_OR_RETURN(const std::optional<std::string> body,
                   engine.Get(Table::kBody, key));
  if (!body) return change;
  if (body->size() < log::kSaltBytes) {
    return absl::DataLossError("a record of the table body is malformed");
  }
  change.salt = body->substr(0, log::kSaltBytes);
  change.body_bytes = body->substr(log::kSaltBytes);
  return change;
}

absl::StatusOr<log::Hash> StoredRootAt(const Engine& engine,
                                       absl::string_view authority,
                                       uint64_t size) {
  return log::RootAt(size, StoredNodes(engine, authority));
}

absl::StatusOr<std::optional<std::string>> StoredCheckpoint(
    const Engine& engine, absl::string_view authority, uint64_t size) {
  return engine.Get(Table::kCheckpoint, NumberKey(authority, size));
}

absl::StatusOr<std::optional<v1::LogHead>> HeadAtTime(
    const Engine& engine, absl::string_view authority, int64_t micros) {
  if (micros < 0) return std::nullopt;
  Cursor cursor = engine.Scan(Table::kCommit, IdPrefix(authority));
  cursor.SeekForPrev(NumberKey(authority, static_cast<uint64_t>(micros)));
  RETURN_IF_ERROR(cursor.status());
  if (!cursor.Valid()) return std::nullopt;
  v1::LogHead head;
  if (!head.ParseFromArray(cursor.value().data(),
                           static_cast<int>(cursor.value().size()))) {
    return absl::DataLossError("a record of the table commit is malformed");
  }
  return head;
}

}  // namespace localoffer::storage
