// Key rotations that are shown rather than read: how whoever knows a log's
// first key comes to know the later ones without the log.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_KEY_CHAIN_H_
#define LOCALOFFER_STORAGE_LOG_KEY_CHAIN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/hash.h"
#include "storage/log/key_timeline.h"

namespace localoffer::log {

// That a change is in a log: its header, and the way from it to the root of a
// signed checkpoint.
struct ChangeProof {
  std::string header_bytes;
  std::vector<Hash> path;
  // The signed note.
  std::string checkpoint;

  friend bool operator==(const ChangeProof&, const ChangeProof&) = default;
};

// Checks that the change is in the log of `authority` as the key of the
// checkpoint's size signed it, and returns its header. UNAUTHENTICATED when the
// note is not to be believed; DATA_LOSS when it does not show the change.
absl::StatusOr<v1::ChangeHeader> VerifyChangeProof(const ChangeProof& proof,
                                                   absl::string_view authority,
                                                   const KeyTimeline& keys);

// Adds to `keys` those that the rotations bring in, in the order of the log;
// each has to be shown in the checkpoint that ends its commit. Errors as above,
// and then `keys` has the keys of the rotations before the one at fault.
absl::Status Extend(absl::Span<const ChangeProof> rotations,
                    absl::string_view authority, KeyTimeline& keys);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_KEY_CHAIN_H_
