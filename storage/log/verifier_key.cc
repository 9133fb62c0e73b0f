#include "storage/log/verifier_key.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/big_endian.h"
#include "storage/log/hash.h"
#include "storage/log/strict_text.h"

namespace localoffer::log {
namespace {

static_assert(kPublicKeyBytes == crypto_sign_PUBLICKEYBYTES);

// A key's bytes as C2SP has them: what kind of key it is, then the key.
std::string TypedBytes(const PublicKey& public_key, KeyType type) {
  const char byte = static_cast<char>(type);
  return absl::StrCat(
      absl::string_view(&byte, 1),
      absl::string_view(reinterpret_cast<const char*>(public_key.data()),
                        public_key.size()));
}

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("verifier key: ", what));
}

absl::StatusOr<PublicKey> ParseTypedBytes(absl::string_view base64,
                                          KeyType type) {
  const std::optional<std::string> bytes = DecodeBase64(base64);
  if (!bytes || bytes->empty()) return Malformed("it is not base64");
  if (bytes->front() != static_cast<char>(type)) {
    return Malformed(type == KeyType::kCosigner
                         ? "it is not that of a witness (type 4)"
                         : "it is not Ed25519");
  }
  if (bytes->size() != 1 + kPublicKeyBytes) {
    return Malformed("an Ed25519 key has 32 bytes");
  }
  PublicKey public_key;
  std::copy(bytes->begin() + 1, bytes->end(), public_key.begin());
  return public_key;
}

}  // namespace

uint32_t KeyId(absl::string_view name, const PublicKey& public_key,
               KeyType type) {
  const Hash hash =
      Sha256(absl::StrCat(name, "\n", TypedBytes(public_key, type)));
  return ReadBigEndian<uint32_t>(HashBytes(hash));
}

std::string CosignedText(absl::string_view text, uint64_t unix_seconds) {
  return absl::StrCat("cosignature/v1\ntime ", unix_seconds, "\n", text);
}

std::string CosignatureTime(uint64_t unix_seconds) {
  std::string bytes;
  AppendBigEndian(unix_seconds, bytes);
  return bytes;
}

VerifierKey::VerifierKey(std::string name, const PublicKey& public_key,
                         KeyType type)
    : name_(std::move(name)),
      public_key_(public_key),
      type_(type),
      id_(KeyId(name_, public_key, type)) {}

absl::StatusOr<VerifierKey> VerifierKey::Create(std::string name,
                                                const PublicKey& public_key,
                                                KeyType type) {
  if (!IsKeyName(name)) return Malformed("its name is malformed");
  return VerifierKey(std::move(name), public_key, type);
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(absl::string_view text,
                                               KeyType type) {
  // Base64 may hold plus signs, a name may not.
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (parts.size() != 3) return Malformed("it is not \"name+id+base64\"");
  const auto public_key = ParseTypedBytes(parts[2], type);
  if (!public_key.ok()) return public_key.status();
  auto key = Create(std::string(parts[0]), *public_key, type);
  if (key.ok() && DecodeHex32(parts[1]) != key->id()) {
    return Malformed("its id is not that of its name and bytes");
  }
  return key;
}

std::string VerifierKey::ToString() const {
  return absl::StrCat(name_, "+", absl::Hex(id_, absl::kZeroPad8), "+",
                      absl::Base64Escape(TypedBytes(public_key_, type_)));
}

bool VerifierKey::Claims(const NoteSignature& signature) const {
  return signature.key_id == id_ && signature.key_name == name_;
}

bool VerifierKey::Verifies(absl::string_view text,
                           absl::string_view signature) const {
  std::string cosigned;
  if (type_ == KeyType::kCosigner) {
    if (signature.size() != sizeof(uint64_t) + crypto_sign_BYTES) return false;
    cosigned = CosignedText(text, ReadBigEndian<uint64_t>(signature));
    text = cosigned;
    signature.remove_prefix(sizeof(uint64_t));
  }
  return signature.size() == crypto_sign_BYTES && sodium_init() >= 0 &&
         crypto_sign_verify_detached(
             reinterpret_cast<const unsigned char*>(signature.data()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(),
             public_key_.data()) == 0;
}

absl::Status VerifyNote(const Note& note, absl::Span<const VerifierKey> keys) {
  bool is_signed = false;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (!key.Claims(signature)) continue;
      if (!key.Verifies(note.text, signature.signature)) {
        return absl::UnauthenticatedError(absl::StrCat(
            "signed note: the signature by ", key.name(), " is wrong"));
      }
      is_signed = true;
    }
  }
  if (is_signed) return absl::OkStatus();
  return absl::UnauthenticatedError(
      "signed note: no signature is by a known key");
}

}  // namespace localoffer::log
