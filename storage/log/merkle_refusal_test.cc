#include <cstdint>
#include <random>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"
#include "storage/log/merkle.h"
#include "storage/log/merkle_oracle.h"

namespace localoffer::log {
namespace {

TEST(ConsistencyProof, FromTheEmptyTreeIsEmpty) {
  DefinedTree tree = DefinedTree::Numbered(5);
  const StoredNodes nodes = Store(tree, 5);
  EXPECT_TRUE(ConsistencyProof(0, 5, nodes.reader())->empty());
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

TEST(InclusionProof, IsRefusedWhenTheTreeIsSaidToBeSmaller) {
  DefinedTree tree = DefinedTree::Numbered(32);
  for (uint64_t size = 2; size <= 32; size *= 2) {
    // The last leaf's path has left siblings alone, as if it went on upwards
    // from the root of a tree of this leaf.
    const std::vector<Hash> path = tree.Path(size - 1, 0, size);
    EXPECT_EQ(VerifyInclusion(tree.leaf(size - 1), 0, 1, path, tree.Root(size))
                  .code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(ConsistencyProof, IsRefusedWhenTheTreeIsSaidToBeLargerThanItIs) {
  DefinedTree tree = DefinedTree::Numbered(20);
  for (uint64_t size = 1; size <= 20; ++size) {
    const Hash root = tree.Root(size);
    for (uint64_t said = size + 1; said <= 40; ++said) {
      EXPECT_FALSE(VerifyConsistency(size, said, {}, root, root).ok());
      EXPECT_FALSE(VerifyConsistency(size, said, {root}, root, root).ok());
    }
  }
}

TEST(ConsistencyProof, IsRefusedWhenBothTreesAreSaidToBeSmaller) {
  DefinedTree tree = DefinedTree::Numbered(32);
  // The proof goes on upwards where trees of these sizes end.
  const auto claim = [&](uint64_t left_out, uint64_t from, uint64_t to) {
    const uint64_t real_from = left_out + from;
    const uint64_t real_to = left_out + to;
    return VerifyConsistency(from, to,
                             tree.Subproof(real_from, 0, real_to, true),
                             tree.Root(real_from), tree.Root(real_to));
  };
  EXPECT_EQ(claim(0, 3, 4), absl::OkStatus());
  EXPECT_EQ(claim(4, 3, 4).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(claim(16, 3, 16).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(claim(16, 13, 15).code(), absl::StatusCode::kDataLoss);
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

}  // namespace
}  // namespace localoffer::log
