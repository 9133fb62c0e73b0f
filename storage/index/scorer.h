// Scores documents by the groups of a query (ranking.h).
#ifndef LOCALOFFER_STORAGE_INDEX_SCORER_H_
#define LOCALOFFER_STORAGE_INDEX_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "storage/index/alive_documents.h"
#include "storage/index/document_set.h"
#include "storage/index/joined_words.h"
#include "storage/index/postings.h"
#include "storage/index/query_words.h"
#include "storage/index/ranking.h"

namespace localoffer {

// The groups of one query among the documents alive at one instant.
// Thread-compatible; the lists have to outlive it, unchanged.
class Scorer {
 public:
  // `lists`: of each alternative of each group, one behind the other; null
  // where no document has it.
  Scorer(const AliveDocuments& alive, absl::Span<const QueryGroup> groups,
         absl::Span<const PostingList* const> lists);

  // Which of the documents in some lines meet the groups.
  class Met;

  // Calls `receive` with each of `documents`, in order, and its score.
  void Score(const NarrowSet& documents,
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
    // What no score of a document that has none of the terms is above, and
    // none of one that has some, but none that meets the group well.
    double most_without = 1;
    double most_with_poor = 1;

    // The greatest factor, and factor * weight, of the terms; those that meet
    // the group well left out if `is_poor`.
    double MostMet(bool is_poor) const;
    double MostWeight(bool is_poor) const;
  };
  // Of some documents, by position: what their scores are made of.
  struct Sums;

  // `lists`: those of its alternatives.
  void AddGroup(const AliveDocuments& alive, const QueryGroup& group,
                absl::Span<const PostingList* const> lists);
  void Bound();
  void AddUp(absl::Span<const DocumentNumber> documents, Sums& sums) const;

  std::vector<Group> groups_;
  double all_rarities_ = 0;
};

// Of the documents, alive or not, that stand in some lines of a set: which meet
// the groups, and so which have to be scored. Sets that it is given have to be
// of these lines. Thread-compatible; the scorer has to outlive it.
class Scorer::Met {
 public:
  Met(const Scorer& scorer, absl::Span<const uint32_t> lines);

  // Takes away those that have no term of any group.
  void Match(NarrowSet& documents) const;

  // Most of the best: those that meet every important group well and tell of
  // any term of any group (kTelling).
  NarrowSet Best(const NarrowSet& documents) const;

  // All with a score of `rank` or more, and others.
  NarrowSet Reaching(double rank, const NarrowSet& documents) const;

 private:
  // Those that meet an important group well, and those that have any term of
  // it.
  struct Important {
    Important(const Group& group, absl::Span<const uint32_t> lines)
        : group(&group), good(lines), any(lines) {}

    const Group* group;
    JoinedWords good;
    JoinedWords any;
  };

  using Conditions =
      absl::InlinedVector<absl::Span<const DocumentSet::Word>, 8>;

  // Those that have any term of any group, and those that tell of any.
  JoinedWords any_;
  JoinedWords telling_;
  std::vector<Important> important_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SCORER_H_
