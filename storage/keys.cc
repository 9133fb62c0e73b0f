#include "storage/keys.h"

#include "absl/strings/str_cat.h"

namespace localoffer::storage {
namespace {

constexpr absl::string_view kEnd("\0", 1);
constexpr absl::string_view kAfterEnd("\1", 1);
constexpr size_t kNumberBytes = 8;

std::string BigEndian(uint64_t number) {
  std::string bytes(kNumberBytes, '\0');
  for (size_t i = 0; i < kNumberBytes; ++i) {
    bytes[kNumberBytes - 1 - i] = static_cast<char>(number >> (8 * i));
  }
  return bytes;
}

uint64_t FromBigEndian(absl::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

// Takes the id at the front of `key`, with its end.
std::optional<std::string> TakeId(absl::string_view& key) {
  const size_t end = key.find('\0');
  if (end == absl::string_view::npos) return std::nullopt;
  std::string id(key.substr(0, end));
  key.remove_prefix(end + 1);
  return id;
}

}  // namespace

std::string IdPrefix(absl::string_view id) { return absl::StrCat(id, kEnd); }

std::string NumberKey(absl::string_view authority, uint64_t number) {
  return absl::StrCat(authority, kEnd, BigEndian(number));
}

std::optional<uint64_t> NumberOfKey(absl::string_view key) {
  if (key.size() < kNumberBytes) return std::nullopt;
  return FromBigEndian(key.substr(key.size() - kNumberBytes));
}

absl::string_view AuthorityOfKey(absl::string_view key) {
  return key.substr(0, key.find('\0'));
}

std::string IndexNameKey(uint8_t kind, uint32_t number) {
  const char kind_byte = static_cast<char>(kind);
  return absl::StrCat(absl::string_view(&kind_byte, 1), BigEndian(number));
}

std::optional<IndexNameKeyParts> ParseIndexNameKey(absl::string_view key) {
  if (key.size() != 1 + kNumberBytes) return std::nullopt;
  return IndexNameKeyParts{static_cast<uint8_t>(key.front()),
                           static_cast<uint32_t>(FromBigEndian(key.substr(1)))};
}

std::string NodeKey(absl::string_view authority, int level, uint64_t index) {
  const char level_byte = static_cast<char>(level);
  return absl::StrCat(authority, kEnd, absl::string_view(&level_byte, 1),
                      BigEndian(index));
}

std::string SubjectPrefix(absl::string_view authority,
                          absl::string_view subject) {
  return absl::StrCat(authority, kEnd, subject, kEnd);
}

std::string AfterSubject(absl::string_view authority,
                         absl::string_view subject) {
  return absl::StrCat(authority, kEnd, subject, kAfterEnd);
}

std::string RevisionKey(absl::string_view authority, absl::string_view subject,
                        uint64_t sequence) {
  return absl::StrCat(authority, kEnd, subject, kEnd, BigEndian(~sequence));
}

std::optional<RevisionKeyParts> ParseRevisionKey(absl::string_view key) {
  std::optional<std::string> authority = TakeId(key);
  if (!authority) return std::nullopt;
  std::optional<std::string> subject = TakeId(key);
  if (!subject || key.size() != kNumberBytes) return std::nullopt;
  return RevisionKeyParts{*std::move(authority), *std::move(subject),
                          ~FromBigEndian(key)};
}

std::optional<uint64_t> SequenceOfRevisionKey(absl::string_view key) {
  const std::optional<uint64_t> number = NumberOfKey(key);
  if (!number) return std::nullopt;
  return ~*number;
}

std::string ProviderKey(absl::string_view clue, absl::string_view authority,
                        absl::string_view entry_id) {
  return absl::StrCat(clue, kEnd, authority, kEnd, entry_id);
}

std::optional<ProviderKeyParts> ParseProviderKey(absl::string_view key) {
  std::optional<std::string> clue = TakeId(key);
  if (!clue) return std::nullopt;
  std::optional<std::string> authority = TakeId(key);
  if (!authority || key.empty()) return std::nullopt;
  return ProviderKeyParts{*std::move(clue), *std::move(authority),
                          std::string(key)};
}

std::string NilKey(absl::string_view statutory_item,
                   absl::string_view authority) {
  return absl::StrCat(statutory_item, kEnd, authority);
}

std::optional<std::string> AuthorityOfNilKey(absl::string_view key) {
  if (!TakeId(key) || key.empty()) return std::nullopt;
  return std::string(key);
}

std::string RequestKey(absl::string_view authority,
                       absl::string_view request_id) {
  return absl::StrCat(authority, kEnd, request_id);
}

}  // namespace localoffer::storage
