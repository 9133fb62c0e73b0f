// The tables of the store, and the version of their layout.
#ifndef LOCALOFFER_STORAGE_SCHEMA_H_
#define LOCALOFFER_STORAGE_SCHEMA_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace localoffer::storage {

// A column family each. How their keys are made is in keys.h.
enum class Table : uint8_t {
  // Facts about the store itself.
  kMeta,
  // authority, sequence -> header bytes of a change.
  kChange,
  // authority, sequence -> salt and body bytes of a change. Apart from the
  // headers, so that a body can be erased and its bytes compacted away.
  kBody,
  // authority, level, index -> hash of a complete Merkle subtree.
  kNode,
  // authority, size -> signed checkpoint of that size.
  kCheckpoint,
  // authority, commit time -> LogHead after that commit.
  kCommit,
  // authority -> LogHead.
  kHead,
  // Projection: authority, entry, sequence (newest first) -> EntryRecord.
  kEntry,
  // Projection: digest of a clue, authority, entry -> nothing; entries that
  // carry or ever carried the clue. See directory/clues.h.
  kProvider,
  // Projection: authority, statutory item, sequence (newest first) ->
  // StatementRecord.
  kStatement,
  // authority, request id -> RequestRecord.
  kRequest,
  // SHA-256 of a token's secret -> TokenRecord.
  kToken,
  // authority or harvested log -> AuthorityRecord.
  kAuthority,
  // Projection: kind, number -> a name of the search index.
  kIndexName,
  // Projection: authority, sequence -> IndexRecord.
  kIndexRecord,
  // postcode, "BS1 4DJ" -> PostcodeRecord.
  kPostcode,
  // Projection: authority, entry, sequence (newest first) -> ListingRecord.
  kListing,
  // Projection: statutory item, authority -> nothing; authorities that declare
  // or ever declared nil under the item.
  kNil,
  // authority, size -> the key, as text, that signs the checkpoints of the log
  // that are larger.
  kLogKey,
  // Projection: authority, sequence of a change whose body is erased ->
  // sequence of the change that erased it, 8 bytes.
  kErasure,
  // authority, name of a witness -> the newest checkpoint of the log that this
  // node has seen with its cosignature.
  kCosignature,
  // authority, microseconds -> EvidenceRecord.
  kEvidence,
  // Projection: authority, edition id, sequence (newest first) ->
  // EditionRecord.
  kEdition,
  // harvested log -> FeedRecord.
  kFeed,
  // number of a stretch's first change on this node -> ArrivalRecord. See
  // arrivals.h.
  kArrival,
};

inline constexpr size_t kTableCount = 25;

// The column family's name. DURABLE: never change or reuse.
absl::string_view TableName(Table table);

// DURABLE. Raised when a layout changes; a store of another version is
// refused.
inline constexpr absl::string_view kSchemaVersion = "4";
inline constexpr absl::string_view kSchemaVersionKey = "schema_version";
// Which program made the persisted form of the search index.
inline constexpr absl::string_view kIndexVersionKey = "index_version";
// Begins the key of a mark for each erasure whose bytes may still be in the
// files; authority and sequence of the change that erased follow.
inline constexpr absl::string_view kPurgePendingKey = "purge_pending";
// Then a log's id: the number of the stretch in which the whole log came in
// again, 8 bytes.
inline constexpr absl::string_view kCameAgainPrefix = "came_again/";
// 32 random bytes, made once: which node this is, in ids of harvested logs.
inline constexpr absl::string_view kNodeIdKey = "node_id";

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_SCHEMA_H_
