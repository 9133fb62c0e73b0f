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

openreferral::WriteOptions OptionsOf(const v1::ExportEntriesRequest& request) {
  openreferral::WriteOptions options;
  options.format = static_cast<openreferral::Format>(request.format());
  options.as_supplied = request.as_supplied();
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Exporter>> Exporter::Start(
    storage::Store& store, const v1::ExportEntriesRequest& request) {
  std::vector<rpc::FieldError> errors;
  const absl::StatusOr<std::optional<std::string>> parent =
      entry::ParseLogOrAll("parent", request.parent());
  if (!parent.ok()) {
    errors.push_back({"parent", std::string(parent.status().message())});
  }
  if (request.format() == v1::SOURCE_FORMAT_UNSPECIFIED ||
      !v1::SourceFormat_IsValid(request.format())) {
    errors.push_back({"format", "wanted one of SourceFormat"});
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
  std::unique_ptr<Exporter> exporter(
      new Exporter(store, request, std::move(instant)));
  RETURN_IF_ERROR(exporter->Count(logs));
  return exporter;
}

Exporter::Exporter(storage::Store& store,
                   const v1::ExportEntriesRequest& request,
                   storage::Instant instant)
    : store_(store),
      csv_(request.format() == v1::SOURCE_FORMAT_CSV),
      instant_(std::move(instant)),
      json_(OptionsOf(request)),
      csv_writer_({.as_supplied = request.as_supplied()}) {}

absl::Status Exporter::Count(const storage::Instant::Sizes& logs) {
  for (const auto& [authority, size] : logs) {
    if (size == 0) continue;
    authorities_.push_back(authority);
    if (auto harvested =
            entry::HarvestedFrom(store_.authorities(), authority)) {
      harvested_.push_back(*std::move(harvested));
    }
    RETURN_IF_ERROR(store_.entries().ForEach(
        authority, size, "", [this](const storage::EntryRevision& revision) {
          const auto erasure = store_.entries().ErasureOf(revision);
          if (!revision.withdrawn && erasure.ok() && !*erasure) ++total_;
          return true;
        }));
  }
  return absl::OkStatus();
}

std::string Exporter::HarvestedMember() const {
  return absl::StrCat(
      "[",
      absl::StrJoin(harvested_, ",",
                    [](std::string* out, const v1::Harvested& harvested) {
                      out->append(entry::HarvestedJson(harvested));
                    }),
      "]");
}

std::string Exporter::Begin() {
  begun_ = true;
  if (!csv_) {
    if (!harvested_.empty()) json_.AddMember("harvested", HarvestedMember());
    return json_.Begin(total_);
  }
  std::string heading;
  csv_writer_.AppendHeading(&heading);
  return heading;
}

absl::StatusOr<std::string> Exporter::Write(
    const storage::EntryRevision& revision) {
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(revision));
  // Erased: at the instant there was an entry, and nobody may say what it said.
  if (!content.has_service()) return std::string();
  if (!csv_) return json_.Next(content.service(), content.local_offer());
  std::string row;
  csv_writer_.AppendRow(content.service(), content.local_offer(), &row);
  return row;
}

std::string Exporter::End() {
  ended_ = true;
  return csv_ ? std::string() : json_.End();
}

absl::StatusOr<bool> Exporter::Next(v1::ExportEntriesResponse& response) {
  if (ended_) return false;
  if (!begun_) {
    response.set_revision(instant_.ToRevision());
    response.mutable_harvested()->Assign(harvested_.begin(), harvested_.end());
    *response.mutable_chunk() = Begin();
  }
  absl::Status failed;
  const auto write = [&](const storage::EntryRevision& revision) {
    last_entry_ = revision.entry_id;
    if (revision.withdrawn) return true;
    const absl::StatusOr<std::string> piece = Write(revision);
    failed = piece.status();
    if (!failed.ok()) return false;
    response.mutable_chunk()->append(*piece);
    return response.chunk().size() < kChunkBytes;
  };
  while (next_ < authorities_.size() && response.chunk().size() < kChunkBytes) {
    const std::string& authority = authorities_[next_];
    RETURN_IF_ERROR(store_.entries().ForEach(
        authority, instant_.SizeOf(authority), last_entry_, write));
    RETURN_IF_ERROR(failed);
    if (response.chunk().size() >= kChunkBytes) break;
    ++next_;
    last_entry_.clear();
  }
  if (next_ == authorities_.size()) response.mutable_chunk()->append(End());
  return true;
}

}  // namespace localoffer::directory
