// All that a search reads.
#ifndef LOCALOFFER_STORAGE_INDEX_INDEX_TABLES_H_
#define LOCALOFFER_STORAGE_INDEX_INDEX_TABLES_H_

#include "storage/index/document_table.h"
#include "storage/index/place_index.h"
#include "storage/index/postings.h"
#include "storage/index/value_table.h"

namespace localoffer {

// The same documents under the same numbers in each table.
struct IndexTables {
  DocumentTable documents;
  Postings postings;
  ValueTable values;
  PlaceIndex places;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_INDEX_TABLES_H_
