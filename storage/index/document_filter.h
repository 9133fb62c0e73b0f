// The conditions of a search on documents, other than their words.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_

#include <utility>
#include <vector>

#include "storage/index/document_set.h"
#include "storage/index/index_tables.h"
#include "storage/index/property.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Works out which documents pass a query's conditions. Thread-compatible; the
// tables and the query have to outlive it, unchanged.
class DocumentFilter {
 public:
  // `alive`: the documents at the query's instant.
  DocumentFilter(const IndexTables& tables, const SearchQuery& query,
                 DocumentSet alive);

  // As given.
  const DocumentSet& alive() const { return alive_; }
  // Those of them that pass.
  const DocumentSet& passing() const { return passing_; }
  // Whether anything is asked of `property`.
  bool Asks(Property property) const;
  // Those that pass when nothing is asked of `property`.
  DocumentSet PassingWithout(Property property) const;

 private:
  using PropertySet = std::pair<Property, DocumentSet>;

  DocumentSet Having(const ValueCondition& condition) const;
  DocumentSet HavingStatus() const;
  DocumentSet Serving(const ServesCondition& condition) const;
  // Drops from `set` what fails the conditions that are looked up document by
  // document.
  void FilterByColumns(DocumentSet& set) const;

  const IndexTables& tables_;
  const SearchQuery& query_;
  DocumentSet alive_;
  // One for each property that something is asked of.
  std::vector<PropertySet> by_property_;
  // Alive, and meeting the conditions on no property.
  DocumentSet others_;
  DocumentSet passing_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
