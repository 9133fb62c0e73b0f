// Editions: the leaves of the two maps that EditionMade in change.proto
// commits to.
//
// DURABLE: never change or reuse.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_EDITION_H_
#define LOCALOFFER_STORAGE_LOG_EDITION_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/log/hash.h"
#include "storage/log/merkle_map.h"

namespace localoffer::log {

// Whether `text` may be an edition's id, such as 2026-09-01: 1 to 64 lower-case
// letters, digits and hyphens, no hyphen at either end.
bool IsEditionId(absl::string_view text);

// Which entries name a provider: how many, and the tree over their ids.
struct NamingEntries {
  uint64_t count = 0;
  Hash root = {};

  friend bool operator==(const NamingEntries&, const NamingEntries&) = default;
};

// A published entry, and the change that has its content.
MapEntry EntryLeaf(absl::string_view entry_id, uint64_t content_sequence);

// A provider that published entries name.
MapEntry ProviderLeaf(absl::string_view provider, const NamingEntries& naming);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_EDITION_H_
