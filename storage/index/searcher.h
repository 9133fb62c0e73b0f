// Answers searches from the documents and their words.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCHER_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCHER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/index/analyzer.h"
#include "storage/index/document_filter.h"
#include "storage/index/document_table.h"
#include "storage/index/hit_collector.h"
#include "storage/index/postings.h"
#include "storage/index/search_query.h"

namespace localoffer {

// One search. Thread-compatible; what it is made of has to outlive it,
// unchanged.
class Searcher {
 public:
  Searcher(const DocumentTable& table, const Postings& postings,
           const SearchQuery& query);

  // All documents that pass the filters, by name. Looks at every document.
  SearchResult SearchAll() const;

  // The documents that have any of `terms`, by score. Reads the postings of
  // the terms twice: to count the documents alive that have each, then to
  // score them.
  SearchResult SearchTerms(const std::vector<QueryTerm>& terms) const;

 private:
  struct Term {
    const PostingList* list;
    double rarity;
    // Its own bit in Candidate::matched: its position in the query's terms.
    uint64_t bit;
    // Postings before this one are scored.
    size_t next = 0;
  };
  class Stretch;

  std::vector<Term> FindTerms(const std::vector<QueryTerm>& terms) const;
  size_t CountAlive(const PostingList& list) const;
  void Collect(std::vector<Term>& terms, HitCollector& collector) const;
  SearchResult ResultOf(HitCollector& collector,
                        const std::vector<QueryTerm>& terms) const;

  const DocumentTable& table_;
  const Postings& postings_;
  const SearchQuery& query_;
  const DocumentTable::Snapshot snapshot_;
  const DocumentFilter filter_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCHER_H_
