#include "storage/directory/editions.h"

#include <algorithm>
#include <utility>

#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<Edition> ParseEdition(absl::string_view key,
                                     absl::string_view value) {
  std::optional<RevisionKeyParts> parts = ParseRevisionKey(key);
  v1::EditionRecord record;
  if (!parts ||
      !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError("a record of the table edition is malformed");
  }
  return Edition{std::move(parts->authority), std::move(parts->subject),
                 parts->sequence, absl::FromUnixMicros(record.time_micros())};
}

// The edition of the id at which the cursor stands, and the cursor behind it:
// the oldest of its records, which is the last.
absl::StatusOr<Edition> TakeEdition(Cursor& cursor) {
  ASSIGN_OR_RETURN(Edition edition, ParseEdition(cursor.key(), cursor.value()));
  for (cursor.Next(); cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(Edition other, ParseEdition(cursor.key(), cursor.value()));
    if (other.id != edition.id) break;
    edition = std::move(other);
  }
  RETURN_IF_ERROR(cursor.status());
  return edition;
}

}  // namespace

absl::StatusOr<std::optional<Edition>> Editions::At(absl::string_view authority,
                                                    absl::string_view id,
                                                    uint64_t log_size) const {
  Cursor cursor = engine_.Scan(Table::kEdition, SubjectPrefix(authority, id));
  RETURN_IF_ERROR(cursor.status());
  if (!cursor.Valid()) return std::nullopt;
  ASSIGN_OR_RETURN(Edition edition, TakeEdition(cursor));
  if (edition.sequence >= log_size) return std::nullopt;
  return edition;
}

absl::StatusOr<std::optional<Edition>> Editions::Last(
    absl::string_view authority, uint64_t log_size) const {
  std::optional<Edition> last;
  RETURN_IF_ERROR(ForEach(authority, log_size, "", [&last](Edition edition) {
    if (!last || edition.sequence > last->sequence) last = std::move(edition);
    return true;
  }));
  return last;
}

absl::Status Editions::ForEach(absl::string_view authority, uint64_t log_size,
                               absl::string_view after,
                               absl::FunctionRef<bool(Edition)> visit) const {
  Cursor cursor = engine_.Scan(Table::kEdition, IdPrefix(authority));
  if (!after.empty()) cursor.Seek(AfterSubject(authority, after));
  while (cursor.Valid()) {
    ASSIGN_OR_RETURN(Edition edition, TakeEdition(cursor));
    if (edition.sequence >= log_size) continue;
    if (!visit(std::move(edition))) return absl::OkStatus();
  }
  return cursor.status();
}

absl::StatusOr<std::vector<Edition>> Editions::MadeBy(
    absl::string_view authority, uint64_t begin, uint64_t end) const {
  std::vector<Edition> made;
  Cursor cursor = engine_.Scan(Table::kEdition, IdPrefix(authority));
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(Edition edition,
                     ParseEdition(cursor.key(), cursor.value()));
    if (edition.sequence < begin || edition.sequence >= end) continue;
    made.push_back(std::move(edition));
  }
  RETURN_IF_ERROR(cursor.status());
  std::sort(made.begin(), made.end(), [](const Edition& a, const Edition& b) {
    return a.sequence < b.sequence;
  });
  return made;
}

absl::StatusOr<log::v1::EditionMade> Editions::Content(
    const Edition& edition) const {
  ASSIGN_OR_RETURN(log::v1::ChangeBody body,
                   ReadBody(engine_, edition.authority, edition.sequence));
  if (!body.has_edition_made()) {
    return absl::DataLossError("a change of an edition has no content");
  }
  return std::move(*body.mutable_edition_made());
}

void ProjectEdition(const log::v1::ChangeHeader& header, Batch& batch) {
  v1::EditionRecord record;
  record.set_time_micros(header.commit_time_micros());
  batch.Put(
      Table::kEdition,
      RevisionKey(header.authority(), header.subject(), header.sequence()),
      record.SerializeAsString());
}

}  // namespace localoffer::storage
