#include "services/recent_texts/recent_texts.h"

#include <iterator>
#include <utility>

#include "absl/hash/hash.h"

namespace localoffer {
namespace {

// What a text costs beside its key and bytes.
constexpr size_t kOverheadBytes = 160;

size_t SizeOf(absl::string_view key, absl::string_view text) {
  return key.size() + text.size() + kOverheadBytes;
}

}  // namespace

RecentTexts::Shard& RecentTexts::ShardOf(absl::string_view key) {
  return shards_[absl::Hash<absl::string_view>()(key) % kShards];
}

RecentTexts::Text RecentTexts::Find(absl::string_view key) {
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end()) return nullptr;
  found->second->is_used = true;
  return found->second->text;
}

void RecentTexts::Keep(std::string key, Text text) {
  Shard& shard = ShardOf(key);
  absl::MutexLock lock(&shard.mutex);
  // Another reader may have been first.
  if (shard.by_key.contains(key)) return;
  shard.bytes += SizeOf(key, *text);
  shard.kept.push_front({std::move(key), std::move(text)});
  shard.by_key.emplace(shard.kept.front().key, shard.kept.begin());
  while (shard.bytes > most_bytes_ && shard.kept.size() > 1) {
    Kept& last = shard.kept.back();
    if (last.is_used) {
      last.is_used = false;
      shard.kept.splice(shard.kept.begin(), shard.kept,
                        std::prev(shard.kept.end()));
      continue;
    }
    shard.bytes -= SizeOf(last.key, *last.text);
    shard.by_key.erase(last.key);
    shard.kept.pop_back();
  }
}

}  // namespace localoffer
