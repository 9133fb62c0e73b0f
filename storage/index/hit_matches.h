// How hits met the groups of a query.
#ifndef LOCALOFFER_STORAGE_INDEX_HIT_MATCHES_H_
#define LOCALOFFER_STORAGE_INDEX_HIT_MATCHES_H_

#include <bitset>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "storage/index/document_set.h"
#include "storage/index/postings.h"
#include "storage/index/query_words.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Tells it of one hit after the other. Many met the same alternatives: what
// there is to say of them is worked out once. Thread-compatible.
class HitMatches {
 public:
  // `lists`: of each alternative of each group, one behind the other, at most
  // kMaxQueryAlternatives; null where no document has it. All have to outlive
  // this, unchanged.
  HitMatches(absl::Span<const QueryGroup> groups,
             absl::Span<const PostingList* const> lists)
      : groups_(groups), lists_(lists) {}

  // The groups that a document meets, in their order. Of two documents that
  // meet the same alternatives they are the same, in memory, too; there until
  // what Take() gave is gone.
  absl::Span<const GroupMatch> Of(DocumentNumber document);

  // What Of() has lent. Once.
  std::vector<std::vector<GroupMatch>> Take() { return std::move(told_); }

 private:
  // Of all groups, one behind the other: which a document has.
  using Alternatives = std::bitset<kMaxQueryAlternatives>;

  std::vector<GroupMatch> Tell(const Alternatives& met) const;

  const absl::Span<const QueryGroup> groups_;
  const absl::Span<const PostingList* const> lists_;
  // Where in `told_` is what was told of those that were met. What is in a
  // vector there stays where it is when others join it.
  absl::flat_hash_map<Alternatives, size_t, std::hash<Alternatives>> places_;
  std::vector<std::vector<GroupMatch>> told_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_HIT_MATCHES_H_
