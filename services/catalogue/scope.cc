#include "services/catalogue/scope.h"

#include <optional>

#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {

absl::StatusOr<Scope> Scope::Of(const std::string& log, storage::Store& store,
                                const storage::Instant& instant) {
  ASSIGN_OR_RETURN(storage::Instant speaking, store.speaking().At(instant));
  std::string of = log.empty() ? log : storage::SpeakingLog(speaking, log);
  return Scope(std::move(of), std::move(speaking));
}

absl::optional<KnownEntry> Scope::First(const Contents& contents,
                                        const EntryNumbers& entries) const {
  for (const uint32_t number : entries) {
    const KnownEntry entry = contents.entry(number);
    if (Has(entry)) return entry;
  }
  return absl::nullopt;
}

absl::StatusOr<ReadEntry> Read(const storage::Entries& entries,
                               const KnownEntry& entry) {
  ASSIGN_OR_RETURN(std::optional<storage::EntryRevision> revision,
                   entries.At(entry.log(), entry.id(), entry.sequence() + 1));
  if (!revision) return absl::DataLossError("an entry is gone");
  ASSIGN_OR_RETURN(log::v1::EntryPublished content, entries.Content(*revision));
  if (!content.has_service()) return absl::NotFoundError("erased");
  return ReadEntry{*std::move(revision), std::move(content)};
}

}  // namespace localoffer::catalogue
