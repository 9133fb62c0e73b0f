#include "services/openreferral/service_id.h"

#include <openssl/sha.h>

#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace localoffer::openreferral {
namespace {

constexpr size_t kUuidLength = 36;
constexpr size_t kVersionAt = 14;
constexpr size_t kVariantAt = 19;

bool IsHyphenPlace(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

std::string UuidBytes(absl::string_view uuid) {
  return absl::HexStringToBytes(absl::StrReplaceAll(uuid, {{"-", ""}}));
}

std::string UuidText(absl::string_view bytes) {
  const std::string hex = absl::BytesToHexString(bytes);
  const absl::string_view text = hex;
  return absl::StrCat(text.substr(0, 8), "-", text.substr(8, 4), "-",
                      text.substr(12, 4), "-", text.substr(16, 4), "-",
                      text.substr(20, 12));
}

std::string Version5Uuid(absl::string_view name) {
  const std::string input = absl::StrCat(UuidBytes(kDerivedIdNamespace), name);
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(input.data()), input.size(),
       digest);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0f) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3f) | 0x80);
  return UuidText({reinterpret_cast<const char*>(digest), 16});
}

}  // namespace

bool IsRfcUuid(absl::string_view id) {
  if (id.size() != kUuidLength) return false;
  for (size_t i = 0; i < kUuidLength; ++i) {
    if (IsHyphenPlace(i)) {
      if (id[i] != '-') return false;
    } else if (!absl::ascii_isxdigit(static_cast<unsigned char>(id[i]))) {
      return false;
    }
  }
  const char variant = absl::ascii_tolower(id[kVariantAt]);
  return id[kVersionAt] >= '1' && id[kVersionAt] <= '8' &&
         (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}

std::string EntryIdFromSource(absl::string_view authority,
                              absl::string_view source_id) {
  if (IsRfcUuid(source_id)) return absl::AsciiStrToLower(source_id);
  return Version5Uuid(absl::StrCat(authority, "/", source_id));
}

}  // namespace localoffer::openreferral
