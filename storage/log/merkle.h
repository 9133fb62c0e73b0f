// The Merkle tree of a log: RFC 6962 section 2.1, the same as RFC 9162
// section 2.1. Nothing here keeps the tree: a Frontier hands out each node
// once, when it is complete, and roots and proofs of any size read them back.
//
// A node is complete when all the 2^level leaves under it are there. The node
// at (level, index) covers the leaves [index * 2^level, (index + 1) * 2^level),
// level 0 being the leaves. Complete nodes never change, so a store that keeps
// them under (level, index) appends only. A tree of n leaves has less than 2n.
//
// DURABLE: never change or reuse.
#ifndef LOCALOFFER_STORAGE_LOG_MERKLE_H_
#define LOCALOFFER_STORAGE_LOG_MERKLE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/log/hash.h"

namespace localoffer::log {

// Reads one complete node. Its errors pass through to the caller.
using NodeReader =
    absl::FunctionRef<absl::StatusOr<Hash>(int level, uint64_t index)>;

// Takes one node that has just become complete.
using NodeSink =
    absl::FunctionRef<void(int level, uint64_t index, const Hash& hash)>;

// Root of the tree without leaves: SHA-256 of nothing.
Hash EmptyRoot();

// The right edge of a tree: what is needed to append to it and to know its
// root, at most 64 hashes. A value; not thread-safe.
class Frontier {
 public:
  // Of the empty tree.
  Frontier() = default;

  // Of the tree of `size` leaves whose complete nodes `read` reads.
  static absl::StatusOr<Frontier> Load(uint64_t size, NodeReader read);

  // Adds a leaf. `sink` gets every node this completes, the leaf itself
  // first, then its ancestors upwards.
  void Append(const Hash& leaf, NodeSink sink);

  Hash Root() const;
  uint64_t size() const { return size_; }

 private:
  uint64_t size_ = 0;
  // Roots of the complete subtrees that the tree consists of, largest first:
  // one for each bit set in size_.
  std::vector<Hash> peaks_;
};

// Root of the tree of the first `size` leaves.
absl::StatusOr<Hash> RootAt(uint64_t size, NodeReader read);

// PATH of RFC 6962 section 2.1.1: that leaf `index` is in the tree of the
// first `size` leaves. INVALID_ARGUMENT unless index < size.
absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size,
                                                 NodeReader read);

// PROOF of RFC 6962 section 2.1.2: that the tree of the first `to` leaves
// extends that of the first `from`. Empty when `from` is 0 or `to`.
// INVALID_ARGUMENT unless from <= to.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t from, uint64_t to,
                                                   NodeReader read);

// Whether `proof` proves that `leaf` is at `index` in the tree of `size`
// leaves with this `root`: RFC 9162 section 2.1.3.2. INVALID_ARGUMENT unless
// index < size; DATA_LOSS if it doesn't.
absl::Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                             absl::Span<const Hash> proof, const Hash& root);

// Whether `proof` proves that the tree of `to` leaves with `to_root` extends
// the tree of `from` leaves with `from_root`: RFC 9162 section 2.1.4.2. Any
// tree extends the empty one, and itself, with an empty proof.
// INVALID_ARGUMENT unless from <= to; DATA_LOSS if it doesn't.
absl::Status VerifyConsistency(uint64_t from, uint64_t to,
                               absl::Span<const Hash> proof,
                               const Hash& from_root, const Hash& to_root);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_MERKLE_H_
