#include "services/recent_texts/recent_texts.h"

#include <iterator>
#include <utility>

#include "absl/strings/string_view.h"

namespace localoffer {
namespace {

// What a text costs beside its key and bytes.
constexpr size_t kOverheadBytes = 200;
// Nobody reads while texts are passed over.
constexpr int kMostSpared = 64;

size_t SizeOf(absl::string_view key, absl::string_view text) {
  return 2 * key.size() + text.size() + kOverheadBytes;
}

}  // namespace

std::vector<RecentTexts::Text> RecentTexts::Find(
    absl::Span<const std::string> keys) const {
  std::vector<const Kept*> found;
  found.reserve(keys.size());
  std::vector<Text> texts;
  texts.reserve(keys.size());
  absl::ReaderMutexLock lock(&mutex_);
  for (const std::string& key : keys) by_key_.prefetch(key);
  for (const std::string& key : keys) {
    const auto at = by_key_.find(key);
    found.push_back(at == by_key_.end() ? nullptr : &*at->second);
    __builtin_prefetch(found.back());
  }
  for (const Kept* kept : found) {
    if (kept == nullptr) continue;
    kept->is_used.store(true, std::memory_order_relaxed);
    __builtin_prefetch(kept->text.get());
  }
  for (const Kept* kept : found) {
    texts.push_back(kept == nullptr ? nullptr : kept->text);
    if (kept != nullptr) __builtin_prefetch(kept->text->data());
  }
  return texts;
}

void RecentTexts::Keep(std::string key, Text text) {
  absl::MutexLock lock(&mutex_);
  // Another reader may have been first.
  if (by_key_.contains(key)) return;
  bytes_ += SizeOf(key, *text);
  kept_.emplace_front(std::move(key), std::move(text));
  by_key_.emplace(kept_.front().key, kept_.begin());
  int spared = 0;
  while (bytes_ > most_bytes_ && kept_.size() > 1) {
    Kept& last = kept_.back();
    if (last.is_used.load(std::memory_order_relaxed) &&
        ++spared <= kMostSpared) {
      last.is_used.store(false, std::memory_order_relaxed);
      kept_.splice(kept_.begin(), kept_, std::prev(kept_.end()));
      continue;
    }
    bytes_ -= SizeOf(last.key, *last.text);
    by_key_.erase(last.key);
    kept_.pop_back();
  }
}

}  // namespace localoffer
