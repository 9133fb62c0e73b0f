// The persisted form of the search index.
#ifndef LOCALOFFER_STORAGE_INDEX_STORE_H_
#define LOCALOFFER_STORAGE_INDEX_STORE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"
#include "storage/index/search_index.h"

namespace localoffer::storage {

// Keeps what the index made of each change, so that opening a store takes the
// time of reading that, not of reading every text again. Written behind the
// commits and never waited for: a crash may lose the newest part, which is
// then made again from the logs. Thread-compatible.
class IndexStore {
 public:
  // So many records are decoded at a time: enough that each list of the index
  // is seldom gone to and that what is found together stands together
  // (BatchOf), few enough that several batches fit in memory.
  static constexpr size_t kRecordsAtOnce = 8000;

  explicit IndexStore(Engine& engine, size_t records_at_once = kRecordsAtOnce)
      : engine_(engine), records_at_once_(records_at_once) {}

  // Fills an empty index. What was written by a program that reads texts in
  // another way, of which `version` tells, is dropped first. DATA_LOSS when
  // it is damaged: then the index is to be thrown away.
  absl::Status Load(absl::string_view version, SearchIndex& index);

  // Drops all that is kept.
  absl::Status Clear(absl::string_view version);

  // Keeps updates, which have to be given in the order in which the index
  // gave them out. After a failure nothing is kept any more, so that what is
  // kept has no gaps; the index itself needs none of it.
  void Save(absl::Span<const IndexUpdate> updates);

  // Drops all that is kept, and keeps nothing any more: the next start makes
  // the index anew. For words that must be on no disk.
  void Abandon();

 private:
  absl::Status LoadNames(SearchIndex& index);
  // Decodes on several cores.
  absl::Status LoadRecords(SearchIndex& index);

  Engine& engine_;
  const size_t records_at_once_;
  bool failed_ = false;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_INDEX_STORE_H_
