#include "storage/log/merkle_map.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/big_endian.h"
#include "storage/log/merkle.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

absl::Status Wrong(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("map proof: ", what));
}

// The nodes of a tree whose leaves are all there.
class Nodes {
 public:
  void Append(const Hash& leaf) {
    frontier_.Append(leaf, [this](int level, uint64_t, const Hash& hash) {
      if (levels_.size() <= static_cast<size_t>(level)) {
        levels_.resize(level + 1);
      }
      levels_[level].push_back(hash);
    });
  }

  Hash Root() const { return frontier_.Root(); }
  std::vector<std::vector<Hash>> TakeLevels() { return std::move(levels_); }

 private:
  Frontier frontier_;
  std::vector<std::vector<Hash>> levels_;
};

// `index` is below the number of leaves, so no node is missing.
std::vector<Hash> PathIn(const std::vector<std::vector<Hash>>& levels,
                         uint64_t index, uint64_t size) {
  return InclusionProof(
             index, size,
             [&levels](int level, uint64_t at) -> absl::StatusOr<Hash> {
               return levels[level][at];
             })
      .value();
}

Nodes NodesOf(absl::Span<const std::string> words) {
  Nodes nodes;
  for (const std::string& word : words) nodes.Append(LeafHash(word));
  return nodes;
}

}  // namespace

Hash MapLeaf(const MapEntry& entry) {
  std::string bytes;
  bytes.reserve(sizeof(uint32_t) + entry.key.size() + entry.value.size());
  AppendBigEndian(static_cast<uint32_t>(entry.key.size()), bytes);
  absl::StrAppend(&bytes, entry.key, entry.value);
  return LeafHash(bytes);
}

MerkleMap::MerkleMap() : root_(EmptyRoot()) {}

absl::StatusOr<MerkleMap> MerkleMap::Create(std::vector<MapEntry> entries) {
  MerkleMap map;
  Nodes nodes;
  absl::string_view before;
  for (const MapEntry& entry : entries) {
    // No key is below the empty one, so this refuses an empty key, too.
    if (entry.key <= before) {
      return absl::InvalidArgumentError(
          "map: its keys are empty, repeated or out of order");
    }
    nodes.Append(MapLeaf(entry));
    before = entry.key;
  }
  map.root_ = nodes.Root();
  map.levels_ = nodes.TakeLevels();
  map.entries_ = std::move(entries);
  return map;
}

MapPlace MerkleMap::PlaceOf(size_t index) const {
  return {index, entries_[index], PathIn(levels_, index, entries_.size())};
}

std::optional<MapPlace> MerkleMap::Find(absl::string_view key) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), key,
      [](const MapEntry& entry, absl::string_view k) { return entry.key < k; });
  if (at == entries_.end() || at->key != key) return std::nullopt;
  return PlaceOf(at - entries_.begin());
}

std::optional<MapGap> MerkleMap::GapAround(absl::string_view key) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), key,
      [](const MapEntry& entry, absl::string_view k) { return entry.key < k; });
  if (at != entries_.end() && at->key == key) return std::nullopt;
  const size_t index = at - entries_.begin();
  MapGap gap;
  if (index > 0) gap.before = PlaceOf(index - 1);
  if (index < entries_.size()) gap.after = PlaceOf(index);
  return gap;
}

absl::Status VerifyPlace(const MapPlace& place, uint64_t size,
                         const Hash& root) {
  if (place.index >= size) return Wrong("its leaf is beyond the map's end");
  return VerifyInclusion(MapLeaf(place.entry), place.index, size, place.path,
                         root);
}

absl::Status VerifyGap(absl::string_view key, const MapGap& gap, uint64_t size,
                       const Hash& root) {
  if (!gap.before && !gap.after) {
    if (size == 0 && root == EmptyRoot()) return absl::OkStatus();
    return Wrong("it has no neighbours, and the map is not empty");
  }
  if (gap.before) {
    RETURN_IF_ERROR(VerifyPlace(*gap.before, size, root));
    if (gap.before->entry.key >= key) {
      return Wrong("the neighbour before is not before");
    }
    if (!gap.after && gap.before->index != size - 1) {
      return Wrong("the neighbour before is not the map's last");
    }
  }
  if (gap.after) {
    RETURN_IF_ERROR(VerifyPlace(*gap.after, size, root));
    if (gap.after->entry.key <= key) {
      return Wrong("the neighbour after is not after");
    }
    const uint64_t first = gap.before ? gap.before->index + 1 : 0;
    if (gap.after->index != first) {
      return Wrong(gap.before ? "its neighbours have others between them"
                              : "the neighbour after is not the map's first");
    }
  }
  return absl::OkStatus();
}

Hash WordsRoot(absl::Span<const std::string> words) {
  return NodesOf(words).Root();
}

std::vector<Hash> WordPath(absl::Span<const std::string> words, size_t index) {
  return PathIn(NodesOf(words).TakeLevels(), index, words.size());
}

}  // namespace localoffer::log
