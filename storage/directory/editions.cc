#include "storage/directory/editions.h"

#include <utility>

#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<Edition> ParseEdition(absl::string_view authority,
                                     absl::string_view id,
                                     absl::string_view value) {
  v1::EditionRecord record;
  if (!record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError("a record of the table edition is malformed");
  }
  return Edition{std::string(authority), std::string(id), record.sequence(),
                 absl::FromUnixMicros(record.time_micros())};
}

}  // namespace

absl::StatusOr<std::optional<Edition>> Editions::At(absl::string_view authority,
                                                    absl::string_view id,
                                                    uint64_t log_size) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> value,
                   engine_.Get(Table::kEdition, EditionKey(authority, id)));
  if (!value) return std::nullopt;
  ASSIGN_OR_RETURN(Edition edition, ParseEdition(authority, id, *value));
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
  if (!after.empty()) cursor.Seek(EditionKey(authority, after));
  for (; cursor.Valid(); cursor.Next()) {
    const std::optional<std::string> id = EditionOfKey(cursor.key());
    if (!id) {
      return absl::DataLossError("a key of the table edition is malformed");
    }
    if (*id == after) continue;
    ASSIGN_OR_RETURN(Edition edition,
                     ParseEdition(authority, *id, cursor.value()));
    if (edition.sequence >= log_size) continue;
    if (!visit(std::move(edition))) return absl::OkStatus();
  }
  return cursor.status();
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

absl::Status ProjectEdition(const Engine& engine,
                            const log::v1::ChangeHeader& header, Batch& batch) {
  const std::string key = EditionKey(header.authority(), header.subject());
  ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                   engine.Get(Table::kEdition, key));
  if (earlier) return absl::OkStatus();
  v1::EditionRecord record;
  record.set_sequence(header.sequence());
  record.set_time_micros(header.commit_time_micros());
  batch.Put(Table::kEdition, key, record.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace localoffer::storage
