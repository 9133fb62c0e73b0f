#include "services/catalogue/catalogue.h"

#include <optional>
#include <set>
#include <vector>

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

absl::StatusOr<std::shared_ptr<const Contents>> Catalogue::Latest() {
  const storage::Instant instant = store_.logs().Latest();
  absl::MutexLock lock(&mutex_);
  // Another may have gone further meanwhile; logs only grow.
  for (const auto& [log, size] : instant.sizes()) {
    if (latest_ != nullptr && taken_in_.SizeOf(log) >= size) continue;
    RETURN_IF_ERROR(TakeInChanges(instant));
    latest_ = nullptr;
    break;
  }
  if (latest_ != nullptr) return latest_;
  std::vector<std::shared_ptr<const EntryFacts>> entries;
  entries.reserve(entries_.size());
  for (const auto& [key, facts] : entries_) entries.push_back(facts);
  latest_ = std::make_shared<const Contents>(taken_in_, std::move(entries));
  return latest_;
}

absl::Status Catalogue::TakeInChanges(const storage::Instant& instant) {
  for (const auto& [log, size] : instant.sizes()) {
    const uint64_t known = taken_in_.SizeOf(log);
    if (known >= size) continue;
    if (known == 0) {
      absl::Status failed;
      RETURN_IF_ERROR(store_.entries().ForEach(
          log, size, "", [&](const storage::EntryRevision& revision) {
            mutex_.AssertHeld();
            failed = TakeIn(revision);
            return failed.ok();
          }));
      RETURN_IF_ERROR(failed);
      continue;
    }
    std::set<std::string> changed;
    for (uint64_t sequence = known; sequence < size; ++sequence) {
      ASSIGN_OR_RETURN(std::string entry,
                       EntryOf(store_.engine(), log, sequence));
      if (!entry.empty()) changed.insert(std::move(entry));
    }
    for (const std::string& entry : changed) {
      ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                       store_.entries().At(log, entry, size));
      if (revision) RETURN_IF_ERROR(TakeIn(*revision));
    }
  }
  taken_in_ = instant;
  return absl::OkStatus();
}

absl::Status Catalogue::TakeIn(const storage::EntryRevision& revision) {
  const Key key(revision.authority, revision.entry_id);
  entries_.erase(key);
  if (revision.withdrawn) return absl::OkStatus();
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(revision));
  // Erased.
  if (!content.has_service()) return absl::OkStatus();
  entries_.emplace(
      key, std::make_shared<const EntryFacts>(FactsOf(
               revision, content.service(), store_.geography().places())));
  return absl::OkStatus();
}

}  // namespace localoffer::catalogue
