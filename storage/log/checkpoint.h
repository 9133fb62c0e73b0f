// Checkpoints: how large a log is and what its Merkle root is, as text that
// its authority signs. The format is C2SP's tlog-checkpoint
// (c2sp.org/tlog-checkpoint), so that existing transparency tools read it:
//
//   localoffer/E06000023
//   <size, decimal>
//   <base64 of the root>
//
// DURABLE: never change or reuse. The note that was signed is kept and sent
// as it is; nobody makes its text again out of a Checkpoint.
#ifndef LOCALOFFER_STORAGE_LOG_CHECKPOINT_H_
#define LOCALOFFER_STORAGE_LOG_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/hash.h"
#include "storage/log/signing_key.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {

struct Checkpoint {
  // Which log it is of; also the name of the keys that sign it.
  std::string origin;
  uint64_t size = 0;
  Hash root = {};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// `localoffer/{authority}`.
std::string CheckpointOrigin(absl::string_view authority);

// The text to be signed. `origin` is a key name.
std::string CheckpointBody(const Checkpoint& checkpoint);

// Reads that text. The standard lets further lines follow, which mean nothing
// here and are left out. INVALID_ARGUMENT if it is malformed in any way: each
// checkpoint has one spelling.
absl::StatusOr<Checkpoint> ParseCheckpointBody(absl::string_view text);

// The signed note of a checkpoint. INVALID_ARGUMENT unless its origin is the
// key's name.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const SigningKey& key);

// Reads a signed note from outside and believes it if VerifyNote does.
// INVALID_ARGUMENT if it is malformed; UNAUTHENTICATED if it is not signed by
// one of `keys`, or is of another log than `origin`.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::string_view origin,
                                          absl::Span<const VerifierKey> keys);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_CHECKPOINT_H_
