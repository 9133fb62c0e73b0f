#include "services/gateway/openreferral/service_resource.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/asked_authority.h"
#include "services/gateway/openreferral/entry_json.h"
#include "services/gateway/problem.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr int kOk = 200;
constexpr int kGone = 410;
// More than there are authorities.
constexpr int kMostAtOnce = 1000;

absl::Status NoService(absl::string_view id) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "SERVICE_NOT_FOUND",
      absl::StrCat("there is no service \"", id, "\" here"));
}

bool IsWithdrawn(const v1::Entry& entry) {
  return entry.state() == v1::ENTRY_STATE_WITHDRAWN;
}

// The entries with one id.
struct Found {
  // Of every authority, or of one: those that are published first.
  std::vector<v1::Entry> entries;
  // When any of them changed, or one of a log that spoke before: never earlier
  // than it was.
  absl::Time modified = absl::InfinitePast();
};

absl::StatusOr<Found> FindAll(const NodeClient& node,
                              const std::string& authority,
                              const std::string& id) {
  v1::ListEntriesRequest request;
  request.set_parent(
      entry::FormatAuthorityName(authority.empty() ? "-" : authority));
  request.set_entry(id);
  request.set_show_withdrawn(true);
  request.set_view(v1::ENTRY_VIEW_FULL);
  request.set_page_size(kMostAtOnce);
  Found found;
  do {
    ASSIGN_OR_RETURN(v1::ListEntriesResponse page, node.ListEntries(request));
    for (v1::Entry& entry : *page.mutable_entries()) {
      found.entries.push_back(std::move(entry));
    }
    if (page.has_change_time()) {
      ASSIGN_OR_RETURN(found.modified,
                       entry::FromTimestamp(page.change_time()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::stable_partition(
      found.entries.begin(), found.entries.end(),
      [](const v1::Entry& entry) { return !IsWithdrawn(entry); });
  return found;
}

absl::StatusOr<HttpResponse> Gone(const v1::Entry& entry) {
  ASSIGN_OR_RETURN(const absl::Time since,
                   entry::FromTimestamp(entry.update_time()));
  return Problem(
      kGone, IsWithdrawn(entry) ? "WITHDRAWN" : "ERASED",
      IsWithdrawn(entry) ? "the service is in the local offer no longer"
                         : "what the entry said was erased",
      {{"entry", entry.name()},
       {"withdrawal_reason", entry.withdrawal().reason()},
       {"since",
        absl::FormatTime(absl::RFC3339_sec, since, absl::UTCTimeZone())}});
}

// Where the same service is as another authority has it.
std::string Alternate(const Visit& visit, const Endpoint& endpoint,
                      const entry::EntryName& name) {
  return absl::StrCat("<", visit.base_url,
                      endpoint.route.substr(0, kOpenReferralBase.size()),
                      "/authorities/", name.authority, "/services/", name.entry,
                      ">; rel=\"alternate\"");
}

}  // namespace

absl::StatusOr<HttpResponse> ServiceResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  const std::string id = absl::AsciiStrToLower(visit.names.at("id"));
  Found found;
  if (entry::IsEntryId(id)) {
    ASSIGN_OR_RETURN(found, FindAll(api_.node(), authority, id));
  }
  if (found.entries.empty()) {
    RETURN_IF_ERROR(CheckAuthority(api_.node(), authority));
    return NoService(id);
  }
  v1::Entry& shown = found.entries.front();
  if (IsWithdrawn(shown) || !shown.has_service()) return Gone(shown);

  ASSIGN_OR_RETURN(const entry::EntryName name,
                   entry::ParseEntryName("name", shown.name()));
  HttpResponse response =
      api_.Begin(visit, absl::StrCat(name.authority, "@", shown.sequence()),
                 found.modified, /*lines=*/false);
  for (size_t i = 1; i < found.entries.size() && !IsWithdrawn(found.entries[i]);
       ++i) {
    ASSIGN_OR_RETURN(const entry::EntryName other,
                     entry::ParseEntryName("name", found.entries[i].name()));
    response.headers.emplace_back("Link", Alternate(visit, endpoint_, other));
  }
  if (response.status != kOk) return response;
  response.body = absl::StrCat(
      ServiceJson(std::move(shown), ServiceForm::kFull, format_), "\n");
  return response;
}

}  // namespace localoffer::gateway
