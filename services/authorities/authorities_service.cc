#include "services/authorities/authorities_service.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/harvested.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/log/authority_log.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
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

constexpr int kLargestPage = 1000;

absl::Status NotRegistered(const std::string& authority) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
      absl::StrCat("no authority ", authority, " is registered here"),
      {{"authority", authority}});
}

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

absl::StatusOr<v1::Authority> AuthoritiesService::Show(
    const std::string& id, const storage::v1::AuthorityRecord& record,
    const storage::Instant& speaking) const {
  v1::Authority authority;
  authority.set_name(entry::FormatAuthorityName(id));
  authority.set_title(record.title());
  authority.set_official_name(record.official_name());
  authority.set_authority_type(record.authority_type());
  authority.set_region(record.region());
  authority.set_org_id(record.org_id());
  const std::string log = storage::SpeakingLog(speaking, id);
  if (auto harvested = entry::HarvestedFrom(store_.authorities(), log)) {
    *authority.mutable_harvested() = *std::move(harvested);
    if (const auto head = store_.logs().Head(log)) {
      authority.set_harvested_entries(
          static_cast<int32_t>(head->published_entries()));
    }
  }
  const std::optional<storage::v1::LogHead> head = store_.logs().Head(id);
  if (!head) return authority;
  authority.set_log_size(static_cast<int64_t>(head->size()));
  authority.set_published_entries(
      static_cast<int32_t>(head->published_entries()));
  *authority.mutable_update_time() =
      entry::ToTimestamp(absl::FromUnixMicros(head->commit_time_micros()));
  ASSIGN_OR_RETURN(
      std::optional<std::string> checkpoint,
      storage::StoredCheckpoint(store_.engine(), id, head->size()));
  authority.set_checkpoint(std::move(checkpoint).value_or(""));
  const log::KeyTimeline keys =
      store_.logs().LogOf(id).keys().With(store_.trust().KeysOf(id));
  if (const log::VerifierKey* key = keys.At(head->size()); key != nullptr) {
    authority.set_verifier_key(key->ToString());
  }
  return authority;
}

absl::StatusOr<v1::GetAuthorityResponse> AuthoritiesService::Get(
    const v1::GetAuthorityRequest& request) const {
  const absl::StatusOr<std::string> id =
      entry::ParseLogName("name", request.name());
  if (!id.ok()) return rpc::InvalidField("name", id.status().message());
  const auto record = store_.authorities().Find(*id);
  if (!record) return NotRegistered(*id);
  v1::GetAuthorityResponse response;
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store_.speaking().At(store_.logs().Latest()));
  ASSIGN_OR_RETURN(*response.mutable_authority(), Show(*id, *record, speaking));
  return response;
}

absl::StatusOr<v1::ListAuthoritiesResponse> AuthoritiesService::List(
    const v1::ListAuthoritiesRequest& request) const {
  if (request.page_size() < 0) {
    return rpc::InvalidField("page_size", "wanted 0 or more");
  }
  const int page_size = request.page_size() == 0
                            ? kLargestPage
                            : std::min(request.page_size(), kLargestPage);
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store_.speaking().At(store_.logs().Latest()));
  v1::ListAuthoritiesResponse response;
  // The token is the last id shown: ids neither change nor go.
  for (const auto& [id, record] : store_.authorities().All()) {
    if (id <= request.page_token()) continue;
    if (log::IsHarvestedLog(id) && !request.show_harvested()) continue;
    if (request.publishing_only() && !store_.logs().Head(id)) continue;
    if (response.authorities_size() == page_size) {
      response.set_next_page_token(
          response.authorities().rbegin()->name().substr(
              entry::FormatAuthorityName("").size()));
      break;
    }
    ASSIGN_OR_RETURN(*response.add_authorities(), Show(id, record, speaking));
  }
  return response;
}

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
                   Show(request.authority_id(), record, {}));
  return response;
}

grpc::ServerUnaryReactor* AuthoritiesService::GetAuthority(
    grpc::CallbackServerContext* context,
    const v1::GetAuthorityRequest* request,
    v1::GetAuthorityResponse* response) {
  return endpoint_.Read(kGet, context, response, [&] { return Get(*request); });
}

grpc::ServerUnaryReactor* AuthoritiesService::ListAuthorities(
    grpc::CallbackServerContext* context,
    const v1::ListAuthoritiesRequest* request,
    v1::ListAuthoritiesResponse* response) {
  return endpoint_.Read(kList, context, response,
                        [&] { return List(*request); });
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
