#include "storage/log/signing_key.h"

#include <sodium.h>

#include <cstdint>
#include <memory>
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
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "storage/log/note.h"
#include "storage/log/strict_text.h"
#include "storage/log/verifier_key.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

constexpr absl::string_view kTextPrefix = "PRIVATE+KEY+";

static_assert(kSeedBytes == crypto_sign_SEEDBYTES);

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("signing key: ", what));
}

// `bytes` say what kind of key it is, then have its seed.
absl::StatusOr<SigningKey> FromTypedSeed(std::string name,
                                         absl::string_view bytes) {
  if (bytes.empty() || bytes.front() != static_cast<char>(KeyType::kEd25519)) {
    return Malformed("it is not that of an Ed25519 key");
  }
  bytes.remove_prefix(1);
  return SigningKey::FromSeed(
      std::move(name),
      {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace

void WipeSecret(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
}

// libsodium's form: the seed, then the public key.
struct SigningKey::Secret {
  unsigned char bytes[crypto_sign_SECRETKEYBYTES];

  ~Secret() { sodium_memzero(bytes, sizeof(bytes)); }
};

SigningKey::SigningKey(VerifierKey verifier_key, std::unique_ptr<Secret> secret)
    : verifier_key_(std::move(verifier_key)), secret_(std::move(secret)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

absl::StatusOr<SigningKey> SigningKey::FromSeed(
    std::string name, absl::Span<const uint8_t> seed) {
  if (seed.size() != kSeedBytes) return Malformed("a seed has 32 bytes");
  if (sodium_init() < 0) {
    return absl::InternalError("libsodium can't be initialised");
  }
  auto secret = std::make_unique<Secret>();
  PublicKey public_key;
  crypto_sign_seed_keypair(public_key.data(), secret->bytes, seed.data());
  ASSIGN_OR_RETURN(VerifierKey verifier_key,
                   VerifierKey::Create(std::move(name), public_key));
  return SigningKey(std::move(verifier_key), std::move(secret));
}

absl::StatusOr<SigningKey> SigningKey::Parse(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kTextPrefix)) {
    return Malformed("it does not begin with PRIVATE+KEY+");
  }
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (parts.size() != 3) return Malformed("it is not \"name+id+base64\"");
  std::optional<std::string> bytes = DecodeBase64(parts[2]);
  if (!bytes) return Malformed("it is not base64");
  auto key = FromTypedSeed(std::string(parts[0]), *bytes);
  WipeSecret(*bytes);
  if (key.ok() && DecodeHex32(parts[1]) != key->verifier_key().id()) {
    return Malformed("its id is not that of its name and bytes");
  }
  return key;
}

absl::StatusOr<std::string> SigningKey::Sign(absl::string_view text) const {
  if (!IsNoteText(text) || text.empty() || text.back() != '\n') {
    return absl::InvalidArgumentError(
        "signed note: the text is not UTF-8 lines without control characters");
  }
  return absl::StrCat(text, "\n",
                      SignatureLine({.key_name = name(),
                                     .key_id = verifier_key_.id(),
                                     .signature = SignatureOf(text)}));
}

std::string SigningKey::Cosign(absl::string_view text,
                               uint64_t unix_seconds) const {
  return SignatureLine({.key_name = name(),
                        .key_id = cosigner_key().id(),
                        .signature = absl::StrCat(
                            CosignatureTime(unix_seconds),
                            SignatureOf(CosignedText(text, unix_seconds)))});
}

VerifierKey SigningKey::cosigner_key() const {
  // The name is one already.
  return *VerifierKey::Create(name(), verifier_key_.public_key(),
                              KeyType::kCosigner);
}

std::string SigningKey::SignatureOf(absl::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()),
                       nullptr,
                       reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), secret_->bytes);
  return signature;
}

std::string SigningKey::ToSecretString() const {
  std::string bytes(1, static_cast<char>(KeyType::kEd25519));
  bytes.append(reinterpret_cast<const char*>(secret_->bytes), kSeedBytes);
  std::string base64 = absl::Base64Escape(bytes);
  std::string text =
      absl::StrCat(kTextPrefix, name(), "+",
                   absl::Hex(verifier_key_.id(), absl::kZeroPad8), "+", base64);
  WipeSecret(bytes);
  WipeSecret(base64);
  return text;
}

}  // namespace localoffer::log
