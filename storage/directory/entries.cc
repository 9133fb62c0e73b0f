#include "storage/directory/entries.h"

#include <utility>

#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<EntryRevision> ParseRevision(absl::string_view key,
                                            absl::string_view value) {
  std::optional<RevisionKeyParts> parts = ParseRevisionKey(key);
  v1::EntryRecord record;
  if (!parts ||
      !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError("a record of the table entry is malformed");
  }
  EntryRevision revision;
  revision.authority = std::move(parts->authority);
  revision.entry_id = std::move(parts->subject);
  revision.sequence = parts->sequence;
  revision.withdrawn = record.withdrawn();
  revision.content_sequence = record.content_sequence();
  revision.create_time = absl::FromUnixMicros(record.create_time_micros());
  revision.update_time = absl::FromUnixMicros(record.update_time_micros());
  return revision;
}

}  // namespace

absl::StatusOr<std::optional<EntryRevision>> Entries::At(
    absl::string_view authority, absl::string_view entry_id,
    uint64_t log_size) const {
  if (log_size == 0) return std::nullopt;
  // Mostly asked by whoever knows which change made the revision: to look up
  // one key takes a fraction of what a walk does.
  const std::string newest = RevisionKey(authority, entry_id, log_size - 1);
  ASSIGN_OR_RETURN(const std::optional<std::string> value,
                   engine_.Get(Table::kEntry, newest));
  if (value) {
    ASSIGN_OR_RETURN(EntryRevision revision, ParseRevision(newest, *value));
    return revision;
  }
  std::optional<EntryRevision> found;
  RETURN_IF_ERROR(ForEachRevision(authority, entry_id, log_size,
                                  [&found](EntryRevision revision) {
                                    found = std::move(revision);
                                    return false;
                                  }));
  return found;
}

absl::Status Entries::ForEach(
    absl::string_view authority, uint64_t log_size, absl::string_view after,
    absl::FunctionRef<bool(EntryRevision)> visit) const {
  if (log_size == 0) return absl::OkStatus();
  Cursor cursor =
      engine_.Scan(Table::kEntry, IdPrefix(authority),
                   after.empty() ? "" : AfterSubject(authority, after));
  while (cursor.Valid()) {
    ASSIGN_OR_RETURN(EntryRevision revision,
                     ParseRevision(cursor.key(), cursor.value()));
    const std::string entry_id = revision.entry_id;
    if (revision.sequence >= log_size) {
      cursor.Seek(RevisionKey(authority, entry_id, log_size - 1));
      // Past the oldest revision: the entry came later.
      if (!cursor.Valid()) break;
      ASSIGN_OR_RETURN(revision, ParseRevision(cursor.key(), cursor.value()));
      if (revision.entry_id != entry_id) continue;
    }
    if (!visit(std::move(revision))) return absl::OkStatus();
    cursor.Seek(AfterSubject(authority, entry_id));
  }
  return cursor.status();
}

absl::Status Entries::ForEachRevision(
    absl::string_view authority, absl::string_view entry_id, uint64_t log_size,
    absl::FunctionRef<bool(EntryRevision)> visit) const {
  if (log_size == 0) return absl::OkStatus();
  Cursor cursor =
      engine_.Scan(Table::kEntry, SubjectPrefix(authority, entry_id),
                   RevisionKey(authority, entry_id, log_size - 1));
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(EntryRevision revision,
                     ParseRevision(cursor.key(), cursor.value()));
    if (!visit(std::move(revision))) return absl::OkStatus();
  }
  return cursor.status();
}

absl::StatusOr<log::v1::EntryPublished> Entries::Content(
    const EntryRevision& revision) const {
  absl::StatusOr<log::v1::ChangeBody> body =
      ReadBody(engine_, revision.authority, revision.content_sequence);
  if (absl::IsNotFound(body.status())) return log::v1::EntryPublished();
  RETURN_IF_ERROR(body.status());
  if (!body->has_entry_published()) {
    return absl::DataLossError("a change of an entry has no content");
  }
  return std::move(*body->mutable_entry_published());
}

absl::StatusOr<std::string> Entries::WithdrawalReason(
    const EntryRevision& revision) const {
  const absl::StatusOr<log::v1::ChangeBody> body =
      ReadBody(engine_, revision.authority, revision.sequence);
  if (absl::IsNotFound(body.status())) return std::string();
  RETURN_IF_ERROR(body.status());
  return body->entry_withdrawn().reason();
}

absl::StatusOr<std::optional<ContentErasure>> Entries::ErasureOf(
    const EntryRevision& revision) const {
  ASSIGN_OR_RETURN(
      const std::optional<uint64_t> by,
      ErasedBy(engine_, revision.authority, revision.content_sequence));
  if (!by) return std::nullopt;
  ContentErasure erasure;
  erasure.sequence = *by;
  const absl::StatusOr<log::v1::ChangeHeader> header =
      ReadHeader(engine_, revision.authority, *by);
  // A follower may know of an erasure before the change itself has come.
  if (!header.ok()) return erasure;
  erasure.time = absl::FromUnixMicros(header->commit_time_micros());
  ASSIGN_OR_RETURN(const log::v1::ChangeBody body,
                   ReadBody(engine_, revision.authority, *by));
  erasure.reason = body.body_erased().reason();
  return erasure;
}

}  // namespace localoffer::storage
