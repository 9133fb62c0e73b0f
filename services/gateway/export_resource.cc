#include "services/gateway/export_resource.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/timestamp.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/node_streams.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr absl::string_view kFuture = "must not lie in the future";
// Of the last year that a request can have. What lies later is as much in the
// future.
constexpr int64_t kLastSecond = 253'402'300'799;

// `at` as a date, its beginning, or as an RFC 3339 time.
absl::Status SetReadTime(const Target& target,
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
  *request.mutable_read_time() =
      entry::ToTimestamp(std::min(time, absl::FromUnixSeconds(kLastSecond)));
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

absl::Status ExportResource::CheckAuthority(const std::string& id) const {
  if (id.empty()) return absl::OkStatus();
  v1::GetChangeFeedStateRequest request;
  request.set_parent(ParentOf(id));
  return InWordsOfHttp(node_->GetChangeFeedState(request).status(), id);
}

absl::StatusOr<std::shared_ptr<ExportStream>> ExportResource::Begin(
    const v1::ExportEntriesRequest& request) const {
  absl::StatusOr<std::shared_ptr<ExportStream>> stream =
      node_->ExportEntries(request);
  if (stream.status() == rpc::InvalidField("read_time", kFuture)) {
    return rpc::InvalidField("at", kFuture);
  }
  return stream;
}

absl::StatusOr<HttpResponse> ExportResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({"authority", "at"}));
  ASSIGN_OR_RETURN(const std::string id, NamedAuthority(visit));
  RETURN_IF_ERROR(CheckAuthority(id));
  v1::ExportEntriesRequest request;
  request.set_parent(ParentOf(id));
  request.set_format(format_);
  RETURN_IF_ERROR(SetReadTime(visit.target, request));

  // Counted for as long as its source lives.
  const std::shared_ptr<void> counted(
      nullptr, [under_way = under_way_](void*) { under_way->fetch_sub(1); });
  if (under_way_->fetch_add(1) >= most_at_a_time_) {
    return TooManyExports(most_at_a_time_);
  }
  // First: what is erased while the file is made is new to whoever keeps it.
  ASSIGN_OR_RETURN(const v1::GetDirectoryStateResponse latest,
                   node_->GetDirectoryState({}));
  // To begin the file, and leave it, would cost the node the beginning of it.
  if (!visit.request.if_none_match.empty()) {
    const auto revision = RevisionOf(request);
    if (revision.ok()) {
      HttpResponse known = HeadOf(id, *revision, latest.revision());
      if (NamesEtag(visit.request.if_none_match, known.etag)) {
        return NotModified(std::move(known));
      }
    }
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<ExportStream> stream, Begin(request));
  HttpResponse response = HeadOf(id, stream->revision(), latest.revision());
  response.source = [stream, counted](std::string& piece) {
    return stream->Next(piece);
  };
  return response;
}

absl::StatusOr<std::string> ExportResource::RevisionOf(
    const v1::ExportEntriesRequest& request) const {
  v1::ListEntriesRequest shown;
  shown.set_parent(request.parent());
  shown.set_page_size(1);
  shown.set_view(v1::ENTRY_VIEW_NAME);
  if (request.has_read_time()) {
    *shown.mutable_read_time() = request.read_time();
  }
  ASSIGN_OR_RETURN(v1::ListEntriesResponse page, node_->ListEntries(shown));
  return std::move(*page.mutable_revision());
}

HttpResponse ExportResource::HeadOf(const std::string& id,
                                    const std::string& revision,
                                    const std::string& latest) const {
  HttpResponse response;
  response.content_type = std::string(ContentTypeOf(format_));
  // What was erased since is not in it, however old the instant.
  response.etag = EntityTag({revision, latest, id, SuffixOf(format_)});
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Local-Offer-Revision", revision);
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"local-offer",
                   id.empty() ? "" : absl::StrCat("-", id), ".",
                   SuffixOf(format_), "\""));
  return response;
}

}  // namespace localoffer::gateway
