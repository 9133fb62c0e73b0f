// A document as the index takes it in, its texts read: what is kept on disk,
// so that opening a store need not read all texts again.
#ifndef LOCALOFFER_STORAGE_INDEX_INDEX_RECORD_H_
#define LOCALOFFER_STORAGE_INDEX_INDEX_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/geography/point.h"
#include "storage/index/document_table.h"
#include "storage/index/place_index.h"
#include "storage/index/postings.h"
#include "storage/index/property.h"
#include "storage/index/value_table.h"

namespace localoffer {

// What the index calls by numbers: terms, words and values, each kind from 0.
enum class NameKind : uint8_t { kTerm = 0, kWord = 1, kValue = 2 };

// A number of an index, and what it stands for.
struct IndexName {
  NameKind kind = NameKind::kTerm;
  uint32_t number = 0;
  // A term or a word as it is; a value as EncodeValue() writes it.
  std::string bytes;
};

// One change of an entry.
struct IndexRecord {
  std::string authority;
  std::string entry_id;
  uint64_t sequence = 0;
  // True when the change ended the entry: then there is nothing more.
  bool ended = false;
  DocumentRow row;
  // By rising number, each once.
  std::vector<WeightedTerm> terms;
  std::vector<uint32_t> words;
  std::vector<ValueNumber> values;
  std::vector<geography::Point> locations;
  std::vector<CoveredShape> shapes;
};

// Records one after another, their terms turned into lists.
struct IndexRecordBatch {
  // Without their terms. In the order of their documents' numbers, which need
  // not be that of their changes.
  std::vector<IndexRecord> records;
  // In the order of their terms. For its number, which only the index knows, a
  // document has its position in `records`.
  std::vector<Posting> postings;
};
// Those that have the value `first` come first; each authority's stand
// together, neighbours beside each other. What a search finds is then in few
// lines of a set (NarrowSet).
IndexRecordBatch BatchOf(std::vector<IndexRecord> records,
                         absl::optional<ValueNumber> first = absl::nullopt);

// The index's own version of all this. DURABLE: raise it when a layout, a
// number of Property, or the way in which texts become terms, weights and
// places changes; an index of another version is made afresh from the logs.
inline constexpr absl::string_view kIndexVersion = "7";

// Bytes of a localoffer.storage.v1.IndexRecord; authority and sequence are in
// its key.
std::string EncodeRecord(const IndexRecord& record);
// DATA_LOSS when they are not from EncodeRecord().
absl::StatusOr<IndexRecord> DecodeRecord(absl::string_view authority,
                                         uint64_t sequence,
                                         absl::string_view bytes);

// Bytes of a localoffer.storage.v1.IndexValue.
std::string EncodeValue(const PropertyValue& value);
absl::StatusOr<PropertyValue> DecodeValue(absl::string_view bytes);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_INDEX_RECORD_H_
