#include "services/keys/trust_editor.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/keys/key_errors.h"
#include "services/keys/log_keys.h"
#include "services/rpc/error.h"
#include "storage/log/checkpoint.h"
#include "storage/log/trust.h"
#include "storage/status_macros.h"

namespace localoffer::keys {
namespace {

using Kind = log::TrustStatement::Kind;

v1::TrustStatement Show(const log::TrustStatement& statement) {
  v1::TrustStatement shown;
  if (statement.kind == Kind::kWitness) {
    shown.set_witness(statement.key.ToString());
    return shown;
  }
  v1::TrustedKey& key = statement.kind == Kind::kRevoke
                            ? *shown.mutable_revoke()
                            : *shown.mutable_key();
  key.set_parent(entry::FormatAuthorityName(statement.authority));
  key.set_verifier_key(statement.key.ToString());
  key.set_after_size(static_cast<int64_t>(statement.after_size));
  return shown;
}

// Reads the key of a field; without one the field is at fault.
std::optional<log::VerifierKey> ReadKey(log::KeyType type,
                                        const std::string& field,
                                        const std::string& text,
                                        std::vector<rpc::FieldError>& errors) {
  auto key = log::VerifierKey::Parse(text, type);
  if (key.ok()) return *std::move(key);
  errors.push_back(
      {field,
       absl::StrCat("\"", entry::Excerpt(text), "\": ", key.status().message(),
                    "; wanted name+id+base64, every character of it")});
  return std::nullopt;
}

absl::StatusOr<log::TrustStatement> ReadWitness(const std::string& text) {
  std::vector<rpc::FieldError> errors;
  std::optional<log::VerifierKey> key =
      ReadKey(log::KeyType::kCosigner, "statement.witness", text, errors);
  if (!key) return rpc::InvalidFields(errors);
  return log::TrustStatement{Kind::kWitness, "", *std::move(key), 0};
}

absl::StatusOr<log::TrustStatement> ReadTrusted(Kind kind,
                                                const std::string& field,
                                                const v1::TrustedKey& sent) {
  std::vector<rpc::FieldError> errors;
  absl::StatusOr<std::string> log =
      entry::ParseLogName(field + ".parent", sent.parent());
  if (!log.ok()) {
    errors.push_back({field + ".parent", std::string(log.status().message())});
  }
  std::optional<log::VerifierKey> key =
      ReadKey(log::KeyType::kEd25519, field + ".verifier_key",
              sent.verifier_key(), errors);
  if (log.ok() && key && key->name() != log::CheckpointOrigin(*log)) {
    errors.push_back(
        {field + ".verifier_key",
         absl::StrCat("is of ", entry::Excerpt(key->name()),
                      "; wanted a key of ", log::CheckpointOrigin(*log))});
  }
  if (sent.after_size() < 0 ||
      (kind == Kind::kRevoke && !sent.has_after_size())) {
    errors.push_back({field + ".after_size",
                      "wanted the size of the log after which it holds, 0 or "
                      "more"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return log::TrustStatement{kind, *std::move(log), *std::move(key),
                             static_cast<uint64_t>(sent.after_size())};
}

absl::StatusOr<log::TrustStatement> Read(const v1::TrustStatement& sent) {
  switch (sent.statement_case()) {
    case v1::TrustStatement::kKey:
      return ReadTrusted(Kind::kKey, "statement.key", sent.key());
    case v1::TrustStatement::kRevoke:
      return ReadTrusted(Kind::kRevoke, "statement.revoke", sent.revoke());
    case v1::TrustStatement::kWitness:
      return ReadWitness(sent.witness());
    default:
      return rpc::InvalidField("statement",
                               "wanted a key, a revocation or a witness");
  }
}

// What the log has is verified already, and no statement makes another key
// have signed it.
absl::Status CheckFits(const log::TrustStatement& statement,
                       const LogKeys& keys) {
  if (statement.kind != Kind::kKey || statement.after_size >= keys.log_size) {
    return absl::OkStatus();
  }
  const log::VerifierKey* signer = keys.all.At(statement.after_size + 1);
  if (signer != nullptr && signer->ToString() == statement.key.ToString()) {
    return absl::OkStatus();
  }
  return LogIsLonger(statement.authority, statement.after_size, keys.log_size);
}

}  // namespace

v1::ListTrustResponse TrustEditor::List() const {
  v1::ListTrustResponse response;
  for (const log::TrustStatement& statement : store_.trust().Statements()) {
    *response.add_statements() = Show(statement);
  }
  return response;
}

absl::StatusOr<v1::AddTrustResponse> TrustEditor::Add(
    const v1::AddTrustRequest& request) const {
  ASSIGN_OR_RETURN(const log::TrustStatement statement,
                   Read(request.statement()));
  v1::AddTrustResponse response;
  const std::vector<log::TrustStatement> before = store_.trust().Statements();
  response.set_known(std::any_of(
      before.begin(), before.end(), [&](const log::TrustStatement& other) {
        return log::TrustLine(other) == log::TrustLine(statement);
      }));
  if (statement.kind != Kind::kWitness) {
    const LogKeys keys = KeysOf(store_, statement.authority);
    response.set_log_size(static_cast<int64_t>(keys.log_size));
    if (!response.known()) {
      RETURN_IF_ERROR(CheckFits(statement, keys));
    }
  }
  RETURN_IF_ERROR(store_.trust().Add(statement));
  return response;
}

}  // namespace localoffer::keys
