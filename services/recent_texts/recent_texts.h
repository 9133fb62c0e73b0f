// Texts that were made lately, for whoever would make them again.
#ifndef LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_
#define LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"

namespace localoffer {

// Keeps the texts that were used lately, by their keys. A text is the same
// whenever it is made. Thread-safe.
//
// When it is full the texts are gone through from the oldest on: one that was
// used since it was last come by stays and counts as new, the first other goes,
// though it be the newest; of those that stay no more than 64 are come by. (The
// "clock" of page caches: nearly the order of last use, and a use changes
// nothing but its own text.)
class RecentTexts {
 public:
  // Shared with those who are reading them.
  using Text = std::shared_ptr<const std::string>;

  // Keeps about so many bytes.
  explicit RecentTexts(size_t most_bytes) : most_bytes_(most_bytes) {}

  // Of each key the text; null when there is none. Costs little more than for
  // one: where texts are kept is nowhere near in memory, and they are all on
  // their way from there before the first is waited for.
  std::vector<Text> Find(absl::Span<const std::string> keys) const;
  // Nothing where there is one.
  void Keep(std::string key, Text text);

 private:
  struct Kept {
    Kept(std::string its_key, Text its_text)
        : key(std::move(its_key)), text(std::move(its_text)) {}

    std::string key;
    Text text;
    // Set by readers.
    mutable std::atomic<bool> is_used = false;
  };

  const size_t most_bytes_;
  mutable absl::Mutex mutex_;
  // The newest first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
  // With keys of its own: a look at those of `kept_` would be waited for.
  absl::flat_hash_map<std::string, std::list<Kept>::iterator> by_key_
      ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace localoffer

#endif  // LOCALOFFER_SERVICES_RECENT_TEXTS_RECENT_TEXTS_H_
