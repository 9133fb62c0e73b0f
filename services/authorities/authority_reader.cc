#include "services/authorities/authority_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

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

constexpr int kLargestPage = 1000;

absl::Status NotRegistered(const std::string& authority) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
      absl::StrCat("no authority ", authority, " is registered here"),
      {{"authority", authority}});
}

}  // namespace

absl::StatusOr<v1::Authority> AuthorityReader::Show(
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

absl::StatusOr<v1::GetAuthorityResponse> AuthorityReader::Get(
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

absl::StatusOr<v1::ListAuthoritiesResponse> AuthorityReader::List(
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

}  // namespace localoffer::authorities
