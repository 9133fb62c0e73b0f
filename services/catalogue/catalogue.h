// Organizations, taxonomies, terms and places of the whole directory.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/catalogue/contents.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// A projection of the entries, in memory: an entry is the only place where an
// organization or a term is said. Made when it is first asked for, at the cost
// of reading every entry; later only what has changed is read. Thread-safe.
class Catalogue {
 public:
  // The store outlives it.
  explicit Catalogue(storage::Store& store) : store_(store) {}

  // The catalogue of the newest instant: of the published entries of all logs,
  // those that speak and those that do not. Errors are those of the store.
  absl::StatusOr<std::shared_ptr<const Contents>> Latest();

 private:
  // Log and entry.
  using Key = std::pair<std::string, std::string>;

  absl::Status TakeInChanges(const storage::Instant& instant)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status TakeIn(const storage::EntryRevision& revision)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  storage::Store& store_;
  absl::Mutex mutex_;
  std::map<Key, std::shared_ptr<const EntryFacts>> entries_
      ABSL_GUARDED_BY(mutex_);
  // What of each log was taken in.
  storage::Instant taken_in_ ABSL_GUARDED_BY(mutex_);
  // Of that instant; null before the first.
  std::shared_ptr<const Contents> latest_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_
