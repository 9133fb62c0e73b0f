// What to make of a checkpoint that a peer shows.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_CHECKPOINT_CHECK_H_
#define LOCALOFFER_SERVICES_EXCHANGE_CHECKPOINT_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/exchange.pb.h"
#include "storage/log/key_timeline.h"
#include "storage/store.h"

namespace localoffer::exchange {

// A checkpoint that was looked at.
struct SeenCheckpoint {
  uint64_t size = 0;
  // Signed by the key that speaks at that size, as far as this node knows. One
  // that is larger than the log here may be signed by a key that a change in
  // between names.
  bool verified = false;
  // Not larger than the log here, and of the same root.
  bool consistent = false;
};

// The keys that speak for a log, as far as is known here.
log::KeyTimeline KeysOf(storage::Store& store, const std::string& log);

// Looks at a note that `peer` shows as a checkpoint of `log`. What it says of a
// log as large as the one here, or smaller, is compared with that: where it
// contradicts, the evidence is kept. A Refusal when it is not to be believed:
//   MALFORMED, UNTRUSTED, BAD_SIGNATURE, FORK
absl::StatusOr<SeenCheckpoint> LookAt(storage::Store& store, absl::Time now,
                                      const std::string& peer,
                                      const std::string& log,
                                      const std::string& note);

// Takes in cosignatures of witnesses that this node trusts, from a note that
// was found consistent.
absl::Status KeepCosignatures(storage::Store& store, const std::string& log,
                              uint64_t size, const std::string& note);

// Looks at what is to show that the log of a peer extends the log here, of
// `from_size`. OK when it does. A Refusal when not:
//   BAD_PROOF, and as above; FORK: the evidence is kept.
absl::Status CheckExtends(storage::Store& store, absl::Time now,
                          const std::string& peer, const std::string& log,
                          uint64_t from_size,
                          const v1::GetConsistencyProofResponse& proof);

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_CHECKPOINT_CHECK_H_
