#include "storage/log/merkle.h"

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"

namespace localoffer::log {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The tree as the RFC defines it, word for word and from the leaves alone:
// the oracle. Ranges are [begin, end); roots are remembered to be quick.
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

StoredNodes Store(const DefinedTree& tree, uint64_t size) {
  StoredNodes nodes;
  Frontier frontier;
  for (uint64_t i = 0; i < size; ++i) nodes.Append(frontier, tree.leaf(i));
  return nodes;
}

// The inputs and outputs that implementations of Certificate Transparency
// test themselves against.
DefinedTree ReferenceTree() {
  std::vector<Hash> leaves;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(hex)));
  }
  return DefinedTree(leaves);
}

std::vector<std::string> Hex(const absl::StatusOr<std::vector<Hash>>& proof) {
  if (!proof.ok()) return {proof.status().ToString()};
  std::vector<std::string> lines;
  for (const Hash& hash : *proof) lines.push_back(HashHex(hash));
  return lines;
}

constexpr char kNode01[] =
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
constexpr char kNode23[] =
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
constexpr char kNode45[] =
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
constexpr char kNode67[] =
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
constexpr char kNode03[] =
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
constexpr char kNode47[] =
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
constexpr char kLeaf0[] =
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
constexpr char kLeaf1[] =
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
constexpr char kLeaf4[] =
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

TEST(MerkleTree, RootOfTheEmptyTreeIsTheHashOfNothing) {
  EXPECT_EQ(Frontier().Root(), Sha256(""));
  EXPECT_EQ(EmptyRoot(), Sha256(""));
  EXPECT_EQ(*RootAt(0, StoredNodes().reader()), Sha256(""));
}

