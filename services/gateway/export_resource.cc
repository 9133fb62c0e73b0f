#include "services/gateway/export_resource.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/directory/exporter.h"
#include "services/entry/timestamp.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/named_log.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// `at` as a date, its beginning, or as an RFC 3339 time.
absl::Status SetReadTime(const Target& target, storage::CommittedLogs& logs,
                         v1::ExportEntriesRequest& request) {
  const std::optional<std::string> at = target.Parameter("at");
  if (!at) return absl::OkStatus();
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d", *at, &time, &error) &&
      !absl::ParseTime(absl::RFC3339_full, *at, &time, &error)) {
    return rpc::InvalidField(
        "at", absl::StrCat("\"", *at,
                           "\": wanted a date such as 2026-09-01, or a time "
                           "such as 2026-09-01T12:00:00Z"));
  }
  if (absl::IsInvalidArgument(logs.At(time).status())) {
    return rpc::InvalidField("at", "must not lie in the future");
  }
  *request.mutable_read_time() = entry::ToTimestamp(time);
  return absl::OkStatus();
}

absl::string_view ContentTypeOf(v1::ExportFormat format) {
  return format == v1::EXPORT_FORMAT_DATA_PACKAGE ? "application/zip"
                                                  : "application/x-ndjson";
}

absl::string_view SuffixOf(v1::ExportFormat format) {
  return format == v1::EXPORT_FORMAT_DATA_PACKAGE ? "zip" : "ndjson";
}

absl::Status TooManyExports(int most) {
  return rpc::CallerError(
      absl::StatusCode::kResourceExhausted, "TOO_MANY_EXPORTS",
      absl::StrCat(most, " exports are under way; try again in a moment"));
}

}  // namespace

absl::StatusOr<HttpResponse> ExportResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({"authority", "at"}));
  v1::ExportEntriesRequest request;
  ASSIGN_OR_RETURN(const std::string log, NamedLog(store_, visit));
  request.set_parent(absl::StrCat("authorities/", log.empty() ? "-" : log));
  request.set_format(format_);
  RETURN_IF_ERROR(SetReadTime(visit.target, store_.logs(), request));

  // Counted for as long as its source lives.
  const std::shared_ptr<void> counted(
      nullptr, [under_way = under_way_](void*) { under_way->fetch_sub(1); });
  if (under_way_->fetch_add(1) >= most_at_a_time_) {
    return TooManyExports(most_at_a_time_);
  }
  ASSIGN_OR_RETURN(std::shared_ptr<directory::Exporter> exporter,
                   directory::Exporter::Start(store_, request));
  HttpResponse response;
  response.content_type = std::string(ContentTypeOf(format_));
  // What was erased since is not in it, however old the instant.
  response.etag =
      EntityTag({exporter->instant().ToRevision(),
                 store_.logs().Latest().ToRevision(), log, SuffixOf(format_)});
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Local-Offer-Revision",
                                exporter->instant().ToRevision());
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"local-offer",
                   log.empty() ? "" : absl::StrCat("-", log), ".",
                   SuffixOf(format_), "\""));
  if (NamesEtag(visit.request.if_none_match, response.etag)) {
    return NotModified(std::move(response));
  }
  response.source = [exporter, counted](std::string& piece) {
    return exporter->Next(piece);
  };
  return response;
}

}  // namespace localoffer::gateway
