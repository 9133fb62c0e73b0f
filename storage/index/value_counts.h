// How many documents of a set have each value.
#ifndef LOCALOFFER_STORAGE_INDEX_VALUE_COUNTS_H_
#define LOCALOFFER_STORAGE_INDEX_VALUE_COUNTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "storage/index/document_set.h"
#include "storage/index/value_table.h"

namespace localoffer {

// Thread-compatible; both have to outlive it, unchanged.
class ValueCounts {
 public:
  // Which way is cheaper: all values of each of the documents are gone through
  // once and for all, or the documents of each value that is asked for.
  enum class Way { kByDocument, kByValue };
  // For a set of so many documents, of `all` of the table, when the values of
  // so many properties will be asked for.
  static Way CheaperWay(size_t documents, size_t all, size_t properties);

  ValueCounts(const ValueTable& values, const NarrowSet& documents, Way way);

  // How many of the documents have the value.
  size_t Of(ValueNumber value) const;

 private:
  const ValueTable& values_;
  const NarrowSet& documents_;
  const Way way_;
  // By number of the value, when they were counted by document.
  std::vector<uint32_t> counts_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_VALUE_COUNTS_H_
