#include "services/directory/entry_cards.h"

#include <optional>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

// What a card costs beside its key and bytes.
constexpr size_t kOverheadBytes = 160;

size_t SizeOf(absl::string_view key, absl::string_view card) {
  return key.size() + card.size() + kOverheadBytes;
}

}  // namespace

absl::StatusOr<EntryCards::Card> EntryCards::Read(absl::string_view authority,
                                                  absl::string_view entry_id,
                                                  uint64_t sequence) {
  std::string key = absl::StrCat(authority, "/", sequence);
  Shard& shard = ShardOf(key);
  if (Card card = Find(shard, key); card != nullptr) return card;
  ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                   entries_.At(authority, entry_id, sequence + 1));
  if (!revision || revision->sequence != sequence) {
    return absl::DataLossError("the index names an entry that is not there");
  }
  ASSIGN_OR_RETURN(std::string bytes, make_(*revision));
  auto card = std::make_shared<const std::string>(std::move(bytes));
  Keep(shard, std::move(key), card);
  return card;
}

EntryCards::Shard& EntryCards::ShardOf(absl::string_view key) {
  return shards_[absl::Hash<absl::string_view>()(key) % kShards];
}

EntryCards::Card EntryCards::Find(Shard& shard, absl::string_view key) {
  absl::MutexLock lock(&shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end()) return nullptr;
  shard.kept.splice(shard.kept.begin(), shard.kept, found->second);
  return found->second->card;
}

void EntryCards::Keep(Shard& shard, std::string key, Card card) const {
  absl::MutexLock lock(&shard.mutex);
  // Another reader may have been first.
  if (shard.by_key.contains(key)) return;
  shard.bytes += SizeOf(key, *card);
  shard.kept.push_front({std::move(key), std::move(card)});
  shard.by_key.emplace(shard.kept.front().key, shard.kept.begin());
  while (shard.bytes > most_bytes_ && shard.kept.size() > 1) {
    const Kept& last = shard.kept.back();
    shard.bytes -= SizeOf(last.key, *last.card);
    shard.by_key.erase(last.key);
    shard.kept.pop_back();
  }
}

}  // namespace localoffer::directory
