#include "storage/log/trust.h"

#include <fcntl.h>

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "storage/log/checkpoint.h"
#include "storage/log/durable_file.h"
#include "storage/log/hash.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

constexpr size_t kMaxFileBytes = size_t{4} << 20;
constexpr mode_t kFileMode = 0644;

using Words = std::vector<absl::string_view>;

absl::Status CheckNames(const TrustStatement& statement) {
  if (statement.kind == TrustStatement::Kind::kWitness) return absl::OkStatus();
  if (!IsAuthorityId(statement.authority)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", statement.authority, "\" is no authority id"));
  }
  if (statement.key.name() != CheckpointOrigin(statement.authority)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the key is of ", statement.key.name(), ", not of ",
                     CheckpointOrigin(statement.authority)));
  }
  return absl::OkStatus();
}

// `after N` at the end, or nothing where that may be missing.
absl::StatusOr<uint64_t> ParseAfter(const Words& words, size_t first,
                                    bool required) {
  if (words.size() == first && !required) return 0;
  std::optional<uint64_t> size;
  if (words.size() == first + 2 && words[first] == "after") {
    size = DecodeDecimal(words[first + 1]);
  }
  if (size) return *size;
  return absl::InvalidArgumentError(
      "wanted `after` and a size of the log at its end");
}

absl::StatusOr<TrustStatement> ParseLine(absl::string_view line) {
  const Words words = absl::StrSplit(line, ' ', absl::SkipEmpty());
  const bool witness = words[0] == "witness";
  const bool revoke = words[0] == "revoke";
  if (!witness && !revoke && words[0] != "key") {
    return absl::InvalidArgumentError(
        "wanted `key`, `revoke` or `witness` at its beginning");
  }
  const size_t place_of_key = witness ? 1 : 2;
  if (words.size() <= place_of_key) {
    return absl::InvalidArgumentError(
        witness ? "wanted `witness KEY`" : "wanted an authority and a key");
  }
  auto key = VerifierKey::Parse(
      words[place_of_key], witness ? KeyType::kCosigner : KeyType::kEd25519);
  if (!key.ok()) return key.status();
  if (witness) {
    if (words.size() > 2) {
      return absl::InvalidArgumentError("wanted nothing after the key");
    }
    return TrustStatement{TrustStatement::Kind::kWitness, "", *std::move(key)};
  }
  ASSIGN_OR_RETURN(const uint64_t after, ParseAfter(words, 3, revoke));
  TrustStatement statement{
      revoke ? TrustStatement::Kind::kRevoke : TrustStatement::Kind::kKey,
      std::string(words[1]), *std::move(key), after};
  RETURN_IF_ERROR(CheckNames(statement));
  return statement;
}

// Written, it would keep the node from ever starting again.
absl::Status TooLarge(const std::string& path) {
  return absl::ResourceExhaustedError(
      absl::StrCat(path, " would be larger than ", kMaxFileBytes,
                   " bytes: nothing was added; take out what is not needed "
                   "while the node is stopped"));
}

}  // namespace

absl::StatusOr<std::vector<TrustStatement>> ParseTrust(absl::string_view text) {
  std::vector<TrustStatement> statements;
  std::vector<std::string> wrong;
  size_t number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || absl::StartsWith(line, "#")) continue;
    auto statement = ParseLine(line);
    if (statement.ok()) {
      statements.push_back(*std::move(statement));
    } else {
      wrong.push_back(
          absl::StrCat("line ", number, ": ", statement.status().message()));
    }
  }
  if (wrong.empty()) return statements;
  return absl::InvalidArgumentError(absl::StrJoin(wrong, "\n"));
}

std::string TrustLine(const TrustStatement& statement) {
  const std::string key = statement.key.ToString();
  const std::string after = absl::StrCat(" after ", statement.after_size);
  switch (statement.kind) {
    case TrustStatement::Kind::kKey:
      return absl::StrCat("key ", statement.authority, " ", key,
                          statement.after_size == 0 ? "" : after, "\n");
    case TrustStatement::Kind::kRevoke:
      return absl::StrCat("revoke ", statement.authority, " ", key, after,
                          "\n");
    case TrustStatement::Kind::kWitness:
      return absl::StrCat("witness ", key, "\n");
  }
  return "";
}

