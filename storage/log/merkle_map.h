// Sorted maps over Merkle trees: what an edition commits to, so that it can be
// shown that a key is in an offer, and that one isn't.
//
// The leaves of a tree of RFC 6962 stand in the byte order of their keys, each
// key once:
//   leaf = SHA-256(0x00 || key length, 4 bytes, big-endian || key || value)
// A key is absent when two neighbours enclose the place where it would be: the
// map, whose maker vouches for its order, has nothing in between.
//
// DURABLE: never change or reuse. EditionMade in change.proto holds roots.
//
// All functions are pure; a map is a value, thread-safe once made.
#ifndef LOCALOFFER_STORAGE_LOG_MERKLE_MAP_H_
#define LOCALOFFER_STORAGE_LOG_MERKLE_MAP_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/hash.h"

namespace localoffer::log {

struct MapEntry {
  // Not empty.
  std::string key;
  std::string value;

  friend bool operator==(const MapEntry&, const MapEntry&) = default;
};

Hash MapLeaf(const MapEntry& entry);

// A leaf of a map, and the proof that it is there.
struct MapPlace {
  uint64_t index = 0;
  MapEntry entry;
  // As RFC 9162 section 2.1.3 has it.
  std::vector<Hash> path;

  friend bool operator==(const MapPlace&, const MapPlace&) = default;
};

// That a map has nothing between two of its leaves. Without `before`, `after`
// is the map's first leaf; without `after`, `before` is its last; without
// both the map is empty.
struct MapGap {
  std::optional<MapPlace> before;
  std::optional<MapPlace> after;

  friend bool operator==(const MapGap&, const MapGap&) = default;
};

class MerkleMap {
 public:
  // The empty map.
  MerkleMap();

  // INVALID_ARGUMENT unless the keys rise strictly and none is empty.
  static absl::StatusOr<MerkleMap> Create(std::vector<MapEntry> entries);

  const Hash& root() const { return root_; }
  uint64_t size() const { return entries_.size(); }
  const std::vector<MapEntry>& entries() const { return entries_; }

  // Where a key is; nothing if it isn't.
  std::optional<MapPlace> Find(absl::string_view key) const;
  // What encloses a key that isn't there; nothing if it is.
  std::optional<MapGap> GapAround(absl::string_view key) const;

 private:
  MapPlace PlaceOf(size_t index) const;

  std::vector<MapEntry> entries_;
  // Complete nodes of the tree, level by level from the leaves.
  std::vector<std::vector<Hash>> levels_;
  Hash root_;
};

// Whether `place` proves that its entry is in the map of `size` leaves with
// this root. DATA_LOSS if it doesn't. Size and root come from one place that is
// to be believed, such as an edition: a path alone does not tell the size.
absl::Status VerifyPlace(const MapPlace& place, uint64_t size,
                         const Hash& root);

// Whether `gap` proves that `key` is not in the map of `size` leaves with this
// root, which is in order. DATA_LOSS if it doesn't.
absl::Status VerifyGap(absl::string_view key, const MapGap& gap, uint64_t size,
                       const Hash& root);

// The tree of RFC 6962 over `words` themselves, which rise strictly: how the
// value of one key names many. Its leaves are LeafHash(word).
Hash WordsRoot(absl::Span<const std::string> words);
// The proof that the word at `index` is there. `index` is below their number.
std::vector<Hash> WordPath(absl::Span<const std::string> words, size_t index);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_MERKLE_MAP_H_
