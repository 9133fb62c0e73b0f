#include "storage/evidence.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "localoffer/storage/v1/exchange_records.pb.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::Status Malformed() {
  return absl::DataLossError("a record of the table evidence is malformed");
}

absl::StatusOr<Evidence> Decode(absl::string_view key,
                                absl::string_view value) {
  v1::EvidenceRecord record;
  const std::optional<uint64_t> micros = NumberOfKey(key);
  if (!micros ||
      !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return Malformed();
  }
  Evidence evidence;
  evidence.authority = std::string(AuthorityOfKey(key));
  evidence.find_time = absl::FromUnixMicros(static_cast<int64_t>(*micros));
  evidence.peer = record.peer();
  evidence.smaller_checkpoint = record.smaller_checkpoint();
  evidence.larger_checkpoint = record.larger_checkpoint();
  const auto root = log::HashFromBytes(record.larger_root_there());
  if (!root.ok()) return Malformed();
  evidence.larger_root_there = *root;
  for (const std::string& bytes : record.path()) {
    const auto hash = log::HashFromBytes(bytes);
    if (!hash.ok()) return Malformed();
    evidence.path.push_back(*hash);
  }
  return evidence;
}

std::string Encode(const Evidence& evidence) {
  v1::EvidenceRecord record;
  record.set_peer(evidence.peer);
  record.set_smaller_checkpoint(evidence.smaller_checkpoint);
  record.set_larger_checkpoint(evidence.larger_checkpoint);
  record.set_larger_root_there(
      std::string(log::HashBytes(evidence.larger_root_there)));
  for (const log::Hash& hash : evidence.path) {
    record.add_path(std::string(log::HashBytes(hash)));
  }
  return record.SerializeAsString();
}

}  // namespace

absl::Status VerifyEvidence(const Evidence& evidence,
                            const log::KeyTimeline& keys) {
  ASSIGN_OR_RETURN(const log::Checkpoint smaller,
                   log::OpenEvenIfRetired(evidence.smaller_checkpoint,
                                          evidence.authority, keys));
  ASSIGN_OR_RETURN(const log::Checkpoint larger,
                   log::OpenEvenIfRetired(evidence.larger_checkpoint,
                                          evidence.authority, keys));
  if (smaller.size > larger.size ||
      smaller.root == evidence.larger_root_there) {
    return absl::DataLossError("the checkpoints do not contradict each other");
  }
  return log::VerifyConsistency(smaller.size, larger.size, evidence.path,
                                evidence.larger_root_there, larger.root);
}

absl::Status EvidenceTable::Keep(const Evidence& evidence) {
  absl::MutexLock lock(&mutex_);
  Cursor cursor = engine_.Scan(Table::kEvidence, IdPrefix(evidence.authority));
  uint64_t micros =
      static_cast<uint64_t>(absl::ToUnixMicros(evidence.find_time));
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(const Evidence known,
                     Decode(cursor.key(), cursor.value()));
    if (known.smaller_checkpoint == evidence.smaller_checkpoint &&
        known.larger_checkpoint == evidence.larger_checkpoint) {
      return absl::OkStatus();
    }
    // Each has a key of its own, whatever the clock says.
    micros = std::max(micros, NumberOfKey(cursor.key()).value_or(0) + 1);
  }
  RETURN_IF_ERROR(cursor.status());
  Batch batch(engine_);
  batch.Put(Table::kEvidence, NumberKey(evidence.authority, micros),
            Encode(evidence));
  return engine_.Commit(batch);
}

absl::StatusOr<std::vector<Evidence>> EvidenceTable::List(
    absl::string_view authority, size_t most) const {
  std::vector<Evidence> all;
  Cursor cursor = engine_.Scan(Table::kEvidence,
                               authority.empty() ? "" : IdPrefix(authority));
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(Evidence evidence, Decode(cursor.key(), cursor.value()));
    all.push_back(std::move(evidence));
  }
  RETURN_IF_ERROR(cursor.status());
  std::stable_sort(all.begin(), all.end(),
                   [](const Evidence& a, const Evidence& b) {
                     return a.find_time > b.find_time;
                   });
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace localoffer::storage
