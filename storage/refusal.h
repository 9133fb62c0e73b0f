// Why changes or checkpoints from a peer were not taken in.
#ifndef LOCALOFFER_STORAGE_REFUSAL_H_
#define LOCALOFFER_STORAGE_REFUSAL_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace localoffer::storage {

enum class Refusal : uint8_t {
  // Nobody this node trusts speaks for the log.
  kUntrusted = 1,
  // The checkpoint is not signed by the key that speaks at its size.
  kBadSignature = 2,
  // The changes are not those that the checkpoint was signed for.
  kWrongChanges = 3,
  // They do not begin where the log ends here.
  kGap = 4,
  // A change breaks a rule of the log: another authority's, out of order, a
  // body that is not the one its header names.
  kMalformed = 5,
  // A change's time lies in the future.
  kFutureTime = 6,
  // A body is missing, and nothing shows that the authority erased it.
  kWithheldBody = 7,
  // A record is larger than a log may hold.
  kOversized = 8,
  // A newer version of the product wrote it.
  kUnknownKind = 9,
  // A checkpoint of whoever is followed is smaller than one it showed before.
  kRollback = 10,
  // A checkpoint is signed for another log than the one that is here.
  kFork = 11,
  // What was to show that a checkpoint extends the log shows nothing.
  kBadProof = 12,
};

// `UPPER_SNAKE_CASE`, stable.
absl::string_view RefusalName(Refusal refusal);

// A DATA_LOSS that says so.
absl::Status Refuse(Refusal refusal, absl::string_view message);
// Nothing for a status that Refuse() did not make.
std::optional<Refusal> RefusalOf(const absl::Status& status);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_REFUSAL_H_
