// The public half of a key that signs notes: Ed25519, in C2SP's signed-note
// form (c2sp.org/signed-note).
//
//   key id   = first 4 bytes of SHA-256(name || "\n" || type || public key)
//   as text  = <name>+<key id, 8 hex digits>+<base64 of type || public key>
//
// The type is 0x01 of a key that signs what it says, and 0x04 of a witness's,
// which signs checkpoints of others that it found consistent
// (c2sp.org/tlog-cosignature): its signature is
//
//   <seconds since 1970, 8 bytes, big-endian> || Ed25519 signature of
//   "cosignature/v1\ntime <seconds, decimal>\n" || text of the note
//
// DURABLE: never change or reuse. Trust files and logs hold keys as text.
#ifndef LOCALOFFER_STORAGE_LOG_VERIFIER_KEY_H_
#define LOCALOFFER_STORAGE_LOG_VERIFIER_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/note.h"

namespace localoffer::log {

// C2SP's numbers, which stand before a key's bytes.
enum class KeyType : char { kEd25519 = 0x01, kCosigner = 0x04 };
inline constexpr size_t kPublicKeyBytes = 32;

using PublicKey = std::array<uint8_t, kPublicKeyBytes>;

// A value; thread-safe as such.
class VerifierKey {
 public:
  // INVALID_ARGUMENT if `name` is no key name.
  static absl::StatusOr<VerifierKey> Create(std::string name,
                                            const PublicKey& public_key,
                                            KeyType type = KeyType::kEd25519);

  // Reads the text form. INVALID_ARGUMENT unless it is exactly that of a key of
  // this type; the key id has to be the key's.
  static absl::StatusOr<VerifierKey> Parse(absl::string_view text,
                                           KeyType type = KeyType::kEd25519);

  std::string ToString() const;

  const std::string& name() const { return name_; }
  uint32_t id() const { return id_; }
  const PublicKey& public_key() const { return public_key_; }

  // Whether the signature says that it is by this key: same name, same id.
  bool Claims(const NoteSignature& signature) const;

  // Whether `signature` is this key's signature of `text`.
  bool Verifies(absl::string_view text, absl::string_view signature) const;

 private:
  VerifierKey(std::string name, const PublicKey& public_key, KeyType type);

  std::string name_;
  PublicKey public_key_;
  KeyType type_;
  uint32_t id_;
};

uint32_t KeyId(absl::string_view name, const PublicKey& public_key,
               KeyType type);

// What a witness signs of a text, and the bytes that its signature begins with.
std::string CosignedText(absl::string_view text, uint64_t unix_seconds);
std::string CosignatureTime(uint64_t unix_seconds);

// Whether the note may be believed: at least one signature is by one of
// `keys`, and all that say they are verify. Signatures by other keys are
// ignored. UNAUTHENTICATED if not.
absl::Status VerifyNote(const Note& note, absl::Span<const VerifierKey> keys);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_VERIFIER_KEY_H_
