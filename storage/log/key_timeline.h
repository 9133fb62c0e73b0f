// Which key speaks for an authority at which size of its log.
//
// Exactly one does at each size: a log begins with its first key, and each
// rotation, in the log or by the word of whoever runs the node, puts another in
// its place from a size on. A checkpoint is believed if that one key signed it,
// so a retired key, or a stolen one that was revoked, signs nothing new.
#ifndef LOCALOFFER_STORAGE_LOG_KEY_TIMELINE_H_
#define LOCALOFFER_STORAGE_LOG_KEY_TIMELINE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log/checkpoint.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {

// A value; thread-compatible.
class KeyTimeline {
 public:
  // `key` signs the checkpoints that are larger than `size`, until the next
  // one. Takes the place of a key that began at the same size.
  void Begin(uint64_t size, VerifierKey key);
  // `key` signs no checkpoint larger than `size`.
  void Revoke(const VerifierKey& key, uint64_t size);

  // The key that signs the checkpoint of `size`; null where there is none.
  // Valid until the timeline changes.
  const VerifierKey* At(uint64_t size) const;
  // The key that signs the checkpoint of `size`, and those that a rotation
  // retired before. Without those that were revoked for that size.
  std::vector<VerifierKey> UpTo(uint64_t size) const;

  // All keys, by the size after which they begin.
  const std::map<uint64_t, VerifierKey>& keys() const { return keys_; }
  bool empty() const { return keys_.empty(); }

  // This timeline with what `other` says laid over it.
  KeyTimeline With(const KeyTimeline& other) const;

 private:
  bool IsRevoked(const VerifierKey& key, uint64_t size) const;

  std::map<uint64_t, VerifierKey> keys_;
  // Key as text -> the largest size it signs.
  std::map<std::string, uint64_t, std::less<>> revoked_;
};

// Reads a signed checkpoint of `authority` and believes it if the key of its
// size signed it. Errors as of OpenCheckpoint; UNAUTHENTICATED, too, where no
// key speaks at that size.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::string_view authority,
                                          const KeyTimeline& keys);

// As OpenCheckpoint, but believes retired keys, too. What one of them signs
// beyond its time is no checkpoint of the log; it is evidence against whoever
// holds the key.
absl::StatusOr<Checkpoint> OpenEvenIfRetired(absl::string_view note,
                                             absl::string_view authority,
                                             const KeyTimeline& keys);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_KEY_TIMELINE_H_
