// Which signatures count: the keys that whoever checks a proof was given, and
// those that followed them by rotations which the proof shows.
#ifndef LOCALOFFER_CLIENTS_VERIFY_SPEAKERS_H_
#define LOCALOFFER_CLIENTS_VERIFY_SPEAKERS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/checkpoint.h"
#include "storage/log/key_timeline.h"
#include "storage/log/proof.h"
#include "storage/log/verifier_key.h"

namespace localoffer::verify {

// A checkpoint that is to be believed, by one of the keys that were given.
struct SignedCheckpoint {
  log::Checkpoint checkpoint;
  // The key that signed it, as text.
  std::string key;
  // The key that was given, from which that one came by rotations of the log's
  // key, which the proof shows; mostly the same.
  std::string given_key;
};

// A value; thread-safe once made.
class Speakers {
 public:
  // For the authority of the proof's claim.
  //   UNAUTHENTICATED   no key that was given is one of its log
  //   INVALID_ARGUMENT, DATA_LOSS  the proof's rotations are malformed, or
  //                     signed and yet no rotations
  static absl::StatusOr<Speakers> Of(const log::Proof& proof,
                                     absl::Span<const log::VerifierKey> keys);

  // Believes a note if the one key that speaks at its size signed it, after one
  // of those given. Errors as of log::OpenCheckpoint.
  absl::StatusOr<SignedCheckpoint> Open(absl::string_view note) const;

 private:
  explicit Speakers(std::string authority) : authority_(std::move(authority)) {}

  absl::Status WhyNotBelieved(absl::string_view note,
                              const absl::Status& problem) const;

  std::string authority_;
  // Each with the key that was given.
  std::vector<std::pair<std::string, log::KeyTimeline>> timelines_;
};

}  // namespace localoffer::verify

#endif  // LOCALOFFER_CLIENTS_VERIFY_SPEAKERS_H_
