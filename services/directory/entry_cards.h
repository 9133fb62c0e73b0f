// What answers show of entries that were shown lately, as bytes.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_
#define LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/directory/entries.h"

namespace localoffer::directory {

// A revision never changes, so what was once made of it stays right; reading
// its whole content again and again is what a search would spend most of its
// time with. Thread-safe.
class EntryCards {
 public:
  // Makes the bytes of a card from a revision; they follow from it alone.
  using Maker = std::function<absl::StatusOr<std::string>(
      const storage::EntryRevision& revision)>;

  // Keeps about so many bytes, of the cards that were used last. `entries`
  // must outlive it.
  EntryCards(const storage::Entries& entries, size_t most_bytes, Maker make)
      : entries_(entries),
        most_bytes_(most_bytes / kShards),
        make_(std::move(make)) {}

  // Shared with those who are reading them.
  using Card = std::shared_ptr<const std::string>;

  // The card of the entry's revision. DATA_LOSS when there is none; else the
  // maker's errors.
  absl::StatusOr<Card> Read(absl::string_view authority,
                            absl::string_view entry_id, uint64_t sequence);

 private:
  struct Kept {
    std::string key;
    Card card;
  };
  struct Shard {
    absl::Mutex mutex;
    // The last used first.
    std::list<Kept> kept ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<absl::string_view, std::list<Kept>::iterator> by_key
        ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(absl::string_view key);
  static Card Find(Shard& shard, absl::string_view key);
  void Keep(Shard& shard, std::string key, Card card) const;

  const storage::Entries& entries_;
  // Of a shard.
  const size_t most_bytes_;
  const Maker make_;
  std::array<Shard, kShards> shards_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_
