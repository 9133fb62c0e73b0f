// What tests of the Merkle tree compare it with: the RFC's definitions, word
// for word and slow, and a store of nodes in memory. For tests alone.
#ifndef LOCALOFFER_STORAGE_LOG_MERKLE_ORACLE_H_
#define LOCALOFFER_STORAGE_LOG_MERKLE_ORACLE_H_

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"
#include "storage/log/merkle.h"

namespace localoffer::log {

// RFC 6962 section 2.1, from the leaves alone. Ranges are [begin, end); roots
// are remembered to be quick.
class DefinedTree {
 public:
  explicit DefinedTree(std::vector<Hash> leaves) : leaves_(std::move(leaves)) {}

  static DefinedTree Numbered(uint64_t size) {
    std::vector<Hash> leaves;
    for (uint64_t i = 0; i < size; ++i) {
      leaves.push_back(LeafHash(absl::StrCat("change ", i)));
    }
    return DefinedTree(std::move(leaves));
  }

  const Hash& leaf(uint64_t index) const { return leaves_[index]; }

  // MTH, section 2.1.
  Hash Root(uint64_t begin, uint64_t end) {
    if (begin == end) return Sha256("");
    if (end - begin == 1) return leaves_[begin];
    const auto known = roots_.find({begin, end});
    if (known != roots_.end()) return known->second;
    const uint64_t k = Split(end - begin);
    return roots_[{begin, end}] =
               NodeHash(Root(begin, begin + k), Root(begin + k, end));
  }
  Hash Root(uint64_t size) { return Root(0, size); }

  // PATH(m, D[begin:end]), section 2.1.1.
  std::vector<Hash> Path(uint64_t m, uint64_t begin, uint64_t end) {
    if (end - begin == 1) return {};
    const uint64_t k = Split(end - begin);
    if (m < k) {
      return Join(Path(m, begin, begin + k), Root(begin + k, end));
    }
    return Join(Path(m - k, begin + k, end), Root(begin, begin + k));
  }

  // SUBPROOF(m, D[begin:end], whole), section 2.1.2.
  std::vector<Hash> Subproof(uint64_t m, uint64_t begin, uint64_t end,
                             bool whole) {
    if (m == end - begin) {
      if (whole) return {};
      return {Root(begin, end)};
    }
    const uint64_t k = Split(end - begin);
    if (m <= k) {
      return Join(Subproof(m, begin, begin + k, whole), Root(begin + k, end));
    }
    return Join(Subproof(m - k, begin + k, end, false), Root(begin, begin + k));
  }

 private:
  static uint64_t Split(uint64_t n) {
    uint64_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  }

  static std::vector<Hash> Join(std::vector<Hash> proof, const Hash& last) {
    proof.push_back(last);
    return proof;
  }

  std::vector<Hash> leaves_;
  std::map<std::pair<uint64_t, uint64_t>, Hash> roots_;
};

// A store of complete nodes, which insists on getting each once, in order.
class StoredNodes {
 public:
  void Append(Frontier& frontier, const Hash& leaf) {
    frontier.Append(leaf, [this](int level, uint64_t index, const Hash& hash) {
      if (levels_.size() <= level) levels_.resize(level + 1);
      ASSERT_EQ(index, levels_[level].size()) << "at level " << level;
      levels_[level].push_back(hash);
    });
  }

  absl::StatusOr<Hash> Read(int level, uint64_t index) const {
    if (level >= levels_.size() || index >= levels_[level].size()) {
      return absl::NotFoundError(absl::StrCat("no node ", level, "/", index));
    }
    return levels_[level][index];
  }

  auto reader() const {
    return [this](int level, uint64_t index) { return Read(level, index); };
  }

  uint64_t count() const {
    uint64_t count = 0;
    for (const auto& level : levels_) count += level.size();
    return count;
  }

 private:
  std::vector<std::vector<Hash>> levels_;
};

inline StoredNodes Store(const DefinedTree& tree, uint64_t size) {
  StoredNodes nodes;
  Frontier frontier;
  for (uint64_t i = 0; i < size; ++i) nodes.Append(frontier, tree.leaf(i));
  return nodes;
}

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_MERKLE_ORACLE_H_
