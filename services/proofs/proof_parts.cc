#include "services/proofs/proof_parts.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/proofs/proof_errors.h"
#include "services/rpc/error.h"
#include "storage/directory/bodies.h"
#include "storage/log/authority_log.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/log/note.h"
#include "storage/segment_reader.h"
#include "storage/status_macros.h"

namespace localoffer::proofs {
namespace {

// Far more than an authority's signature and some witnesses' take.
constexpr size_t kMaxEarlierNoteBytes = size_t{8} << 10;

bool GoesIn(const log::Change& change, Content content) {
  return content == Content::kWanted ||
         (content == Content::kIfSmall &&
          change.body_bytes.size() <= kSmallBodyBytes);
}

absl::StatusOr<log::Checkpoint> ReadNote(absl::string_view text) {
  const absl::StatusOr<log::Note> note = log::ParseNote(text);
  absl::Status problem = note.status();
  if (problem.ok() && text.size() <= kMaxEarlierNoteBytes) {
    absl::StatusOr<log::Checkpoint> checkpoint =
        log::ParseCheckpointBody(note->text);
    if (checkpoint.ok()) return checkpoint;
    problem = checkpoint.status();
  }
  return rpc::InvalidField(
      "earlier_checkpoint",
      problem.ok()
          ? absl::StrCat("wanted at most ", kMaxEarlierNoteBytes, " bytes")
          : absl::StrCat("wanted a signed checkpoint; ", problem.message()));
}

}  // namespace

absl::StatusOr<std::string> ProofParts::Checkpoint() const {
  ASSIGN_OR_RETURN(std::optional<std::string> note,
                   storage::StoredCheckpoint(engine_, authority_, log_size_));
  if (note) return *std::move(note);
  return absl::DataLossError(absl::StrCat("the checkpoint of size ", log_size_,
                                          " of ", authority_, " is missing"));
}

absl::StatusOr<std::vector<log::ChangeProof>> ProofParts::Rotations() const {
  ASSIGN_OR_RETURN(
      std::vector<log::ChangeProof> rotations,
      storage::ProveRotations(store_, authority_, /*after=*/0, log_size_));
  if (rotations.size() > log::kMostRotations) {
    rotations.erase(rotations.begin(), rotations.end() - log::kMostRotations);
  }
  return rotations;
}

absl::StatusOr<log::ProvenChange> ProofParts::Change(uint64_t sequence,
                                                     Content content) const {
  log::ProvenChange proven;
  proven.sequence = sequence;
  ASSIGN_OR_RETURN(proven.change,
                   storage::StoredChange(engine_, authority_, sequence));
  if (!GoesIn(proven.change, content)) {
    proven.change.salt.clear();
    proven.change.body_bytes.clear();
  }
  ASSIGN_OR_RETURN(proven.path, log::InclusionProof(
                                    sequence, log_size_,
                                    storage::StoredNodes(engine_, authority_)));
  return proven;
}

absl::Status ProofParts::AddPublication(uint64_t sequence, Content content,
                                        log::Proof& proof) const {
  ASSIGN_OR_RETURN(proof.publication, Change(sequence, content));
  ASSIGN_OR_RETURN(const std::optional<uint64_t> erased_by,
                   storage::ErasedBy(engine_, authority_, sequence));
  // One that is not signed for yet is no matter for this proof.
  if (!erased_by || *erased_by >= log_size_) return absl::OkStatus();
  ASSIGN_OR_RETURN(proof.erasure, Change(*erased_by, Content::kIfSmall));
  return absl::OkStatus();
}

absl::StatusOr<log::EarlierCheckpoint> ProofParts::Earlier(
    absl::string_view note) const {
  ASSIGN_OR_RETURN(const log::Checkpoint earlier, ReadNote(note));
  if (earlier.origin != log::CheckpointOrigin(authority_)) {
    return rpc::InvalidField(
        "earlier_checkpoint",
        absl::StrCat("is of ", earlier.origin, "; wanted one of ",
                     log::CheckpointOrigin(authority_)));
  }
  if (earlier.size == 0) {
    return rpc::InvalidField("earlier_checkpoint",
                             "is of a log without changes, which begins every "
                             "log");
  }
  if (earlier.size > log_size_) {
    return CheckpointForeign(absl::StrCat(
        "it is of ", earlier.size, " changes, and this node has ", log_size_));
  }
  ASSIGN_OR_RETURN(const log::Hash root,
                   storage::StoredRootAt(engine_, authority_, earlier.size));
  if (root != earlier.root) {
    return CheckpointForeign(absl::StrCat("the first ", earlier.size,
                                          " changes here have another root"));
  }
  log::EarlierCheckpoint proven;
  proven.note = std::string(note);
  ASSIGN_OR_RETURN(proven.path, log::ConsistencyProof(
                                    earlier.size, log_size_,
                                    storage::StoredNodes(engine_, authority_)));
  return proven;
}

}  // namespace localoffer::proofs
