#include "storage/log/keyring.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/log/checkpoint.h"
#include "storage/log/durable_file.h"
#include "storage/log/signing_key.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr mode_t kOthersMask = 0077;
constexpr size_t kMaxFileBytes = 4096;
// No authority id has an underscore.
constexpr absl::string_view kNodeStem = "_node";
constexpr absl::string_view kNodeNamePrefix = "localoffer-node/";

std::string FileText(const SigningKey& key) {
  std::string secret = key.ToSecretString();
  const absl::Cleanup wipe = [&secret] { WipeSecret(secret); };
  return absl::StrCat("# Secret signing key of ", key.name(),
                      ". Never copy or publish it.\n", secret, "\n");
}

// The file's only line that is no comment.
absl::StatusOr<SigningKey> ParseFileText(absl::string_view text) {
  while (absl::StartsWith(text, "#")) {
    const size_t newline = text.find('\n');
    if (newline == absl::string_view::npos) break;
    text.remove_prefix(newline + 1);
  }
  absl::ConsumeSuffix(&text, "\n");
  return SigningKey::Parse(text);
}

absl::Status CheckPrivate(const FileDescriptor& file, mode_t wanted) {
  struct stat stat = {};
  if (fstat(file.get(), &stat) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("look at ", file.path()));
  }
  const mode_t mode = stat.st_mode & 07777;
  if ((mode & kOthersMask) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrFormat(
      "%s is open to others than its owner (mode %04o), and who reads it can "
      "sign: chmod it to %04o",
      file.path(), mode, wanted));
}

absl::Status CheckAuthority(absl::string_view authority) {
  if (IsAuthorityId(authority)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("\"", authority, "\" is no authority id"));
}

// An authority id has no dot in it.
std::string SuccessorStem(absl::string_view authority, const VerifierKey& key) {
  return absl::StrFormat("%s.%08x", authority, key.id());
}

}  // namespace

Keyring::Keyring(std::string folder, RandomSource random)
    : folder_(std::move(folder)), random_(std::move(random)) {}

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::Open(std::string folder,
                                                       RandomSource random) {
  if (mkdir(folder.c_str(), kFolderMode) == 0) {
    const auto path = std::filesystem::absolute(folder).lexically_normal();
    RETURN_IF_ERROR(SyncFolder(
        (path.has_filename() ? path : path.parent_path()).parent_path()));
  } else if (errno != EEXIST) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't make ", folder));
  }
  ASSIGN_OR_RETURN(const FileDescriptor file,
                   FileDescriptor::Open(folder, O_RDONLY | O_DIRECTORY));
  RETURN_IF_ERROR(CheckPrivate(file, kFolderMode));
  return std::unique_ptr<Keyring>(
      new Keyring(std::move(folder), std::move(random)));
}

absl::StatusOr<const SigningKey*> Keyring::Get(absl::string_view authority) {
  RETURN_IF_ERROR(CheckAuthority(authority));
  absl::MutexLock lock(&mutex_);
  return FindFile(authority, CheckpointOrigin(authority));
}

absl::StatusOr<const SigningKey*> Keyring::GetOrCreate(
    absl::string_view authority) {
  RETURN_IF_ERROR(CheckAuthority(authority));
  absl::MutexLock lock(&mutex_);
  auto found = FindFile(authority, CheckpointOrigin(authority));
  if (!absl::IsNotFound(found.status())) return found;
  ASSIGN_OR_RETURN(SigningKey key, Make(CheckpointOrigin(authority)));
  RETURN_IF_ERROR(Store(authority, key));
  return Keep(authority, std::move(key));
}

absl::StatusOr<const SigningKey*> Keyring::Find(const VerifierKey& key) {
  absl::string_view authority = key.name();
  absl::ConsumePrefix(&authority, CheckpointOrigin(""));
  RETURN_IF_ERROR(CheckAuthority(authority));
  absl::MutexLock lock(&mutex_);
  for (const std::string& stem :
       {std::string(authority), SuccessorStem(authority, key)}) {
    auto found = FindFile(stem, key.name());
    if (absl::IsNotFound(found.status())) continue;
    RETURN_IF_ERROR(found.status());
    if ((*found)->verifier_key().ToString() == key.ToString()) return found;
  }
  return absl::NotFoundError(
      absl::StrCat("the secret half of ", key.ToString(), " is not here"));
}

