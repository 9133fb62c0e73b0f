// Numbers by the first bytes of a key.
#ifndef LOCALOFFER_STORAGE_INDEX_PREFIX_BUCKETS_H_
#define LOCALOFFER_STORAGE_INDEX_PREFIX_BUCKETS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"

namespace localoffer {

// Finds what begins with a few bytes without sorting anything when something
// is added: numbers are kept in buckets of equal first key_size bytes of their
// keys, up to 8. Thread-compatible.
template <size_t key_size>
class PrefixBuckets {
 public:
  static constexpr size_t kKeySize = key_size;

  void Add(absl::string_view key, uint64_t value) {
    buckets_[NumberOf(key, 0)].push_back(value);
  }

  // Calls `visit` with each value whose key has the same first kKeySize bytes
  // as `prefix`, or all of `prefix` if that is shorter.
  template <typename Visit>
  void ForEach(absl::string_view prefix, const Visit& visit) const {
    const auto end = buckets_.upper_bound(NumberOf(prefix, 0xFF));
    for (auto it = buckets_.lower_bound(NumberOf(prefix, 0)); it != end; ++it) {
      for (const uint64_t value : it->second) visit(value);
    }
  }

  void Clear() { buckets_.clear(); }

 private:
  // The first bytes of `key` as a number that sorts as they do, missing ones
  // as `filler`.
  static uint64_t NumberOf(absl::string_view key, uint8_t filler) {
    uint64_t number = 0;
    for (size_t i = 0; i < kKeySize; ++i) {
      const uint8_t byte =
          i < key.size() ? static_cast<uint8_t>(key[i]) : filler;
      number = number << 8 | byte;
    }
    return number;
  }

  absl::btree_map<uint64_t, std::vector<uint64_t>> buckets_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PREFIX_BUCKETS_H_
