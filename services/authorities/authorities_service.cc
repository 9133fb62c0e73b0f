#include "services/authorities/authorities_service.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::authorities {
namespace {

constexpr absl::string_view kGet =
    "localoffer.v1.AuthoritiesService/GetAuthority";
constexpr absl::string_view kList =
    "localoffer.v1.AuthoritiesService/ListAuthorities";
constexpr absl::string_view kCreate =
    "localoffer.v1.AuthoritiesService/CreateAuthority";
constexpr absl::string_view kCreateToken =
    "localoffer.v1.AuthoritiesService/CreateToken";
constexpr absl::string_view kListTokens =
    "localoffer.v1.AuthoritiesService/ListTokens";
constexpr absl::string_view kRevokeToken =
    "localoffer.v1.AuthoritiesService/RevokeToken";

// The id in a parent or token name; "" when it is malformed, which the method
// itself tells the caller after the right to call it is clear.
std::string AuthorityOfParent(const std::string& parent) {
  return entry::ParseAuthorityName("parent", parent).value_or("");
}

std::string AuthorityOfToken(const std::string& name) {
  const absl::StatusOr<entry::TokenName> token =
      entry::ParseTokenName("name", name);
  return token.ok() ? token->authority : "";
}

}  // namespace

absl::StatusOr<v1::CreateAuthorityResponse> AuthoritiesService::Create(
    const v1::CreateAuthorityRequest& request) const {
  std::vector<rpc::FieldError> errors;
  if (!entry::IsAuthorityId(request.authority_id())) {
    errors.push_back(
        {"authority_id", "wanted 3 to 32 upper-case letters or digits"});
  }
  if (request.authority().title().empty() ||
      request.authority().title().size() > 200) {
    errors.push_back({"authority.title", "wanted 1 to 200 bytes"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  storage::v1::AuthorityRecord record;
  record.set_title(request.authority().title());
  record.set_official_name(request.authority().official_name());
  record.set_authority_type(request.authority().authority_type());
  record.set_region(request.authority().region());
  record.set_org_id(request.authority().org_id());
  const absl::Status added =
      store_.authorities().Add(request.authority_id(), record);
  if (absl::IsAlreadyExists(added)) {
    return rpc::CallerError(absl::StatusCode::kAlreadyExists,
                            "AUTHORITY_EXISTS", added.message());
  }
  RETURN_IF_ERROR(added);
  v1::CreateAuthorityResponse response;
  ASSIGN_OR_RETURN(*response.mutable_authority(),
                   reader_.Show(request.authority_id(), record, {}));
  return response;
}

grpc::ServerUnaryReactor* AuthoritiesService::GetAuthority(
    grpc::CallbackServerContext* context,
    const v1::GetAuthorityRequest* request,
    v1::GetAuthorityResponse* response) {
  return endpoint_.Read(kGet, context, response,
                        [&] { return reader_.Get(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::ListAuthorities(
    grpc::CallbackServerContext* context,
    const v1::ListAuthoritiesRequest* request,
    v1::ListAuthoritiesResponse* response) {
  return endpoint_.Read(kList, context, response,
                        [&] { return reader_.List(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::CreateAuthority(
    grpc::CallbackServerContext* context,
    const v1::CreateAuthorityRequest* request,
    v1::CreateAuthorityResponse* response) {
  return endpoint_.Write(kCreate, "", context, response,
                         [this, request] { return Create(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::CreateToken(
    grpc::CallbackServerContext* context, const v1::CreateTokenRequest* request,
    v1::CreateTokenResponse* response) {
  return endpoint_.Write(kCreateToken, AuthorityOfParent(request->parent()),
                         context, response,
                         [this, request] { return issuer_.Create(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::ListTokens(
    grpc::CallbackServerContext* context, const v1::ListTokensRequest* request,
    v1::ListTokensResponse* response) {
  return endpoint_.Write(kListTokens, AuthorityOfParent(request->parent()),
                         context, response,
                         [this, request] { return issuer_.List(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::RevokeToken(
    grpc::CallbackServerContext* context, const v1::RevokeTokenRequest* request,
    v1::RevokeTokenResponse* response) {
  return endpoint_.Write(kRevokeToken, AuthorityOfToken(request->name()),
                         context, response,
                         [this, request] { return issuer_.Revoke(*request); });
}

}  // namespace localoffer::authorities
