#include "services/directory/exporter.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/entry/harvested.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

constexpr size_t kChunkBytes = 256 << 10;

}  // namespace

absl::StatusOr<std::unique_ptr<Exporter>> Exporter::Start(
    storage::Store& store, const v1::ExportEntriesRequest& request) {
  std::vector<rpc::FieldError> errors;
  const absl::StatusOr<std::optional<std::string>> parent =
      entry::ParseLogOrAll("parent", request.parent());
  if (!parent.ok()) {
    errors.push_back({"parent", std::string(parent.status().message())});
  }
  if (request.format() == v1::EXPORT_FORMAT_UNSPECIFIED ||
      !v1::ExportFormat_IsValid(request.format())) {
    errors.push_back({"format", "wanted one of ExportFormat"});
  }
  if (request.as_supplied() &&
      request.format() == v1::EXPORT_FORMAT_DATA_PACKAGE) {
    errors.push_back(
        {"as_supplied", "a data package holds what conforms to the standard"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  ASSIGN_OR_RETURN(storage::Instant instant, entry::InstantOf(store, request));
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store.speaking().At(instant));
  storage::Instant::Sizes logs = speaking.sizes();
  if (*parent) {
    const std::string log = storage::SpeakingLog(speaking, **parent);
    RETURN_IF_ERROR(entry::CheckHistoryBegun(
        instant, request.has_read_time() || !request.revision().empty(), log));
    logs = {{log, instant.SizeOf(log)}};
  }
  ASSIGN_OR_RETURN(std::unique_ptr<ExportForm> form,
                   MakeExportForm(request.format(), request.as_supplied(),
                                  store.directory()));
  std::unique_ptr<Exporter> exporter(
      new Exporter(store, std::move(instant), std::move(form)));
  for (const auto& [log, size] : logs) {
    if (size == 0) continue;
    exporter->authorities_.push_back(log);
    if (auto harvested = entry::HarvestedFrom(store.authorities(), log)) {
      exporter->harvested_.push_back(*std::move(harvested));
    }
  }
  if (exporter->form_->WantsTotal()) RETURN_IF_ERROR(exporter->Count());
  return exporter;
}

absl::Status Exporter::Count() {
  for (const std::string& authority : authorities_) {
    RETURN_IF_ERROR(store_.entries().ForEach(
        authority, instant_.SizeOf(authority), "",
        [this](const storage::EntryRevision& revision) {
          const auto erasure = store_.entries().ErasureOf(revision);
          if (!revision.withdrawn && erasure.ok() && !*erasure) ++total_;
          return true;
        }));
  }
  return absl::OkStatus();
}

std::string Exporter::HarvestedMember() const {
  if (harvested_.empty()) return "";
  return absl::StrCat(
      "[",
      absl::StrJoin(harvested_, ",",
                    [](std::string* out, const v1::Harvested& harvested) {
                      out->append(entry::HarvestedJson(harvested));
                    }),
      "]");
}

absl::Status Exporter::Write(const storage::EntryRevision& revision,
                             std::string& out) {
  if (revision.withdrawn) return absl::OkStatus();
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(revision));
  // Erased: at the instant there was an entry, and nobody may say what it said.
  if (!content.has_service()) return absl::OkStatus();
  return form_->Add(revision, content, out);
}

absl::StatusOr<bool> Exporter::Next(v1::ExportEntriesResponse& response) {
  // What it shows is known before there is any of it.
  if (std::exchange(described_, true)) {
    return Next(*response.mutable_chunk());
  }
  response.set_revision(instant_.ToRevision());
  response.mutable_harvested()->Assign(harvested_.begin(), harvested_.end());
  return true;
}

absl::StatusOr<bool> Exporter::Next(std::string& out) {
  if (ended_) return false;
  if (!begun_) form_->Begin({total_, HarvestedMember()}, out);
  begun_ = true;
  absl::Status failed;
  const auto write = [&](const storage::EntryRevision& revision) {
    last_entry_ = revision.entry_id;
    failed = Write(revision, out);
    return failed.ok() && out.size() < kChunkBytes;
  };
  while (next_ < authorities_.size() && out.size() < kChunkBytes) {
    const std::string& authority = authorities_[next_];
    RETURN_IF_ERROR(store_.entries().ForEach(
        authority, instant_.SizeOf(authority), last_entry_, write));
    RETURN_IF_ERROR(failed);
    if (out.size() >= kChunkBytes) break;
    ++next_;
    last_entry_.clear();
  }
  while (next_ == authorities_.size() && !ended_ && out.size() < kChunkBytes) {
    ASSIGN_OR_RETURN(const bool more, form_->End(out));
    ended_ = !more;
  }
  return true;
}

}  // namespace localoffer::directory
