#include "storage/log/merkle.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

// Leaves [begin, begin + count). In all that follows, count > 0 and begin is
// a multiple of the smallest power of two that is not below count; the RFC's
// way of splitting keeps it so.
struct Range {
  uint64_t begin;
  uint64_t count;

  bool IsComplete() const { return std::has_single_bit(count); }

  // The RFC's k: the largest power of two below count, which is above 1.
  uint64_t Split() const { return std::bit_floor(count - 1); }
  Range Left() const { return {begin, Split()}; }
  Range Right() const { return {begin + Split(), count - Split()}; }
};

absl::StatusOr<Hash> ReadComplete(Range range, NodeReader read) {
  const int level = std::countr_zero(range.count);
  return read(level, range.begin >> level);
}

// Reads the roots of the complete subtrees of a range, largest first.
absl::StatusOr<std::vector<Hash>> ReadPeaks(Range range, NodeReader read) {
  std::vector<Hash> peaks;
  while (!range.IsComplete()) {
    ASSIGN_OR_RETURN(peaks.emplace_back(), ReadComplete(range.Left(), read));
    range = range.Right();
  }
  ASSIGN_OR_RETURN(peaks.emplace_back(), ReadComplete(range, read));
  return peaks;
}

// `peaks` is not empty.
Hash FoldPeaks(absl::Span<const Hash> peaks) {
  Hash root = peaks.back();
  for (size_t i = peaks.size() - 1; i > 0; --i) {
    root = NodeHash(peaks[i - 1], root);
  }
  return root;
}

absl::StatusOr<Hash> RangeRoot(Range range, NodeReader read) {
  if (range.IsComplete()) return ReadComplete(range, read);
  ASSIGN_OR_RETURN(const std::vector<Hash> peaks, ReadPeaks(range, read));
  return FoldPeaks(peaks);
}

absl::Status WrongProof(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("Merkle proof: ", what));
}

// Walks from a node to the root, as both verifications of RFC 9162 do: the
// node's place among its level's nodes, and that of the last of them.
class Climb {
 public:
  Climb(uint64_t place, uint64_t last) : place_(place), last_(last) {}

  bool IsAtRoot() const { return last_ == 0; }
  bool IsRightChild() const { return (place_ & 1) != 0; }

  // Whether the next hash of the proof stands to the left.
  bool SiblingIsLeft() const { return IsRightChild() || place_ == last_; }

  void Up() {
    place_ >>= 1;
    last_ >>= 1;
  }

  // Past the levels where the last node has no sibling and so is its own
  // parent.
  void UpWhileAlone() {
    while (place_ != 0 && !IsRightChild()) Up();
  }

 private:
  uint64_t place_;
  uint64_t last_;
};

}  // namespace

Hash EmptyRoot() { return Sha256({}); }

absl::StatusOr<Frontier> Frontier::Load(uint64_t size, NodeReader read) {
  Frontier frontier;
  if (size == 0) return frontier;
  ASSIGN_OR_RETURN(frontier.peaks_, ReadPeaks({0, size}, read));
  frontier.size_ = size;
  return frontier;
}

void Frontier::Append(const Hash& leaf, NodeSink sink) {
  Hash node = leaf;
  uint64_t index = size_;
  int level = 0;
  sink(level, index, node);
  // A right child completes its parent.
  for (; (index & 1) != 0; index >>= 1) {
    node = NodeHash(peaks_.back(), node);
    peaks_.pop_back();
    sink(++level, index >> 1, node);
  }
  peaks_.push_back(node);
  ++size_;
}

Hash Frontier::Root() const {
  return peaks_.empty() ? EmptyRoot() : FoldPeaks(peaks_);
}

absl::StatusOr<Hash> RootAt(uint64_t size, NodeReader read) {
  if (size == 0) return EmptyRoot();
  return RangeRoot({0, size}, read);
}

absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size,
                                                 NodeReader read) {
  if (index >= size) {
    return absl::InvalidArgumentError(
        absl::StrCat("leaf ", index, " is not in a log of size ", size));
  }
  std::vector<Hash> proof;
  Range range{0, size};
  while (range.count > 1) {
    const Range left = range.Left();
    const Range right = range.Right();
    const bool goes_left = index < right.begin;
    ASSIGN_OR_RETURN(proof.emplace_back(),
                     RangeRoot(goes_left ? right : left, read));
    range = goes_left ? left : right;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t from, uint64_t to,
                                                   NodeReader read) {
  if (from > to) {
    return absl::InvalidArgumentError(
        absl::StrCat("a log of size ", to, " can't extend one of size ", from));
  }
  std::vector<Hash> proof;
  if (from == 0) return proof;
  Range range{0, to};
  while (range.begin + range.count != from) {
    const Range left = range.Left();
    const Range right = range.Right();
    const bool goes_left = from <= right.begin;
    ASSIGN_OR_RETURN(proof.emplace_back(),
                     RangeRoot(goes_left ? right : left, read));
    range = goes_left ? left : right;
  }
  // A verifier has this one already when it is the whole old tree.
  if (range.begin != 0) {
    ASSIGN_OR_RETURN(proof.emplace_back(), RangeRoot(range, read));
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Hash> proof, const Hash& root) {
  if (index >= size) {
    return absl::InvalidArgumentError(
        absl::StrCat("leaf ", index, " is not in a log of size ", size));
  }
  Climb climb(index, size - 1);
  Hash node = leaf;
  for (const Hash& sibling : proof) {
    if (climb.IsAtRoot()) return WrongProof("it has too many hashes");
    if (climb.SiblingIsLeft()) {
      node = NodeHash(sibling, node);
      climb.UpWhileAlone();
    } else {
      node = NodeHash(node, sibling);
    }
    climb.Up();
  }
  if (!climb.IsAtRoot()) return WrongProof("it has too few hashes");
  if (node != root) return WrongProof("the leaf is not under this root");
  return absl::OkStatus();
}

namespace {

// The part of RFC 9162 section 2.1.4.2 that has something to compute:
// 0 < from < to.
absl::Status VerifyExtension(uint64_t from, uint64_t to,
                             absl::Span<const Hash> proof,
                             const Hash& from_root, const Hash& to_root) {
  Climb climb(from - 1, to - 1);
  while (climb.IsRightChild()) climb.Up();
  // The whole old tree is one node here when its size is a power of two, and
  // the proof leaves it out; else the proof begins with the lowest node of
  // the old tree's right edge.
  Hash old_node = from_root;
  if (!std::has_single_bit(from)) {
    if (proof.empty()) return WrongProof("it has too few hashes");
    old_node = proof.front();
    proof.remove_prefix(1);
  }
  Hash new_node = old_node;
  for (const Hash& sibling : proof) {
    if (climb.IsAtRoot()) return WrongProof("it has too many hashes");
    if (climb.SiblingIsLeft()) {
      old_node = NodeHash(sibling, old_node);
      new_node = NodeHash(sibling, new_node);
      climb.UpWhileAlone();
    } else {
      new_node = NodeHash(new_node, sibling);
    }
    climb.Up();
  }
  if (!climb.IsAtRoot()) return WrongProof("it has too few hashes");
  if (old_node != from_root || new_node != to_root) {
    return WrongProof("the new tree does not extend the old one");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyConsistency(uint64_t from, uint64_t to,
                               absl::Span<const Hash> proof,
                               const Hash& from_root, const Hash& to_root) {
  if (from > to) {
    return absl::InvalidArgumentError(
        absl::StrCat("a log of size ", to, " can't extend one of size ", from));
  }
  if (from != 0 && from != to) {
    return VerifyExtension(from, to, proof, from_root, to_root);
  }
  if (!proof.empty()) return WrongProof("it has too many hashes");
  if (from == 0 && from_root != EmptyRoot()) {
    return WrongProof("the root of the empty log is wrong");
  }
  if (from == to && from_root != to_root) {
    return WrongProof("two roots for one size");
  }
  return absl::OkStatus();
}

}  // namespace localoffer::log
