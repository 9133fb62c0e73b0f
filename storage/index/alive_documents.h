// The documents alive at an instant, with what searches of it have in common.
#ifndef LOCALOFFER_STORAGE_INDEX_ALIVE_DOCUMENTS_H_
#define LOCALOFFER_STORAGE_INDEX_ALIVE_DOCUMENTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/index/document_list.h"
#include "storage/index/document_set.h"
#include "storage/index/index_tables.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Of `alive`, the documents with any of some statuses, UNSPECIFIED for not
// said.
DocumentSet HavingStatus(const IndexTables& tables, const DocumentSet& alive,
                         absl::Span<const v1::ServiceStatus> statuses);

// Thread-safe. Holds as long as the tables stay as they are.
class AliveDocuments {
 public:
  AliveDocuments(const IndexTables& tables, const Instant& instant);

  const DocumentSet& documents() const { return documents_; }
  size_t count() const { return count_; }
  // Those with a status that a search looks for unless told otherwise.
  const DocumentSet& usual() const { return usual_; }

  // How many of them are in a list of the tables. Worked out once.
  size_t CountOf(const DocumentList& list) const;

 private:
  const DocumentSet documents_;
  const size_t count_;
  const DocumentSet usual_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<const DocumentList*, size_t> counts_
      ABSL_GUARDED_BY(mutex_);
};

// Those of the instants that were asked for last. Thread-safe.
class AliveCache {
 public:
  std::shared_ptr<const AliveDocuments> At(const IndexTables& tables,
                                           const SharedInstant& instant);
  // To be called whenever the tables change.
  void Clear();

 private:
  using Kept = std::pair<SharedInstant, std::shared_ptr<const AliveDocuments>>;

  absl::Mutex mutex_;
  // The last used first.
  std::vector<Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_ALIVE_DOCUMENTS_H_