absl::StatusOr<std::unique_ptr<Trust>> Trust::Open(std::string path) {
  std::unique_ptr<Trust> trust(new Trust(std::move(path)));
  absl::MutexLock lock(&trust->mutex_);
  trust->SetText("");
  const auto file = FileDescriptor::Open(trust->path_, O_RDONLY);
  if (absl::IsNotFound(file.status())) return trust;
  RETURN_IF_ERROR(file.status());
  ASSIGN_OR_RETURN(std::string text, ReadAll(*file, kMaxFileBytes));
  trust->SetText(std::move(text));
  auto statements = ParseTrust(trust->text_);
  if (!statements.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(trust->path_, ":\n", statements.status().message()));
  }
  for (TrustStatement& statement : *statements) {
    trust->Take(std::move(statement));
  }
  return trust;
}

void Trust::Take(TrustStatement statement) {
  if (statement.kind == TrustStatement::Kind::kKey) {
    keys_[statement.authority].Begin(statement.after_size, statement.key);
  } else if (statement.kind == TrustStatement::Kind::kRevoke) {
    keys_[statement.authority].Revoke(statement.key, statement.after_size);
  }
  statements_.push_back(std::move(statement));
}

void Trust::SetText(std::string text) {
  text_ = std::move(text);
  fingerprint_ = HashHex(Sha256(text_));
}

KeyTimeline Trust::KeysOf(absl::string_view authority) const {
  absl::MutexLock lock(&mutex_);
  const auto keys = keys_.find(authority);
  return keys == keys_.end() ? KeyTimeline() : keys->second;
}

std::vector<VerifierKey> Trust::Witnesses() const {
  absl::MutexLock lock(&mutex_);
  std::vector<VerifierKey> witnesses;
  for (const TrustStatement& statement : statements_) {
    if (statement.kind == TrustStatement::Kind::kWitness) {
      witnesses.push_back(statement.key);
    }
  }
  return witnesses;
}

std::vector<TrustStatement> Trust::Statements() const {
  absl::MutexLock lock(&mutex_);
  return statements_;
}

std::string Trust::Fingerprint() const {
  absl::MutexLock lock(&mutex_);
  return fingerprint_;
}

absl::Status Trust::AddAll(absl::Span<const TrustStatement> statements) {
  for (const TrustStatement& statement : statements) {
    RETURN_IF_ERROR(CheckNames(statement));
  }
  ASSIGN_OR_RETURN(const bool added, AddLines(statements));
  if (!added) return absl::OkStatus();
  std::vector<std::function<void()>> listeners;
  {
    absl::MutexLock lock(&mutex_);
    listeners = listeners_;
  }
  for (const std::function<void()>& listener : listeners) listener();
  return absl::OkStatus();
}

void Trust::AddListener(std::function<void()> listener) {
  absl::MutexLock lock(&mutex_);
  listeners_.push_back(std::move(listener));
}

absl::StatusOr<bool> Trust::AddLines(
    absl::Span<const TrustStatement> statements) {
  absl::MutexLock lock(&mutex_);
  std::set<std::string> known;
  for (const TrustStatement& statement : statements_) {
    known.insert(TrustLine(statement));
  }
  std::vector<TrustStatement> added;
  std::string text = text_;
  if (!text.empty() && !absl::EndsWith(text, "\n")) text += "\n";
  for (const TrustStatement& statement : statements) {
    const auto [line, is_new] = known.insert(TrustLine(statement));
    if (!is_new) continue;
    text += *line;
    added.push_back(statement);
  }
  if (added.empty()) return false;
  if (text.size() > kMaxFileBytes) return TooLarge(path_);
  RETURN_IF_ERROR(ReplaceFile(path_, text, kFileMode));
  SetText(std::move(text));
  for (TrustStatement& statement : added) Take(std::move(statement));
  return true;
}

}  // namespace localoffer::log
