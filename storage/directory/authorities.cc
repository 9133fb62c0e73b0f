#include "storage/directory/authorities.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

using Records = std::map<std::string, Authorities::Record, std::less<>>;

Records RecordsOf(Authorities::Register&& authorities) {
  Records records;
  for (auto& [id, record] : authorities) {
    records.emplace(
        id, std::make_shared<const v1::AuthorityRecord>(std::move(record)));
  }
  return records;
}

std::string FingerprintOf(const Records& authorities) {
  std::string bytes;
  for (const auto& [id, record] : authorities) {
    const std::string content = record->SerializeAsString();
    absl::StrAppend(&bytes, id, " ", content.size(), ":", content);
  }
  return log::HashHex(log::Sha256(bytes));
}

}  // namespace

Authorities::Authorities(Engine& engine, Register authorities)
    : engine_(engine),
      authorities_(RecordsOf(std::move(authorities))),
      fingerprint_(FingerprintOf(authorities_)) {}

absl::StatusOr<std::unique_ptr<Authorities>> Authorities::Load(
    Engine& engine, Register shipped) {
  Cursor cursor = engine.Scan(Table::kAuthority, "");
  for (; cursor.Valid(); cursor.Next()) {
    v1::AuthorityRecord record;
    if (!record.ParseFromArray(cursor.value().data(),
                               static_cast<int>(cursor.value().size()))) {
      return absl::DataLossError(
          "a record of the table authority is malformed");
    }
    shipped.insert_or_assign(std::string(cursor.key()), std::move(record));
  }
  RETURN_IF_ERROR(cursor.status());
  return std::unique_ptr<Authorities>(
      new Authorities(engine, std::move(shipped)));
}

Authorities::Record Authorities::Find(absl::string_view authority) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = authorities_.find(authority);
  return found == authorities_.end() ? nullptr : found->second;
}

Authorities::Register Authorities::All() const {
  absl::ReaderMutexLock lock(&mutex_);
  Register all;
  for (const auto& [id, record] : authorities_) all.emplace(id, *record);
  return all;
}

std::vector<std::string> Authorities::Ids() const {
  absl::ReaderMutexLock lock(&mutex_);
  std::vector<std::string> ids;
  ids.reserve(authorities_.size());
  for (const auto& [id, record] : authorities_) ids.push_back(id);
  return ids;
}

std::string Authorities::Fingerprint() const {
  absl::ReaderMutexLock lock(&mutex_);
  return fingerprint_;
}

absl::Status Authorities::Add(absl::string_view authority,
                              const v1::AuthorityRecord& record) {
  absl::MutexLock lock(&mutex_);
  if (authorities_.contains(authority)) {
    return absl::AlreadyExistsError(
        absl::StrCat("authority ", authority, " is registered already"));
  }
  return Write(authority, record);
}

absl::Status Authorities::Put(absl::string_view authority,
                              const v1::AuthorityRecord& record) {
  absl::MutexLock lock(&mutex_);
  return Write(authority, record);
}

absl::Status Authorities::Write(absl::string_view authority,
                                const v1::AuthorityRecord& record) {
  RETURN_IF_ERROR(engine_.CheckFreeSpace());
  Batch batch(engine_);
  batch.Put(Table::kAuthority, authority, record.SerializeAsString());
  RETURN_IF_ERROR(engine_.Commit(batch));
  authorities_.insert_or_assign(
      std::string(authority),
      std::make_shared<const v1::AuthorityRecord>(record));
  fingerprint_ = FingerprintOf(authorities_);
  return absl::OkStatus();
}

}  // namespace localoffer::storage
