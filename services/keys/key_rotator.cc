#include "services/keys/key_rotator.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/keys/key_errors.h"
#include "services/keys/log_keys.h"
#include "services/publishing/errors.h"
#include "services/publishing/publication.h"
#include "services/rpc/error.h"
#include "storage/log/checkpoint.h"
#include "storage/log/verifier_key.h"
#include "storage/status_macros.h"

namespace localoffer::keys {
namespace {

// How often a rotation is tried anew when others commit in between.
constexpr int kMostAttempts = 8;

}  // namespace

// What was asked for, in order.
struct KeyRotator::Order {
  std::string authority;
  std::string reason;
  // Nothing: one that has to be made.
  std::optional<log::VerifierKey> new_key;

  static absl::StatusOr<Order> Of(const v1::RotateKeyRequest& request) {
    std::vector<rpc::FieldError> errors;
    absl::StatusOr<std::string> authority =
        entry::ParseAuthorityName("parent", request.parent());
    if (!authority.ok()) {
      errors.push_back({"parent", std::string(authority.status().message())});
    }
    publishing::CheckReason(request.reason(), errors);
    Order order;
    if (!request.new_key().empty()) {
      auto key = log::VerifierKey::Parse(request.new_key());
      if (!key.ok() || (authority.ok() &&
                        key->name() != log::CheckpointOrigin(*authority))) {
        errors.push_back(
            {"new_key",
             absl::StrCat("\"", entry::Excerpt(request.new_key()),
                          "\": wanted a verifier key of ",
                          log::CheckpointOrigin(authority.value_or("…")),
                          ", as CreateKey answers it")});
      } else {
        order.new_key = *std::move(key);
      }
    }
    if (!errors.empty()) return rpc::InvalidFields(errors);
    order.authority = *std::move(authority);
    order.reason = request.reason();
    return order;
  }
};

// The key that speaks now, and the rotation that put it in its place.
absl::StatusOr<v1::RotateKeyResponse> KeyRotator::ShowSpeaking(
    const Order& order) const {
  const LogKeys keys = KeysOf(store_, order.authority);
  v1::RotateKeyResponse response;
  // The last that begins below the next size.
  const auto speaking = std::prev(keys.all.keys().upper_bound(keys.log_size));
  ASSIGN_OR_RETURN(*response.mutable_key(),
                   ShowKey(store_, order.authority, keys, speaking->first));
  response.set_home(store_.keyring().Find(speaking->second).ok());
  if (response.key().has_rotate_time()) {
    ASSIGN_OR_RETURN(*response.mutable_publication(),
                     publishing::EarlierPublication(store_, order.authority,
                                                    speaking->first - 1));
  }
  return response;
}

absl::Status KeyRotator::CheckMaySpeak(const Order& order) const {
  if (!order.new_key) return absl::OkStatus();
  const std::string text = order.new_key->ToString();
  const LogKeys keys = KeysOf(store_, order.authority);
  const auto is_it = [&text](const log::VerifierKey& key) {
    return key.ToString() == text;
  };
  for (const auto& [after_size, key] : keys.all.keys()) {
    if (is_it(key)) return KeyRetired(text);
  }
  for (const log::TrustStatement& statement : store_.trust().Statements()) {
    if (statement.kind == log::TrustStatement::Kind::kRevoke &&
        is_it(statement.key)) {
      return KeyRetired(text);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::RotateKeyResponse> KeyRotator::Rotate(
    const v1::RotateKeyRequest& request) const {
  ASSIGN_OR_RETURN(Order order, Order::Of(request));
  if (!store_.authorities().Find(order.authority)) {
    return publishing::AuthorityNotFound(order.authority);
  }
  const bool moves = order.new_key.has_value();
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const LogKeys keys = KeysOf(store_, order.authority);
    if (moves && keys.speaking() != nullptr &&
        keys.speaking()->ToString() == request.new_key()) {
      return ShowSpeaking(order);
    }
    RETURN_IF_ERROR(publishing::CheckHome(store_, order.authority));
    if (keys.log_size == 0) return NothingPublished(order.authority);
    if (moves) {
      RETURN_IF_ERROR(CheckMaySpeak(order));
    }
    if (request.validate_only()) {
      v1::RotateKeyResponse response;
      response.set_home(!moves || store_.keyring().Find(*order.new_key).ok());
      return response;
    }
    if (!order.new_key) {
      ASSIGN_OR_RETURN(const log::SigningKey* made,
                       store_.keyring().CreateSuccessor(order.authority));
      order.new_key = made->verifier_key();
    }
    storage::Proposal proposal;
    proposal.authority = order.authority;
    proposal.expected_size = keys.log_size;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
    change.subject = order.new_key->ToString();
    change.body.mutable_key_rotated()->set_reason(order.reason);
    const absl::StatusOr<storage::Receipt> receipt =
        store_.committer().Commit(proposal);
    if (absl::IsAborted(receipt.status())) continue;  // the log has grown
    if (absl::IsFailedPrecondition(receipt.status())) {
      return publishing::NotHome(order.authority);
    }
    RETURN_IF_ERROR(receipt.status());
    ASSIGN_OR_RETURN(v1::RotateKeyResponse response, ShowSpeaking(order));
    *response.mutable_publication() =
        publishing::ToPublication(store_, *receipt, order.authority);
    return response;
  }
  return publishing::Contended(order.authority);
}

absl::StatusOr<v1::CreateKeyResponse> KeyRotator::Create(
    const v1::CreateKeyRequest& request) const {
  const absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (!authority.ok()) {
    return rpc::InvalidField("parent", authority.status().message());
  }
  if (!store_.authorities().Find(*authority)) {
    return publishing::AuthorityNotFound(*authority);
  }
  ASSIGN_OR_RETURN(const log::SigningKey* key,
                   store_.keyring().CreateSuccessor(*authority));
  v1::CreateKeyResponse response;
  response.set_verifier_key(key->verifier_key().ToString());
  return response;
}

}  // namespace localoffer::keys
