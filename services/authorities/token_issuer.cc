#include "services/authorities/token_issuer.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::authorities {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kTokenIdBytes = 6;
constexpr size_t kMostLabelBytes = 200;
// Makes a leaked secret easy to find and to recognise.
constexpr absl::string_view kSecretPrefix = "lo_";

v1::Token ToToken(const storage::v1::TokenRecord& record) {
  v1::Token token;
  token.set_name(entry::FormatTokenName(record.authority(), record.token_id()));
  for (const int role : record.roles()) {
    token.add_roles(static_cast<v1::Role>(role));
  }
  token.set_label(record.label());
  *token.mutable_create_time() =
      entry::ToTimestamp(absl::FromUnixMicros(record.create_time_micros()));
  if (record.expire_time_micros() != 0) {
    *token.mutable_expire_time() =
        entry::ToTimestamp(absl::FromUnixMicros(record.expire_time_micros()));
  }
  return token;
}

bool IsAuthorityRole(int role) {
  return role == v1::ROLE_PUBLISHER || role == v1::ROLE_DRAFT_READER ||
         role == v1::ROLE_ADMIN;
}

absl::Status UnknownAuthority(const std::string& authority) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
      absl::StrCat("no authority ", authority, " is registered here"),
      {{"authority", authority}});
}

}  // namespace

std::string TokenIssuer::RandomHex(size_t bytes) const {
  std::string random(bytes, '\0');
  random_(
      absl::MakeSpan(reinterpret_cast<uint8_t*>(random.data()), random.size()));
  return absl::BytesToHexString(random);
}

absl::StatusOr<std::string> TokenIssuer::Issue(
    storage::v1::TokenRecord& record) const {
  const std::string secret =
      absl::StrCat(kSecretPrefix, RandomHex(kSecretBytes));
  record.set_token_id(RandomHex(kTokenIdBytes));
  record.set_create_time_micros(absl::ToUnixMicros(clock_()));
  RETURN_IF_ERROR(store_.tokens().Add(secret, record));
  return secret;
}

absl::StatusOr<v1::CreateTokenResponse> TokenIssuer::Create(
    const v1::CreateTokenRequest& request) const {
  std::vector<rpc::FieldError> errors;
  const absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (!authority.ok()) {
    errors.push_back({"parent", std::string(authority.status().message())});
  }
  const std::set<int> roles(request.roles().begin(), request.roles().end());
  if (roles.empty() ||
      !std::all_of(roles.begin(), roles.end(), IsAuthorityRole)) {
    errors.push_back({"roles",
                      "wanted at least one of ROLE_PUBLISHER, "
                      "ROLE_DRAFT_READER and ROLE_ADMIN"});
  }
  if (request.label().size() > kMostLabelBytes) {
    errors.push_back(
        {"label", absl::StrCat("wanted at most ", kMostLabelBytes, " bytes")});
  }
  storage::v1::TokenRecord record;
  if (request.has_expire_time()) {
    const absl::StatusOr<absl::Time> expire =
        entry::FromTimestamp(request.expire_time());
    if (!expire.ok() || *expire <= clock_()) {
      errors.push_back({"expire_time", "wanted a time in the future"});
    } else {
      record.set_expire_time_micros(absl::ToUnixMicros(*expire));
    }
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  if (!store_.authorities().Find(*authority)) {
    return UnknownAuthority(*authority);
  }
  record.set_authority(*authority);
  record.set_label(request.label());
  for (const int role : roles) record.add_roles(role);
  v1::CreateTokenResponse response;
  ASSIGN_OR_RETURN(*response.mutable_secret(), Issue(record));
  *response.mutable_token() = ToToken(record);
  return response;
}

absl::StatusOr<std::string> TokenIssuer::CreateOperatorToken() const {
  // There is one at a time: whoever removes a leaked one and starts the server
  // again has taken it back.
  for (const storage::v1::TokenRecord& old :
       store_.tokens().Of(storage::kNodeAuthority)) {
    RETURN_IF_ERROR(
        store_.tokens().Revoke(storage::kNodeAuthority, old.token_id()));
  }
  storage::v1::TokenRecord record;
  record.set_authority(std::string(storage::kNodeAuthority));
  record.set_label("operator of this node");
  record.add_roles(v1::ROLE_OPERATOR);
  return Issue(record);
}

absl::StatusOr<v1::ListTokensResponse> TokenIssuer::List(
    const v1::ListTokensRequest& request) const {
  const absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (!authority.ok()) {
    return rpc::InvalidField("parent", authority.status().message());
  }
  v1::ListTokensResponse response;
  for (const storage::v1::TokenRecord& record :
       store_.tokens().Of(*authority)) {
    *response.add_tokens() = ToToken(record);
  }
  return response;
}

absl::StatusOr<v1::RevokeTokenResponse> TokenIssuer::Revoke(
    const v1::RevokeTokenRequest& request) const {
  const absl::StatusOr<entry::TokenName> name =
      entry::ParseTokenName("name", request.name());
  if (!name.ok()) return rpc::InvalidField("name", name.status().message());
  const absl::Status revoked =
      store_.tokens().Revoke(name->authority, name->token);
  if (absl::IsNotFound(revoked)) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "TOKEN_NOT_FOUND",
                            absl::StrCat("there is no ", request.name()));
  }
  RETURN_IF_ERROR(revoked);
  return v1::RevokeTokenResponse();
}

}  // namespace localoffer::authorities
