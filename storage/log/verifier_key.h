// The public half of a key that signs notes: Ed25519, in C2SP's signed-note
// form (c2sp.org/signed-note).
//
//   key id   = first 4 bytes of SHA-256(name || "\n" || 0x01 || public key)
//   as text  = <name>+<key id, 8 hex digits>+<base64 of 0x01 || public key>
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

// C2SP's number for Ed25519, which stands before a key's bytes.
inline constexpr char kEd25519Type = 0x01;
inline constexpr size_t kPublicKeyBytes = 32;

using PublicKey = std::array<uint8_t, kPublicKeyBytes>;

// A value; thread-safe as such.
class VerifierKey {
 public:
  // INVALID_ARGUMENT if `name` is no key name.
  static absl::StatusOr<VerifierKey> Create(std::string name,
                                            const PublicKey& public_key);

  // Reads the text form. INVALID_ARGUMENT unless it is exactly that of an
  // Ed25519 key; the key id has to be the key's.
  static absl::StatusOr<VerifierKey> Parse(absl::string_view text);

  std::string ToString() const;

  const std::string& name() const { return name_; }
  uint32_t id() const { return id_; }

  // Whether the signature says that it is by this key: same name, same id.
  bool Claims(const NoteSignature& signature) const;

  // Whether `signature` is this key's signature of `text`.
  bool Verifies(absl::string_view text, absl::string_view signature) const;

 private:
  VerifierKey(std::string name, const PublicKey& public_key);

  std::string name_;
  PublicKey public_key_;
  uint32_t id_;
};

// The id of an Ed25519 key.
uint32_t KeyId(absl::string_view name, const PublicKey& public_key);

// Whether the note may be believed: at least one signature is by one of
// `keys`, and all that say they are verify. Signatures by other keys are
// ignored. UNAUTHENTICATED if not.
absl::Status VerifyNote(const Note& note, absl::Span<const VerifierKey> keys);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_VERIFIER_KEY_H_
