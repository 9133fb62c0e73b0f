// Answers searches from the tables of the index.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCHER_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCHER_H_

#include <vector>

#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "storage/index/alive_documents.h"
#include "storage/index/document_filter.h"
#include "storage/index/hit_collector.h"
#include "storage/index/index_tables.h"
#include "storage/index/query_words.h"
#include "storage/index/scorer.h"
#include "storage/index/search_query.h"
#include "storage/index/value_counts.h"

namespace localoffer {

// One search. Thread-compatible; what it is made of has to outlive it,
// unchanged.
class Searcher {
 public:
  // `alive`: the documents at the query's instant. `groups` is what the
  // query's text is read as; nothing when it has none, empty when it holds no
  // word.
  Searcher(const IndexTables& tables, const SearchQuery& query,
           const AliveDocuments& alive, const std::vector<QueryGroup>* groups);

  SearchResult Search() const;

 private:
  HitCollector Collector(size_t limit,
                         const absl::optional<HitPosition>& after) const;
  // Has what hits are made of on its way from memory.
  void Fetch(absl::Span<const Candidate> hits) const;
  // Those of them that match the words.
  NarrowSet Matching(NarrowSet passing) const;
  // `met`: of the lines of `hits`, when there are groups.
  std::vector<Candidate> FirstHits(const NarrowSet& hits,
                                   const absl::optional<Scorer::Met>& met,
                                   SearchResult& result) const;
  // By relevance to the words, with variety (variety.h).
  std::vector<Candidate> VariedHits(const NarrowSet& hits,
                                    const Scorer::Met& met, size_t wanted,
                                    SearchResult& result) const;
  // Collects the first of `hits` by relevance to the words, without scoring
  // those that cannot be among them.
  void CollectBest(const NarrowSet& hits, const Scorer::Met& met,
                   HitCollector& collector) const;
  void CollectByScore(const NarrowSet& hits, HitCollector& collector) const;
  void Collect(const NarrowSet& hits, HitCollector& collector) const;
  // Its count among the hits, in its commonest spelling there.
  ValueCount Count(const ValueTable::Thing& thing, const ValueCounts& counts,
                   const NarrowSet& hits) const;
  std::vector<ValueCount> Count(Property property, const ValueCounts& counts,
                                const NarrowSet& hits) const;
  std::vector<std::vector<ValueCount>> CountFacets(const NarrowSet& hits) const;

  const IndexTables& tables_;
  const SearchQuery& query_;
  // Empty when there are none.
  const absl::Span<const QueryGroup> groups_;
  // Of each alternative of each group, one behind the other; null where no
  // document has it.
  const std::vector<const PostingList*> lists_;
  const DocumentFilter filter_;
  // When there are groups.
  absl::optional<Scorer> scorer_;
  const bool by_score_;
  // True when hits of equal rank stand by name.
  const bool by_name_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCHER_H_
