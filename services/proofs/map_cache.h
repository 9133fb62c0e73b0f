// Maps of editions that were proved from lately.
#ifndef LOCALOFFER_SERVICES_PROOFS_MAP_CACHE_H_
#define LOCALOFFER_SERVICES_PROOFS_MAP_CACHE_H_

#include <cstddef>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/directory/editions.h"
#include "storage/directory/offer_maps.h"
#include "storage/engine.h"

namespace localoffer::proofs {

// An edition's maps change only when content is erased, and making them reads
// the whole offer: the few that are asked for again and again are kept until
// then. Thread-safe. The engine outlives it.
class MapCache {
 public:
  explicit MapCache(const storage::Engine& engine) : engine_(engine) {}

  // DATA_LOSS when they are not those that the edition commits to.
  absl::StatusOr<std::shared_ptr<const storage::OfferMaps>> MapsOf(
      const storage::Edition& edition, const log::v1::EditionMade& content);

 private:
  struct Kept {
    storage::Edition edition;
    // How many bodies of the authority's were erased when they were made.
    size_t erasures = 0;
    std::shared_ptr<const storage::OfferMaps> maps;
  };

  std::shared_ptr<const storage::OfferMaps> Find(
      const storage::Edition& edition, size_t erasures);
  void Keep(Kept kept);

  const storage::Engine& engine_;
  absl::Mutex mutex_;
  // The one that was asked for last comes first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_MAP_CACHE_H_
