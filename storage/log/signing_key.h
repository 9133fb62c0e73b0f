// The secret half of a key that signs notes: Ed25519 (RFC 8032), in the text
// form of Go's sumdb/note, which C2SP's tools read:
//
//   PRIVATE+KEY+<name>+<key id, 8 hex digits>+<base64 of 0x01 || seed>
//
// DURABLE: never change or reuse. Key files hold it.
#ifndef LOCALOFFER_STORAGE_LOG_SIGNING_KEY_H_
#define LOCALOFFER_STORAGE_LOG_SIGNING_KEY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {

inline constexpr size_t kSeedBytes = 32;

// Overwrites the text with zeros.
void WipeSecret(std::string& secret);

// Keeps its secret in one place in memory and wipes it in the end; can be
// moved, not copied. Thread-safe once made.
class SigningKey {
 public:
  // The key that RFC 8032 makes of a seed. INVALID_ARGUMENT if `name` is no
  // key name or the seed has not 32 bytes.
  static absl::StatusOr<SigningKey> FromSeed(std::string name,
                                             absl::Span<const uint8_t> seed);

  // Reads the text form. INVALID_ARGUMENT unless it is exactly that of an
  // Ed25519 key; the message does not repeat any of it.
  static absl::StatusOr<SigningKey> Parse(absl::string_view text);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  // The note of `text` with this key's signature. Always the same bytes for
  // the same text. INVALID_ARGUMENT unless `text` is UTF-8 without control
  // characters and ends with a newline.
  absl::StatusOr<std::string> Sign(absl::string_view text) const;

  // The line that a witness adds below the note of `text`, a checkpoint that it
  // found consistent at that time.
  std::string Cosign(absl::string_view text, uint64_t unix_seconds) const;
  // Verifies what Cosign() adds.
  VerifierKey cosigner_key() const;

  // The text form, which the caller wipes after use.
  std::string ToSecretString() const;

  const std::string& name() const { return verifier_key_.name(); }
  const VerifierKey& verifier_key() const { return verifier_key_; }

 private:
  struct Secret;

  SigningKey(VerifierKey verifier_key, std::unique_ptr<Secret> secret);

  std::string SignatureOf(absl::string_view text) const;

  VerifierKey verifier_key_;
  std::unique_ptr<Secret> secret_;
};

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_SIGNING_KEY_H_
