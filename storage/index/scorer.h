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

  // The documents, alive or not, that have any term of any group.
  const DocumentSet& matching() const { return matching_; }

  // Of these, most of the best: those that meet every important group well and
  // tell of any term of any group (kTelling).
  DocumentSet Best() const;

  // Of these, all with a score of `rank` or more, and others.
  DocumentSet Reaching(double rank) const;

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
    double rarity = 0;
    bool is_important = false;
    // The greatest factor of a term that does not meet it well.
    double best_poor = 0;
    // Of an important group: the documents that meet it well, and what no
    // other's score is above.
    DocumentSet good;
    double most_without = 1;
  };
  class Reader;

  void AddGroup(const Postings& postings, const DocumentSet& alive,
                size_t alive_count, const QueryGroup& group);
  void Match(size_t size);
  void Bound();
  DocumentSet Telling() const;

  std::vector<Group> groups_;
  double all_rarities_ = 0;
  DocumentSet matching_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SCORER_H_
