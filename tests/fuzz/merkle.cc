// Proofs of inclusion and consistency: nothing but what is so can be proved.
#include "storage/log/merkle.h"

#include <array>
#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using log::Hash;

constexpr uint64_t kLeaves = 70;

// A tree, and its root at every size.
struct Tree {
  std::map<std::pair<int, uint64_t>, Hash> nodes;
  std::vector<Hash> leaves;
  std::vector<Hash> roots;

  Tree() {
    log::Frontier frontier;
    roots.push_back(log::EmptyRoot());
    for (uint64_t i = 0; i < kLeaves; ++i) {
      leaves.push_back(log::LeafHash(absl::StrCat("leaf ", i)));
      frontier.Append(leaves.back(),
                      [this](int level, uint64_t index, const Hash& hash) {
                        nodes[{level, index}] = hash;
                      });
      roots.push_back(frontier.Root());
    }
  }

  auto Reader() const {
    return [this](int level, uint64_t index) -> absl::StatusOr<Hash> {
      const auto node = nodes.find({level, index});
      if (node == nodes.end()) return absl::NotFoundError("no such node");
      return node->second;
    };
  }
};

const Tree& TheTree() {
  static const auto* const tree = new Tree;
  return *tree;
}

Hash NextHash(Pieces& pieces) {
  Hash hash = {};
  for (uint8_t& byte : hash) byte = static_cast<uint8_t>(pieces.Number(1));
  return hash;
}

std::string Bytes(absl::Span<const Hash> hashes) {
  std::string bytes;
  for (const Hash& hash : hashes) absl::StrAppend(&bytes, log::HashBytes(hash));
  return bytes;
}

std::string EightBytes(uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(number >> shift & 0xff));
  }
  return bytes;
}

}  // namespace

// Two numbers, a hash, and the proof's hashes.
void Run(absl::string_view bytes) {
  Pieces pieces(bytes);
  const uint64_t first = pieces.Number(8);
  const uint64_t second = pieces.Number(8);
  const Hash hash = NextHash(pieces);
  std::vector<Hash> proof;
  while (!pieces.done() && proof.size() < 200) {
    proof.push_back(NextHash(pieces));
  }
  const Tree& tree = TheTree();
  const bool known = second < tree.roots.size();
  const Hash& root = tree.roots[known ? second : kLeaves];
  if (log::VerifyInclusion(hash, first, second, proof, root).ok() && known) {
    FUZZ_CHECK(first < second);
    FUZZ_CHECK(hash == tree.leaves[first]);
  }
  // The empty tree is extended by any, whatever its root is called.
  if (log::VerifyConsistency(first, second, proof, hash, root).ok() && known &&
      first > 0) {
    FUZZ_CHECK(first <= second);
    FUZZ_CHECK(hash == tree.roots[first]);
  }
}

std::vector<std::string> Seeds() {
  const Tree& tree = TheTree();
  std::vector<std::string> seeds;
  for (const auto& [first, second] :
       {std::pair<uint64_t, uint64_t>{0, 1}, {3, 7}, {8, 64}, {69, 70}}) {
    seeds.push_back(absl::StrCat(
        EightBytes(first), EightBytes(second),
        log::HashBytes(tree.leaves[first]),
        Bytes(*log::InclusionProof(first, second, tree.Reader()))));
    seeds.push_back(absl::StrCat(
        EightBytes(first), EightBytes(second),
        log::HashBytes(tree.roots[first]),
        Bytes(*log::ConsistencyProof(first, second, tree.Reader()))));
  }
  return seeds;
}

}  // namespace localoffer::fuzz