absl::StatusOr<const SigningKey*> Keyring::CreateSuccessor(
    absl::string_view authority) {
  RETURN_IF_ERROR(CheckAuthority(authority));
  absl::MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(SigningKey key, Make(CheckpointOrigin(authority)));
  const std::string stem = SuccessorStem(authority, key.verifier_key());
  RETURN_IF_ERROR(Store(stem, key));
  return Keep(stem, std::move(key));
}

absl::StatusOr<const SigningKey*> Keyring::NodeKey() {
  absl::MutexLock lock(&mutex_);
  const auto known = keys_.find(kNodeStem);
  if (known != keys_.end()) return &known->second;
  absl::StatusOr<SigningKey> key = Load(kNodeStem);
  if (key.ok() && !absl::StartsWith(key->name(), kNodeNamePrefix)) {
    return absl::FailedPreconditionError(absl::StrCat(
        PathOf(kNodeStem), " is the key of ", key->name(), ", not of a node"));
  }
  if (absl::IsNotFound(key.status())) {
    std::array<uint8_t, 4> number = {};
    random_(absl::MakeSpan(number));
    key = Make(absl::StrCat(
        kNodeNamePrefix,
        absl::BytesToHexString(std::string(number.begin(), number.end()))));
    RETURN_IF_ERROR(key.status());
    RETURN_IF_ERROR(Store(kNodeStem, *key));
  }
  RETURN_IF_ERROR(key.status());
  return Keep(kNodeStem, *std::move(key));
}

absl::StatusOr<const SigningKey*> Keyring::FindFile(absl::string_view stem,
                                                    absl::string_view name) {
  const auto known = keys_.find(stem);
  if (known != keys_.end()) return &known->second;
  ASSIGN_OR_RETURN(SigningKey key, Load(stem));
  if (key.name() != name) {
    return absl::FailedPreconditionError(
        absl::StrCat(PathOf(stem), " is the key of ", key.name(),
                     ", not of this authority"));
  }
  return Keep(stem, std::move(key));
}

const SigningKey* Keyring::Keep(absl::string_view stem, SigningKey key) {
  return &keys_.emplace(stem, std::move(key)).first->second;
}

std::string Keyring::PathOf(absl::string_view stem) const {
  return absl::StrCat(folder_, "/", stem, ".key");
}

absl::StatusOr<SigningKey> Keyring::Load(absl::string_view stem) const {
  ASSIGN_OR_RETURN(const FileDescriptor file,
                   FileDescriptor::Open(PathOf(stem), O_RDONLY));
  RETURN_IF_ERROR(CheckPrivate(file, kFileMode));
  // Whoever made it may have died before its name was durable, and a key that
  // has signed must not vanish.
  RETURN_IF_ERROR(SyncFolder(folder_));
  ASSIGN_OR_RETURN(std::string text, ReadAll(file, kMaxFileBytes));
  const absl::Cleanup wipe = [&text] { WipeSecret(text); };
  auto key = ParseFileText(text);
  if (!key.ok()) {
    return absl::DataLossError(
        absl::StrCat(file.path(), ": ", key.status().message()));
  }
  return key;
}

absl::StatusOr<SigningKey> Keyring::Make(std::string name) const {
  std::array<uint8_t, kSeedBytes> seed = {};
  const absl::Cleanup wipe_seed = [&seed] {
    sodium_memzero(seed.data(), seed.size());
  };
  random_(absl::MakeSpan(seed));
  // A source that fails silently would give a key that everybody can guess.
  if (std::all_of(seed.begin(), seed.end(), [](int b) { return b == 0; })) {
    return absl::InternalError("the random source gives zeros only");
  }
  return SigningKey::FromSeed(std::move(name), seed);
}

absl::Status Keyring::Store(absl::string_view stem,
                            const SigningKey& key) const {
  std::string text = FileText(key);
  const absl::Cleanup wipe_text = [&text] { WipeSecret(text); };
  return ReplaceFile(PathOf(stem), text, kFileMode);
}

}  // namespace localoffer::log
