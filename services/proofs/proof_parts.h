// The pieces that proofs are put together from, out of one authority's log.
#ifndef LOCALOFFER_SERVICES_PROOFS_PROOF_PARTS_H_
#define LOCALOFFER_SERVICES_PROOFS_PROOF_PARTS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"
#include "storage/log/key_chain.h"
#include "storage/log/proof.h"
#include "storage/store.h"

namespace localoffer::proofs {

// Whether a change's body goes into a proof.
enum class Content {
  // If it is there.
  kWanted,
  // If it is there and leaves the proof small.
  kIfSmall,
  kLeftOut,
};

// A body of up to so many bytes leaves a proof below 64 KB.
inline constexpr size_t kSmallBodyBytes = size_t{32} << 10;

// One log as it is now. The store outlives it.
class ProofParts {
 public:
  // `log_size` is that of a checkpoint.
  ProofParts(storage::Store& store, std::string authority, uint64_t log_size)
      : store_(store),
        engine_(store.engine()),
        authority_(std::move(authority)),
        log_size_(log_size) {}

  const std::string& authority() const { return authority_; }
  uint64_t log_size() const { return log_size_; }

  // The signed note of the log.
  absl::StatusOr<std::string> Checkpoint() const;

  // The last rotations of the log's key, as many as a proof may have.
  absl::StatusOr<std::vector<log::ChangeProof>> Rotations() const;

  absl::StatusOr<log::ProvenChange> Change(uint64_t sequence,
                                           Content content) const;

  // The change that publishes an entry, and, where its content was erased, the
  // change that did that.
  absl::Status AddPublication(uint64_t sequence, Content content,
                              log::Proof& proof) const;

  // That a checkpoint which somebody has from earlier is of this log. Whether
  // its signature is good is not looked at: the proof's reader does. Errors
  // are the caller's.
  absl::StatusOr<log::EarlierCheckpoint> Earlier(absl::string_view note) const;

 private:
  storage::Store& store_;
  const storage::Engine& engine_;
  const std::string authority_;
  const uint64_t log_size_;
};

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_PROOF_PARTS_H_
