#include "storage/log/merkle.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"
#include "storage/log/merkle_oracle.h"

namespace localoffer::log {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
