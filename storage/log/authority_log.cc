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
  ASSIGN_OR_RETURN(
      log.frontier_,
      log::Frontier::Load(log.head_.size(), [&](int level, uint64_t index) {
        return ReadNode(engine, log.authority_, level, index);
      }));
  if (log::HashBytes(log.frontier_.Root()) != log.head_.root()) {
    return absl::DataLossError(absl::StrCat("the log of ", log.authority_,
                                            " does not add up to its root"));
  }
  return log;
}

absl::Status AuthorityLog::Append(const log::Change& change, Batch& batch) {
  const std::string key = NumberKey(authority_, size());
  batch.Put(Table::kChange, key, change.header_bytes);
  batch.Put(Table::kBody, key, absl::StrCat(change.salt, change.body_bytes));
  frontier_.Append(log::LeafHash(change.header_bytes),
                   [&](int level, uint64_t index, const log::Hash& hash) {
                     batch.Put(Table::kNode, NodeKey(authority_, level, index),
                               log::HashBytes(hash));
                   });
  return absl::OkStatus();
}

absl::StatusOr<std::string> AuthorityLog::Seal(int64_t commit_time_micros,
                                               int64_t published_delta,
                                               const log::SigningKey& key,
                                               Batch& batch) {
  const log::Hash root = frontier_.Root();
  head_.set_size(size());
  head_.set_root(std::string(log::HashBytes(root)));
  head_.set_commit_time_micros(commit_time_micros);
  head_.set_published_entries(head_.published_entries() + published_delta);
  const std::string head = head_.SerializeAsString();
  batch.Put(Table::kHead, authority_, head);
  batch.Put(Table::kCommit,
            NumberKey(authority_, static_cast<uint64_t>(commit_time_micros)),
            head);
  ASSIGN_OR_RETURN(std::string checkpoint,
                   log::SignCheckpoint(
                       {log::CheckpointOrigin(authority_), size(), root}, key));
  batch.Put(Table::kCheckpoint, NumberKey(authority_, size()), checkpoint);
  return checkpoint;
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

absl::StatusOr<std::vector<log::Hash>> StoredInclusionProof(
    const Engine& engine, absl::string_view authority, uint64_t sequence,
    uint64_t size) {
  return log::InclusionProof(sequence, size, [&](int level, uint64_t index) {
    return ReadNode(engine, authority, level, index);
  });
}

absl::StatusOr<std::vector<log::Hash>> StoredConsistencyProof(
    const Engine& engine, absl::string_view authority, uint64_t from,
    uint64_t to) {
  return log::ConsistencyProof(from, to, [&](int level, uint64_t index) {
    return ReadNode(engine, authority, level, index);
  });
}

absl::StatusOr<log::Hash> StoredRootAt(const Engine& engine,
                                       absl::string_view authority,
                                       uint64_t size) {
  return log::RootAt(size, [&](int level, uint64_t index) {
    return ReadNode(engine, authority, level, index);
  });
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
