// A change of an entry as the index takes it in.
#ifndef LOCALOFFER_STORAGE_INDEX_INDEX_CHANGE_H_
#define LOCALOFFER_STORAGE_INDEX_INDEX_CHANGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/geography/point.h"
#include "storage/index/analyzer_pool.h"
#include "storage/index/document.h"
#include "storage/index/document_table.h"
#include "storage/index/packed_texts.h"
#include "storage/index/place_index.h"
#include "storage/index/property.h"

namespace localoffer {

// A revision with its texts read, or the end of an entry.
struct IndexChange {
  std::string authority;
  std::string entry_id;
  uint64_t sequence = 0;
  // True when the change ends the entry: then there is nothing more.
  bool ended = false;
  DocumentRow row;
  // Each once.
  PackedTexts terms;
  // By position in `terms`; see ranking.h.
  std::vector<uint16_t> weights;
  // Folded words, each once.
  PackedTexts words;
  std::vector<PropertyValue> values;
  std::vector<geography::Point> locations;
  std::vector<CoveredShape> shapes;

  static IndexChange Ended(absl::string_view authority,
                           absl::string_view entry_id, uint64_t sequence);
};

// Reads documents: all of the work of indexing that needs no index, so that
// many threads can share it. Thread-safe.
class DocumentReader {
 public:
  // `analyzers` has to outlive the reader.
  explicit DocumentReader(AnalyzerPool& analyzers) : analyzers_(analyzers) {}

  // Of each text the first 20,000 words count.
  IndexChange Read(Document document) const;

 private:
  AnalyzerPool& analyzers_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_INDEX_CHANGE_H_
