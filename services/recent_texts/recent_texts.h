// Texts that were made lately, for whoever would make them again.
#ifndef LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_
#define LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace localoffer {

// Keeps the texts that were used lately, by their keys. A text is the same
// whenever it is made. Thread-safe.
//
// When it is full the texts are gone through from the oldest on: one that was
// used since it was last come by stays and counts as new, the first other goes,
// though it be the newest. (The "clock" of page caches: nearly the order of
// last use, and a use changes nothing but its own text.)
class RecentTexts {
 public:
  // Shared with those who are reading them.
  using Text = std::shared_ptr<const std::string>;

  // Keeps about so many bytes.
  explicit RecentTexts(size_t most_bytes) : most_bytes_(most_bytes / kShards) {}

  // Null when there is none.
  Text Find(absl::string_view key);
  // Nothing where there is one.
  void Keep(std::string key, Text text);

 private:
  struct Kept {
    std::string key;
    Text text;
    bool is_used = false;
  };
  struct Shard {
    absl::Mutex mutex;
    // The newest first.
    std::list<Kept> kept ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<absl::string_view, std::list<Kept>::iterator> by_key
        ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(absl::string_view key);

  // Of a shard.
  const size_t most_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_
