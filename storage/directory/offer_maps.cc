#include "storage/directory/offer_maps.h"

#include <optional>
#include <utility>

#include "storage/directory/bodies.h"
#include "storage/directory/entries.h"
#include "storage/directory/provider_id.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

log::NamingEntries NamingOf(absl::Span<const std::string> entry_ids) {
  return {entry_ids.size(), log::WordsRoot(entry_ids)};
}

absl::StatusOr<std::vector<EntryRevision>> PublishedAt(
    const Entries& entries, absl::string_view authority, uint64_t log_size) {
  std::vector<EntryRevision> published;
  RETURN_IF_ERROR(entries.ForEach(authority, log_size, "",
                                  [&published](EntryRevision revision) {
                                    if (!revision.withdrawn)
                                      published.push_back(std::move(revision));
                                    return true;
                                  }));
  return published;
}

// Adds the entry to those that its providers are named by. False when nobody
// can say any more whom it named.
absl::StatusOr<bool> AddNaming(
    const Engine& engine, const EntryRevision& revision, uint64_t log_size,
    std::map<std::string, std::vector<std::string>, std::less<>>& naming) {
  // Content first: erased meanwhile, it is empty, and then that is known.
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   Entries(engine).Content(revision));
  ASSIGN_OR_RETURN(
      const std::optional<uint64_t> erased_by,
      ErasedBy(engine, revision.authority, revision.content_sequence));
  // Content that was gone by then named nobody.
  if (erased_by) return *erased_by < log_size;
  for (const std::string& provider : ProvidersOf(content.service())) {
    naming[provider].push_back(revision.entry_id);
  }
  return true;
}

}  // namespace

absl::StatusOr<OfferMaps> OfferMaps::At(const Engine& engine,
                                        absl::string_view authority,
                                        uint64_t log_size) {
  OfferMaps maps;
  const Entries entries(engine);
  ASSIGN_OR_RETURN(const std::vector<EntryRevision> published,
                   PublishedAt(entries, authority, log_size));
  std::vector<log::MapEntry> entry_leaves;
  // Entries come in the order of their ids, and so do those of each provider.
  for (const EntryRevision& revision : published) {
    entry_leaves.push_back(
        log::EntryLeaf(revision.entry_id, revision.content_sequence));
    ASSIGN_OR_RETURN(const bool is_known,
                     AddNaming(engine, revision, log_size, maps.naming_));
    maps.providers_are_known_ = maps.providers_are_known_ && is_known;
  }
  ASSIGN_OR_RETURN(maps.entries_,
                   log::MerkleMap::Create(std::move(entry_leaves)));
  if (!maps.providers_are_known_) maps.naming_.clear();
  std::vector<log::MapEntry> provider_leaves;
  for (const auto& [provider, ids] : maps.naming_) {
    provider_leaves.push_back(log::ProviderLeaf(provider, NamingOf(ids)));
  }
  ASSIGN_OR_RETURN(maps.providers_,
                   log::MerkleMap::Create(std::move(provider_leaves)));
  return maps;
}

absl::Span<const std::string> OfferMaps::EntriesNaming(
    absl::string_view provider) const {
  const auto found = naming_.find(provider);
  if (found == naming_.end()) return {};
  return found->second;
}

log::NamingEntries OfferMaps::Naming(absl::string_view provider) const {
  return NamingOf(EntriesNaming(provider));
}

log::v1::EditionMade OfferMaps::ToEdition(absl::string_view title) const {
  log::v1::EditionMade edition;
  edition.set_title(std::string(title));
  edition.set_entries_root(std::string(log::HashBytes(entries_.root())));
  edition.set_entries_count(entries_.size());
  edition.set_providers_root(std::string(log::HashBytes(providers_.root())));
  edition.set_providers_count(providers_.size());
  return edition;
}

}  // namespace localoffer::storage
