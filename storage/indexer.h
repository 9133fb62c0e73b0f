// From changes to the search index, and from the disk back to it.
#ifndef LOCALOFFER_STORAGE_INDEXER_H_
#define LOCALOFFER_STORAGE_INDEXER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/committer.h"
#include "storage/directory/instant.h"
#include "storage/engine.h"
#include "storage/geography/geography.h"
#include "storage/index/search_index.h"
#include "storage/index_store.h"

namespace localoffer::storage {

// Keeps the search index up with the logs. Where there is much to read, all
// cores read; the index takes it in the order of the logs. Load() and CatchUp()
// come first; Index() is for one thread at a time, index() for any.
class Indexer {
 public:
  // Both must outlive the indexer.
  Indexer(Engine& engine, const geography::Geography& geography)
      : engine_(engine), geography_(geography), store_(engine) {}

  // Loads what was kept of the index, if it still holds.
  absl::Status Load();
  // Takes in what the logs have beyond that, as far as `latest`. DATA_LOSS
  // when a log has a gap.
  absl::Status CatchUp(const Instant& latest);
  // Takes in changes that have just become durable.
  void Index(absl::Span<const CommittedChange> changes);

  const SearchIndex& index() const { return *index_; }
  // Other for an index that reads entries in another way, or by another table
  // of postcodes: the one that Load() found. Later ones place what comes in
  // from then on, and the rest at the next Load().
  const std::string& version() const { return version_; }

 private:
  // What some changes hold for the index.
  struct Reading {
    std::vector<IndexChange> changes;
    // Authority and sequence of the revisions whose bodies they erase: older
    // ones, or among `changes`.
    std::vector<std::pair<std::string, uint64_t>> erased;
  };

  void Read(const CommittedChange& change, Reading& reading) const;
  void Take(const Reading& reading);

  Engine& engine_;
  const geography::Geography& geography_;
  IndexStore store_;
  std::string version_;
  std::unique_ptr<SearchIndex> index_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_INDEXER_H_
