// Scores documents by the groups of a query (ranking.h).
#ifndef LOCALOFFER_STORAGE_INDEX_SCORER_H_
#define LOCALOFFER_STORAGE_INDEX_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "storage/index/document_set.h"
#include "storage/index/postings.h"
#include "storage/index/query_words.h"
#include "storage/index/ranking.h"

namespace localoffer {

// The groups of one query among the documents alive at one instant.
// Thread-compatible; the postings have to outlive it, unchanged.
class Scorer {
 public:
  Scorer(const Postings& postings, const DocumentSet& alive,
         absl::Span<const QueryGroup> groups);

  // The documents, alive or not, that have any term of any group, and those
  // that meet every important group well.
  const DocumentSet& matching() const { return matching_; }
  const DocumentSet& matching_all() const { return matching_all_; }

  // The documents, alive or not, that tell of any term of any group
  // (kTelling).
  DocumentSet Telling() const;
  // Above the score of every other document.
  static constexpr double kMostOfOthers = 1 + kTelling / kFullWeight;

  // Calls `receive` with each of `documents`, in order, and its score. All
  // have to be matching.
  void Score(const DocumentSet& documents,
             absl::FunctionRef<void(DocumentNumber document, double score)>
                 receive) const;

 private:
  struct Term {
    const PostingList* list;
    double factor;
  };
  struct Group {
    std::vector<Term> terms;
    double rarity;
    bool is_important;
  };
  class Reader;

  void AddGroup(const Postings& postings, const DocumentSet& alive,
                size_t alive_count, const QueryGroup& group);
  void Match(size_t size);
  // What has a term that meets the group well: added to `set`, or alone left
  // in it.
  static void AddGood(const Group& group, DocumentSet& set);
  static void RetainGood(const Group& group, DocumentSet& set);

  std::vector<Group> groups_;
  double all_rarities_ = 0;
  DocumentSet matching_;
  DocumentSet matching_all_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SCORER_H_
