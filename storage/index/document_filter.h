// The conditions of a search on documents, other than their words.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_

#include <cstdint>
#include <vector>

#include "storage/index/document_table.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Tells which documents pass a query's filters. Thread-compatible; the table
// has to outlive it, unchanged.
class DocumentFilter {
 public:
  DocumentFilter(const DocumentTable& table, const SearchQuery& query);

  bool Passes(DocumentNumber document) const {
    return (statuses_ >> table_.status(document) & 1) != 0 &&
           table_.minimum_age(document) <= maximum_age_ &&
           table_.maximum_age(document) >= minimum_age_ &&
           (authorities_.empty() || authorities_[table_.authority(document)]);
  }

 private:
  const DocumentTable& table_;
  // By AuthorityNumber; empty when all pass.
  std::vector<bool> authorities_;
  // Bit i: ServiceStatus i passes.
  uint32_t statuses_ = 0;
  double minimum_age_;
  double maximum_age_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_FILTER_H_
