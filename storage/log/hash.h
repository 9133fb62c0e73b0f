// SHA-256 as the log uses it: leaves and nodes of the Merkle tree, and the
// salted hash of a change's body.
//
// DURABLE: never change or reuse. Every root that an authority ever signed
// is made of these.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_HASH_H_
#define LOCALOFFER_STORAGE_LOG_HASH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::log {

inline constexpr size_t kHashBytes = 32;
// Length of the salt in a body hash.
inline constexpr size_t kSaltBytes = 32;

// Compares, orders and hashes (absl::Hash) by its bytes.
using Hash = std::array<uint8_t, kHashBytes>;

// SHA-256 of `bytes`.
Hash Sha256(absl::string_view bytes);

// SHA-256 of `first` followed by `second`.
Hash Sha256(absl::string_view first, absl::string_view second);

// SHA-256(0x00 || header bytes): RFC 6962, section 2.1.
Hash LeafHash(absl::string_view header_bytes);

// SHA-256(0x01 || left || right): RFC 6962, section 2.1.
Hash NodeHash(const Hash& left, const Hash& right);

// SHA-256(salt || body). `salt` has kSaltBytes bytes; whoever reads it from
// outside checks that first, or a shifted boundary gives the same hash.
Hash BodyHash(absl::string_view salt, absl::string_view body_bytes);

// The 32 bytes, as they are kept and sent. Valid while `hash` lives.
absl::string_view HashBytes(const Hash& hash);

// 64 lower-case hexadecimal digits, for messages.
std::string HashHex(const Hash& hash);

// The hash with these bytes. INVALID_ARGUMENT unless there are 32.
absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_HASH_H_
