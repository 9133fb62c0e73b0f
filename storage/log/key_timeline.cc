#include "storage/log/key_timeline.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "storage/log/note.h"
#include "storage/status_macros.h"

namespace localoffer::log {

void KeyTimeline::Begin(uint64_t size, VerifierKey key) {
  keys_.insert_or_assign(size, std::move(key));
}

void KeyTimeline::Revoke(const VerifierKey& key, uint64_t size) {
  const auto [revoked, added] = revoked_.emplace(key.ToString(), size);
  if (!added) revoked->second = std::min(revoked->second, size);
}

bool KeyTimeline::IsRevoked(const VerifierKey& key, uint64_t size) const {
  const auto revoked = revoked_.find(key.ToString());
  return revoked != revoked_.end() && size > revoked->second;
}

const VerifierKey* KeyTimeline::At(uint64_t size) const {
  // The last that begins below `size`.
  const auto after = keys_.lower_bound(size);
  if (after == keys_.begin()) return nullptr;
  const VerifierKey& key = std::prev(after)->second;
  return IsRevoked(key, size) ? nullptr : &key;
}

std::vector<VerifierKey> KeyTimeline::UpTo(uint64_t size) const {
  std::vector<VerifierKey> keys;
  const auto after = keys_.lower_bound(size);
  for (auto key = keys_.begin(); key != after; ++key) {
    if (!IsRevoked(key->second, size)) keys.push_back(key->second);
  }
  return keys;
}

KeyTimeline KeyTimeline::With(const KeyTimeline& other) const {
  KeyTimeline both = *this;
  for (const auto& [size, key] : other.keys_) both.Begin(size, key);
  for (const auto& [text, size] : other.revoked_) {
    const auto [revoked, added] = both.revoked_.emplace(text, size);
    if (!added) revoked->second = std::min(revoked->second, size);
  }
  return both;
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::string_view authority,
                                          const KeyTimeline& keys) {
  ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  // Its size says which key has to have signed it.
  ASSIGN_OR_RETURN(const Checkpoint claimed, ParseCheckpointBody(parsed.text));
  const VerifierKey* key = keys.At(claimed.size);
  if (key == nullptr) {
    return absl::UnauthenticatedError(
        absl::StrCat("checkpoint: no trusted key speaks for ", authority,
                     " at ", claimed.size, " changes"));
  }
  return OpenCheckpoint(note, CheckpointOrigin(authority),
                        absl::MakeConstSpan(key, 1));
}

absl::StatusOr<Checkpoint> OpenEvenIfRetired(absl::string_view note,
                                             absl::string_view authority,
                                             const KeyTimeline& keys) {
  ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  ASSIGN_OR_RETURN(const Checkpoint claimed, ParseCheckpointBody(parsed.text));
  return OpenCheckpoint(note, CheckpointOrigin(authority),
                        keys.UpTo(claimed.size));
}

}  // namespace localoffer::log
