#include "services/gateway/openreferral/service_resource.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/resource_name.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/problem.h"
#include "services/rpc/error.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr int kOk = 200;
constexpr int kGone = 410;

absl::Status NoService(absl::string_view id) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "SERVICE_NOT_FOUND",
      absl::StrCat("there is no service \"", id, "\" here"));
}

// The entries with one id.
struct Entries {
  // Of `log`, or of every log that speaks for an authority: those that are
  // published first.
  std::vector<storage::EntryRevision> revisions;
  // When any of them changed, or one of a log that spoke before: never earlier
  // than it was.
  absl::Time modified = absl::InfinitePast();
};

// `log` as NamedLog() says.
absl::StatusOr<Entries> FindAll(storage::Store& store, const std::string& log,
                                const std::string& id) {
  const storage::Instant instant = store.logs().Latest();
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store.speaking().At(instant));
  const std::string of =
      log.empty() ? log : storage::SpeakingLog(speaking, log);
  Entries found;
  std::vector<storage::EntryRevision> withdrawn;
  for (const auto& [each, size] : instant.sizes()) {
    if (!log.empty() && log::AuthorityOfLog(each) != log::AuthorityOfLog(log)) {
      continue;
    }
    ASSIGN_OR_RETURN(std::optional<storage::EntryRevision> revision,
                     store.entries().At(each, id, size));
    if (!revision) continue;
    found.modified = std::max(found.modified, revision->update_time);
    if (log.empty() ? speaking.SizeOf(each) == 0 : each != of) continue;
    (revision->withdrawn ? withdrawn : found.revisions)
        .push_back(*std::move(revision));
  }
  found.revisions.insert(found.revisions.end(), withdrawn.begin(),
                         withdrawn.end());
  return found;
}

absl::StatusOr<HttpResponse> Gone(const storage::Entries& entries,
                                  const storage::EntryRevision& revision) {
  std::string reason;
  if (revision.withdrawn) {
    ASSIGN_OR_RETURN(reason, entries.WithdrawalReason(revision));
  }
  return Problem(
      kGone, revision.withdrawn ? "WITHDRAWN" : "ERASED",
      revision.withdrawn ? "the service is in the local offer no longer"
                         : "what the entry said was erased",
      {{"entry", entry::FormatEntryName(revision.authority, revision.entry_id)},
       {"withdrawal_reason", reason},
       {"since", absl::FormatTime(absl::RFC3339_sec, revision.update_time,
                                  absl::UTCTimeZone())}});
}

// Where the same service is as another authority has it.
std::string Alternate(const Visit& visit, const Endpoint& endpoint,
                      const storage::EntryRevision& revision) {
  return absl::StrCat("<", visit.base_url,
                      endpoint.route.substr(0, kOpenReferralBase.size()),
                      "/authorities/", revision.authority, "/services/",
                      revision.entry_id, ">; rel=\"alternate\"");
}

}  // namespace

absl::StatusOr<HttpResponse> ServiceResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  const std::string id = absl::AsciiStrToLower(visit.names.at("id"));
  if (!entry::IsEntryId(id)) return NoService(id);
  ASSIGN_OR_RETURN(const Entries found, FindAll(api_.store(), log, id));
  const std::vector<storage::EntryRevision>& revisions = found.revisions;
  if (revisions.empty()) return NoService(id);
  const storage::EntryRevision& shown = revisions.front();
  if (shown.withdrawn) return Gone(api_.store().entries(), shown);
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   api_.store().entries().Content(shown));
  if (!content.has_service()) return Gone(api_.store().entries(), shown);

  HttpResponse response =
      api_.Begin(visit, absl::StrCat(shown.authority, "@", shown.sequence),
                 found.modified, /*lines=*/false);
  for (size_t i = 1; i < revisions.size() && !revisions[i].withdrawn; ++i) {
    response.headers.emplace_back("Link",
                                  Alternate(visit, endpoint_, revisions[i]));
  }
  if (response.status != kOk) return response;
  response.body = absl::StrCat(
      ServiceJson(shown, content, ServiceForm::kFull, format_), "\n");
  return response;
}

}  // namespace localoffer::gateway
