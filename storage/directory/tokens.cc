#include "storage/directory/tokens.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

std::string SecretHash(absl::string_view secret) {
  return std::string(log::HashBytes(log::Sha256(secret)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Tokens>> Tokens::Load(Engine& engine) {
  ByHash tokens;
  Cursor cursor = engine.Scan(Table::kToken, "");
  for (; cursor.Valid(); cursor.Next()) {
    v1::TokenRecord record;
    if (!record.ParseFromArray(cursor.value().data(),
                               static_cast<int>(cursor.value().size()))) {
      return absl::DataLossError("a record of the table token is malformed");
    }
    tokens.emplace(std::string(cursor.key()), std::move(record));
  }
  RETURN_IF_ERROR(cursor.status());
  return std::unique_ptr<Tokens>(new Tokens(engine, std::move(tokens)));
}

absl::Status Tokens::Add(absl::string_view secret,
                         const v1::TokenRecord& record) {
  const std::string hash = SecretHash(secret);
  RETURN_IF_ERROR(engine_.CheckFreeSpace());
  absl::MutexLock lock(&mutex_);
  Batch batch(engine_);
  batch.Put(Table::kToken, hash, record.SerializeAsString());
  RETURN_IF_ERROR(engine_.Commit(batch));
  tokens_.insert_or_assign(hash, record);
  return absl::OkStatus();
}

std::optional<v1::TokenRecord> Tokens::Find(absl::string_view secret) const {
  const std::string hash = SecretHash(secret);
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = tokens_.find(hash);
  if (found == tokens_.end()) return std::nullopt;
  return found->second;
}

std::vector<v1::TokenRecord> Tokens::Of(absl::string_view authority) const {
  std::vector<v1::TokenRecord> found;
  absl::ReaderMutexLock lock(&mutex_);
  for (const auto& [hash, record] : tokens_) {
    if (authority == record.authority()) found.push_back(record);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.token_id() < b.token_id();
  });
  return found;
}

absl::Status Tokens::Revoke(absl::string_view authority,
                            absl::string_view token_id) {
  absl::MutexLock lock(&mutex_);
  const auto found =
      std::find_if(tokens_.begin(), tokens_.end(), [&](const auto& token) {
        return authority == token.second.authority() &&
               token_id == token.second.token_id();
      });
  if (found == tokens_.end()) {
    return absl::NotFoundError(
        absl::StrCat("no token ", token_id, " of authority ", authority));
  }
  // However full the disk is: a token that leaked has to go.
  Batch batch(engine_);
  batch.Delete(Table::kToken, found->first);
  RETURN_IF_ERROR(engine_.Commit(batch));
  tokens_.erase(found);
  return absl::OkStatus();
}

}  // namespace localoffer::storage
