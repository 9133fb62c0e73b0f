#include "storage/directory/bodies.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/keys.h"
#include "storage/log/big_endian.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::storage {

absl::StatusOr<log::v1::ChangeHeader> ReadHeader(const Engine& engine,
                                                 absl::string_view authority,
                                                 uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kChange, NumberKey(authority, sequence)));
  log::v1::ChangeHeader header;
  if (!stored || !header.ParseFromString(*stored)) {
    return absl::DataLossError(absl::StrCat(
        "change ", sequence, " of ", authority, " is missing or damaged"));
  }
  return header;
}

absl::StatusOr<log::v1::ChangeBody> ReadBody(const Engine& engine,
                                             absl::string_view authority,
                                             uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kBody, NumberKey(authority, sequence)));
  if (!stored) {
    ASSIGN_OR_RETURN(const std::optional<uint64_t> by,
                     ErasedBy(engine, authority, sequence));
    if (by) {
      return absl::NotFoundError(absl::StrCat(
          "the body of change ", sequence, " of ", authority, " was erased"));
    }
  }
  return ParseStoredBody(authority, sequence, stored.value_or(""));
}

absl::StatusOr<log::v1::ChangeBody> ParseStoredBody(absl::string_view authority,
                                                    uint64_t sequence,
                                                    absl::string_view stored) {
  log::v1::ChangeBody body;
  if (stored.size() < log::kSaltBytes ||
      !body.ParseFromArray(stored.data() + log::kSaltBytes,
                           static_cast<int>(stored.size() - log::kSaltBytes))) {
    return absl::DataLossError(absl::StrCat("the body of change ", sequence,
                                            " of ", authority,
                                            " is missing or damaged"));
  }
  return body;
}

absl::StatusOr<std::optional<uint64_t>> ErasedBy(const Engine& engine,
                                                 absl::string_view authority,
                                                 uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kErasure, NumberKey(authority, sequence)));
  if (!stored) return std::nullopt;
  if (stored->size() != sizeof(uint64_t)) {
    return absl::DataLossError("a record of the table erasure is malformed");
  }
  return log::ReadBigEndian<uint64_t>(*stored);
}

absl::StatusOr<std::vector<uint64_t>> ErasedChanges(
    const Engine& engine, absl::string_view authority) {
  std::vector<uint64_t> erased;
  Cursor cursor = engine.Scan(Table::kErasure, IdPrefix(authority));
  for (; cursor.Valid(); cursor.Next()) {
    const std::optional<uint64_t> sequence = NumberOfKey(cursor.key());
    if (!sequence) {
      return absl::DataLossError("a key of the table erasure is malformed");
    }
    erased.push_back(*sequence);
  }
  RETURN_IF_ERROR(cursor.status());
  return erased;
}

}  // namespace localoffer::storage
