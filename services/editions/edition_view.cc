#include "services/editions/edition_view.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/log/authority_log.h"
#include "storage/status_macros.h"

namespace localoffer::editions {

absl::StatusOr<storage::Edition> FindEdition(storage::Store& store,
                                             const entry::EditionName& name,
                                             uint64_t log_size) {
  ASSIGN_OR_RETURN(std::optional<storage::Edition> edition,
                   store.editions().At(name.authority, name.edition, log_size));
  if (edition) return *std::move(edition);
  const std::string full =
      entry::FormatEditionName(name.authority, name.edition);
  return rpc::CallerError(absl::StatusCode::kNotFound, "EDITION_NOT_FOUND",
                          absl::StrCat("there is no ", full),
                          {{"edition", full}});
}

v1::Edition ToEdition(const storage::Edition& edition,
                      const log::v1::EditionMade& content) {
  v1::Edition shown;
  shown.set_name(entry::FormatEditionName(edition.authority, edition.id));
  shown.set_title(content.title());
  *shown.mutable_create_time() = entry::ToTimestamp(edition.create_time);
  shown.set_sequence(static_cast<int64_t>(edition.sequence));
  shown.set_entries_count(static_cast<int64_t>(content.entries_count()));
  shown.set_providers_count(static_cast<int64_t>(content.providers_count()));
  shown.set_entries_root(content.entries_root());
  shown.set_providers_root(content.providers_root());
  return shown;
}

absl::StatusOr<v1::Edition> ShowEdition(const storage::Store& store,
                                        const storage::Edition& edition) {
  ASSIGN_OR_RETURN(const log::v1::EditionMade content,
                   store.editions().Content(edition));
  v1::Edition shown = ToEdition(edition, content);
  ASSIGN_OR_RETURN(std::optional<std::string> checkpoint,
                   storage::StoredCheckpoint(store.engine(), edition.authority,
                                             edition.sequence + 1));
  if (checkpoint) shown.set_checkpoint(*std::move(checkpoint));
  return shown;
}

}  // namespace localoffer::editions
