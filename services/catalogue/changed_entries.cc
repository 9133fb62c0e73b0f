#include "services/catalogue/changed_entries.h"

#include <utility>

#include "storage/directory/bodies.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

// The entry that a change of a log concerns; "" when it concerns none.
absl::StatusOr<std::string> EntryOf(const storage::Engine& engine,
                                    absl::string_view log, uint64_t sequence) {
  ASSIGN_OR_RETURN(log::v1::ChangeHeader header,
                   storage::ReadHeader(engine, log, sequence));
  if (header.kind() == log::v1::CHANGE_KIND_BODY_ERASED) {
    ASSIGN_OR_RETURN(const uint64_t erased, log::ErasedSequence(header));
    ASSIGN_OR_RETURN(header, storage::ReadHeader(engine, log, erased));
  }
  if (header.kind() != log::v1::CHANGE_KIND_ENTRY_PUBLISHED &&
      header.kind() != log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    return std::string();
  }
  return std::move(*header.mutable_subject());
}

}  // namespace

absl::StatusOr<std::set<std::string>> ChangedEntries(
    const storage::Engine& engine, absl::string_view log, uint64_t begin,
    uint64_t end) {
  std::set<std::string> changed;
  for (uint64_t sequence = begin; sequence < end; ++sequence) {
    ASSIGN_OR_RETURN(std::string entry, EntryOf(engine, log, sequence));
    if (!entry.empty()) changed.insert(std::move(entry));
  }
  return changed;
}

}  // namespace localoffer::catalogue