TEST(MerkleTree, HasTheRootsOfTheReferenceTree) {
  const char* const kRoots[] = {
      kLeaf0,
      kNode01,
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      kNode03,
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  const DefinedTree tree = ReferenceTree();
  Frontier frontier;
  StoredNodes nodes;
  for (uint64_t size = 1; size <= 8; ++size) {
    nodes.Append(frontier, tree.leaf(size - 1));
    EXPECT_EQ(HashHex(frontier.Root()), kRoots[size - 1]);
    EXPECT_EQ(HashHex(*RootAt(size, nodes.reader())), kRoots[size - 1]);
  }
}

TEST(MerkleTree, HasTheInclusionProofsOfTheReferenceTree) {
  const StoredNodes nodes = Store(ReferenceTree(), 8);
  const auto proof = [&](uint64_t index, uint64_t size) {
    return Hex(InclusionProof(index, size, nodes.reader()));
  };
  EXPECT_THAT(proof(0, 1), IsEmpty());
  EXPECT_THAT(proof(0, 8), ElementsAre(kLeaf1, kNode23, kNode47));
  EXPECT_THAT(proof(5, 8), ElementsAre(kLeaf4, kNode67, kNode03));
  EXPECT_THAT(proof(2, 3), ElementsAre(kNode01));
  EXPECT_THAT(proof(1, 5), ElementsAre(kLeaf0, kNode23, kLeaf4));
}

TEST(MerkleTree, HasTheConsistencyProofsOfTheReferenceTree) {
  const StoredNodes nodes = Store(ReferenceTree(), 8);
  const auto proof = [&](uint64_t from, uint64_t to) {
    return Hex(ConsistencyProof(from, to, nodes.reader()));
  };
  EXPECT_THAT(proof(1, 1), IsEmpty());
  EXPECT_THAT(proof(1, 8), ElementsAre(kLeaf1, kNode23, kNode47));
  EXPECT_THAT(proof(6, 8), ElementsAre(kNode45, kNode67, kNode03));
  EXPECT_THAT(proof(2, 5), ElementsAre(kNode23, kLeaf4));
}

TEST(MerkleTree, RootsAreThoseOfTheDefinitionUpTo256Leaves) {
  DefinedTree tree = DefinedTree::Numbered(256);
  const StoredNodes nodes = Store(tree, 256);
  Frontier frontier;
  StoredNodes same_nodes;
  for (uint64_t size = 0; size <= 256; ++size) {
    EXPECT_EQ(frontier.Root(), tree.Root(size)) << size;
    EXPECT_EQ(frontier.size(), size);
    const auto root = RootAt(size, nodes.reader());
    ASSERT_TRUE(root.ok()) << root.status();
    EXPECT_EQ(*root, tree.Root(size)) << size;
    if (size < 256) same_nodes.Append(frontier, tree.leaf(size));
  }
}

TEST(MerkleTree, HandsOutEveryCompleteNodeOnce) {
  const StoredNodes nodes = Store(DefinedTree::Numbered(256), 256);
  EXPECT_EQ(nodes.count(), 511);
}

TEST(MerkleTree, GoesOnFromStoredNodesAsIfNeverLeft) {
  DefinedTree tree = DefinedTree::Numbered(70);
  const StoredNodes nodes = Store(tree, 70);
  for (uint64_t size = 0; size <= 70; ++size) {
    auto frontier = Frontier::Load(size, nodes.reader());
    ASSERT_TRUE(frontier.ok()) << frontier.status();
    EXPECT_EQ(frontier->size(), size);
    for (uint64_t next = size; next < 70; ++next) {
      EXPECT_EQ(frontier->Root(), tree.Root(next));
      frontier->Append(tree.leaf(next),
                       [&](int level, uint64_t index, const Hash& hash) {
                         const auto kept = nodes.Read(level, index);
                         ASSERT_TRUE(kept.ok()) << kept.status();
                         EXPECT_EQ(*kept, hash);
                       });
    }
    EXPECT_EQ(frontier->Root(), tree.Root(70));
  }
}

TEST(InclusionProof, IsThatOfTheDefinitionAndHoldsUpTo256Leaves) {
  DefinedTree tree = DefinedTree::Numbered(256);
  const StoredNodes nodes = Store(tree, 256);
  for (uint64_t size = 1; size <= 256; ++size) {
    const Hash root = tree.Root(size);
    for (uint64_t index = 0; index < size; ++index) {
      const auto proof = InclusionProof(index, size, nodes.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      ASSERT_EQ(*proof, tree.Path(index, 0, size)) << index << " of " << size;
      ASSERT_EQ(VerifyInclusion(tree.leaf(index), index, size, *proof, root),
                absl::OkStatus())
          << index << " of " << size;
    }
  }
}

TEST(ConsistencyProof, IsThatOfTheDefinitionAndHoldsUpTo256Leaves) {
  DefinedTree tree = DefinedTree::Numbered(256);
  const StoredNodes nodes = Store(tree, 256);
  for (uint64_t to = 1; to <= 256; ++to) {
    for (uint64_t from = 1; from <= to; ++from) {
      const auto proof = ConsistencyProof(from, to, nodes.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      ASSERT_EQ(*proof, tree.Subproof(from, 0, to, true))
          << from << " to " << to;
      ASSERT_EQ(
          VerifyConsistency(from, to, *proof, tree.Root(from), tree.Root(to)),
          absl::OkStatus())
          << from << " to " << to;
    }
  }
}

TEST(ConsistencyProof, FromTheEmptyTreeIsEmpty) {
  DefinedTree tree = DefinedTree::Numbered(5);
  const StoredNodes nodes = Store(tree, 5);
  EXPECT_THAT(Hex(ConsistencyProof(0, 5, nodes.reader())), IsEmpty());
  EXPECT_EQ(VerifyConsistency(0, 5, {}, EmptyRoot(), tree.Root(5)),
            absl::OkStatus());
  EXPECT_EQ(VerifyConsistency(0, 0, {}, EmptyRoot(), EmptyRoot()),
            absl::OkStatus());
  EXPECT_EQ(VerifyConsistency(0, 5, {}, tree.Root(1), tree.Root(5)).code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(
      VerifyConsistency(0, 5, {tree.leaf(0)}, EmptyRoot(), tree.Root(5)).code(),
      absl::StatusCode::kDataLoss);
  EXPECT_EQ(VerifyConsistency(0, 0, {}, EmptyRoot(), tree.Root(5)).code(),
            absl::StatusCode::kDataLoss);
}

// Calls `check` with `hashes` and each of its bits flipped in turn, or, when
// there are more, with about `sample` of them.
template <typename Check>
void WithEachBitFlipped(std::vector<Hash> hashes, size_t sample,
                        std::mt19937& random, Check check) {
  const size_t bits = hashes.size() * kHashBytes * 8;
  for (size_t bit = 0; bit < bits; ++bit) {
    if (bits > sample && random() % bits >= sample) continue;
    uint8_t& byte = hashes[bit / 256][bit / 8 % 32];
    byte ^= 1 << bit % 8;
    check(hashes);
    byte ^= 1 << bit % 8;
  }
}

TEST(InclusionProof, WithAnyBitFlippedIsRefused) {
  DefinedTree tree = DefinedTree::Numbered(20);
  std::mt19937 random(1);
  for (uint64_t size = 1; size <= 20; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      // Leaf, root and proof alike.
      std::vector<Hash> hashes = {tree.leaf(index), tree.Root(size)};
      for (const Hash& hash : tree.Path(index, 0, size)) hashes.push_back(hash);
      WithEachBitFlipped(hashes, 1e9, random, [&](const auto& bad) {
        const auto proof = absl::MakeConstSpan(bad).subspan(2);
        ASSERT_EQ(VerifyInclusion(bad[0], index, size, proof, bad[1]).code(),
                  absl::StatusCode::kDataLoss);
      });
    }
  }
}

TEST(ConsistencyProof, WithAnyBitFlippedIsRefused) {
  DefinedTree tree = DefinedTree::Numbered(20);
  std::mt19937 random(1);
  for (uint64_t to = 1; to <= 20; ++to) {
    for (uint64_t from = 1; from <= to; ++from) {
      std::vector<Hash> hashes = {tree.Root(from), tree.Root(to)};
      for (const Hash& hash : tree.Subproof(from, 0, to, true)) {
        hashes.push_back(hash);
      }
      WithEachBitFlipped(hashes, 1e9, random, [&](const auto& bad) {
        const auto proof = absl::MakeConstSpan(bad).subspan(2);
        ASSERT_EQ(VerifyConsistency(from, to, proof, bad[0], bad[1]).code(),
                  absl::StatusCode::kDataLoss);
      });
    }
  }
}

TEST(MerkleTree, ProofsOfLargerTreesHoldAndFlippedOnesAreRefused) {
  constexpr uint64_t kSize = 5000;
  DefinedTree tree = DefinedTree::Numbered(kSize);
  const StoredNodes nodes = Store(tree, kSize);
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const uint64_t size = 257 + random() % (kSize - 256);
    const uint64_t place = 1 + random() % (size - 1);
    const Hash root = tree.Root(size);
    const auto path = InclusionProof(place, size, nodes.reader());
    const auto extension = ConsistencyProof(place, size, nodes.reader());
    ASSERT_TRUE(path.ok() && extension.ok());
    ASSERT_EQ(VerifyInclusion(tree.leaf(place), place, size, *path, root),
              absl::OkStatus());
    ASSERT_EQ(
        VerifyConsistency(place, size, *extension, tree.Root(place), root),
        absl::OkStatus());
    WithEachBitFlipped(*path, 20, random, [&](const auto& bad) {
      EXPECT_FALSE(
          VerifyInclusion(tree.leaf(place), place, size, bad, root).ok());
    });
    WithEachBitFlipped(*extension, 20, random, [&](const auto& bad) {
      EXPECT_FALSE(
          VerifyConsistency(place, size, bad, tree.Root(place), root).ok());
    });
  }
}

TEST(InclusionProof, IsRefusedForAnyOtherIndexOrSize) {
  constexpr uint64_t kMost = 18;
  DefinedTree tree = DefinedTree::Numbered(kMost);
  for (uint64_t size = 1; size <= kMost; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> proof = tree.Path(index, 0, size);
      for (uint64_t other_size = 0; other_size <= kMost; ++other_size) {
        for (uint64_t other = 0; other <= kMost; ++other) {
          const auto status =
              VerifyInclusion(tree.leaf(index), other, other_size, proof,
                              tree.Root(other_size));
          ASSERT_EQ(status.ok(), other == index && other_size == size)
              << index << " of " << size << " as " << other << " of "
              << other_size;
        }
      }
    }
  }
}

TEST(ConsistencyProof, IsRefusedForAnyOtherSizes) {
  constexpr uint64_t kMost = 18;
  DefinedTree tree = DefinedTree::Numbered(kMost);
  for (uint64_t to = 2; to <= kMost; ++to) {
    for (uint64_t from = 1; from < to; ++from) {
      const std::vector<Hash> proof = tree.Subproof(from, 0, to, true);
      for (uint64_t other_to = 0; other_to <= kMost; ++other_to) {
        for (uint64_t other = 0; other <= kMost; ++other) {
          const auto status = VerifyConsistency(
              other, other_to, proof, tree.Root(other), tree.Root(other_to));
          ASSERT_EQ(status.ok(), other == from && other_to == to)
              << from << " to " << to << " as " << other << " to " << other_to;
        }
      }
    }
  }
}

TEST(MerkleTree, ProofsWithAHashMoreOrLessAreRefused) {
  DefinedTree tree = DefinedTree::Numbered(40);
  for (uint64_t size = 2; size <= 40; ++size) {
    for (uint64_t place = 1; place < size; ++place) {
      std::vector<Hash> path = tree.Path(place, 0, size);
      std::vector<Hash> extension = tree.Subproof(place, 0, size, true);
      const auto included = [&](const std::vector<Hash>& proof) {
        return VerifyInclusion(tree.leaf(place), place, size, proof,
                               tree.Root(size));
      };
      const auto extends = [&](const std::vector<Hash>& proof) {
        return VerifyConsistency(place, size, proof, tree.Root(place),
                                 tree.Root(size));
      };
      for (const Hash& extra : {tree.leaf(0), tree.Root(size), Hash{}}) {
        std::vector<Hash> longer = path;
        longer.push_back(extra);
        EXPECT_FALSE(included(longer).ok());
        longer = extension;
        longer.push_back(extra);
        EXPECT_FALSE(extends(longer).ok());
      }
      path.pop_back();
      EXPECT_FALSE(included(path).ok());
      extension.pop_back();
      EXPECT_FALSE(extends(extension).ok());
      EXPECT_FALSE(extends({}).ok());
    }
  }
}

TEST(MerkleTree, AForkIsNoExtension) {
  DefinedTree honest = DefinedTree::Numbered(50);
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < 50; ++i) leaves.push_back(honest.leaf(i));
  leaves[20] = LeafHash("another change");
  DefinedTree fork(leaves);
  for (uint64_t from = 21; from <= 50; ++from) {
    EXPECT_EQ(VerifyConsistency(from, 50, fork.Subproof(from, 0, 50, true),
                                honest.Root(from), fork.Root(50))
                  .code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(MerkleTree, PlacesOutsideTheTreeAreInvalid) {
  DefinedTree tree = DefinedTree::Numbered(4);
  const StoredNodes nodes = Store(tree, 4);
  const auto code = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(InclusionProof(4, 4, nodes.reader()).status().code(), code);
  EXPECT_EQ(InclusionProof(0, 0, nodes.reader()).status().code(), code);
  EXPECT_EQ(ConsistencyProof(5, 4, nodes.reader()).status().code(), code);
  EXPECT_EQ(VerifyInclusion(tree.leaf(0), 4, 4, {}, tree.Root(4)).code(), code);
  EXPECT_EQ(VerifyConsistency(5, 4, {}, tree.Root(4), tree.Root(4)).code(),
            code);
}

TEST(MerkleTree, ErrorsOfTheReaderPassThrough) {
  const auto broken = [](int, uint64_t) -> absl::StatusOr<Hash> {
    return absl::UnavailableError("disk");
  };
  const absl::Status want = absl::UnavailableError("disk");
  EXPECT_EQ(RootAt(7, broken).status(), want);
  EXPECT_EQ(Frontier::Load(7, broken).status(), want);
  EXPECT_EQ(InclusionProof(3, 7, broken).status(), want);
  EXPECT_EQ(ConsistencyProof(3, 7, broken).status(), want);
}

TEST(MerkleTree, ReadsOnlyWhatItNeedsOfTheLargestTree) {
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  int reads = 0;
  const auto reader = [&](int level, uint64_t index) -> absl::StatusOr<Hash> {
    ++reads;
    return LeafHash(absl::StrCat(level, "/", index));
  };
  const auto frontier = Frontier::Load(kMost, reader);
  ASSERT_TRUE(frontier.ok());
  EXPECT_EQ(reads, 64);
  const auto root = RootAt(kMost, reader);
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(frontier->Root(), *root);
  const auto proof = InclusionProof(kMost - 1, kMost, reader);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(
      VerifyInclusion(*reader(0, kMost - 1), kMost - 1, kMost, *proof, *root),
      absl::OkStatus());
}

}  // namespace
}  // namespace localoffer::log
