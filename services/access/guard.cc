#include "services/access/guard.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "grpcpp/security/auth_context.h"
#include "services/access/policy.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::access {
namespace {

absl::string_view ToView(const grpc::string_ref& text) {
  return absl::string_view(text.data(), text.size());
}

absl::Status Unauthenticated(absl::string_view reason,
                             absl::string_view message) {
  return rpc::CallerError(absl::StatusCode::kUnauthenticated, reason, message);
}

std::optional<Identity> IdentityOfCertificate(
    const grpc::ServerContextBase& context) {
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  if (!peer || !peer->IsPeerAuthenticated()) return std::nullopt;
  for (const grpc::string_ref& uri : peer->FindPropertyValues("peer_uri")) {
    if (std::optional<Identity> identity = IdentityOfUri(ToView(uri))) {
      return identity;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Identity> Guard::IdentityOfToken(
    absl::string_view secret) const {
  const std::optional<storage::v1::TokenRecord> token = tokens_.Find(secret);
  if (!token) {
    return Unauthenticated("TOKEN_UNKNOWN",
                           "the token is not known here, or was revoked");
  }
  if (token->expire_time_micros() != 0 &&
      absl::FromUnixMicros(token->expire_time_micros()) <= clock_()) {
    return Unauthenticated("TOKEN_EXPIRED",
                           "the token has expired; ask for a new one");
  }
  Identity identity{token->authority(), {}};
  for (const int role : token->roles()) {
    identity.roles.insert(static_cast<v1::Role>(role));
  }
  return identity;
}

absl::StatusOr<std::optional<Identity>> Guard::Identify(
    const grpc::ServerContextBase& context) const {
  const auto& metadata = context.client_metadata();
  const auto header = metadata.find("authorization");
  if (header == metadata.end()) return IdentityOfCertificate(context);
  absl::string_view value = ToView(header->second);
  if (metadata.count("authorization") > 1 ||
      !absl::ConsumePrefix(&value, "Bearer ")) {
    return Unauthenticated("AUTHORIZATION_MALFORMED",
                           "authorization: wanted \"Bearer\" and one token");
  }
  return IdentityOfToken(value);
}

absl::Status Guard::Check(const grpc::ServerContextBase& context,
                          absl::string_view method,
                          absl::string_view authority) const {
  if (!replica_of_.empty() && IsAskedOfTheNode(method)) {
    return rpc::CallerError(
        absl::StatusCode::kFailedPrecondition, "REPLICA",
        absl::StrCat("this is a replica, which only answers questions: do that "
                     "at the node that it copies, ",
                     replica_of_),
        {{"node", replica_of_}});
  }
  ASSIGN_OR_RETURN(const std::optional<Identity> caller, Identify(context));
  return Authorize(method, authority, caller);
}

}  // namespace localoffer::access
