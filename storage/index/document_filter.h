// The conditions of a search on documents, other than their words.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_

#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "storage/index/alive_documents.h"
#include "storage/index/asked_areas.h"
#include "storage/index/document_set.h"
#include "storage/index/index_tables.h"
#include "storage/index/property.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Works out which documents pass a query's conditions. Thread-compatible; the
// tables and the query have to outlive it, unchanged.
class DocumentFilter {
 public:
  // `alive`: the documents at the query's instant. Has to outlive it too.
  DocumentFilter(const IndexTables& tables, const SearchQuery& query,
                 const AliveDocuments& alive);

  // Those of them that pass.
  NarrowSet Passing() const { return Passing(absl::nullopt); }
  // By what a document that passes serves the place, when that is asked for.
  absl::optional<ServedArea> AreaServed(DocumentNumber document) const;
  // Whether anything is asked of `property`.
  bool Asks(Property property) const;
  // Those that pass when nothing is asked of `property`.
  NarrowSet PassingWithout(Property property) const {
    return Passing(property);
  }

 private:
  using PropertySet = std::pair<Property, DocumentSet>;

  NarrowSet Passing(absl::optional<Property> unasked) const;
  DocumentSet Having(const ValueCondition& condition) const;
  // Drops from `set` what fails the conditions that are looked up document by
  // document.
  void FilterByColumns(NarrowSet& set) const;

  const IndexTables& tables_;
  const SearchQuery& query_;
  const AliveDocuments& alive_;
  // When it is asked what serves a place.
  absl::optional<AskedAreas> areas_;
  // One for each property that something is asked of, but for the usual
  // statuses.
  std::vector<PropertySet> by_property_;
  // Serving and near what is asked for, alive or not.
  absl::optional<DocumentSet> placed_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
