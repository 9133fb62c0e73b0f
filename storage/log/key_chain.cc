#include "storage/log/key_chain.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/change.h"
#include "storage/log/merkle.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

absl::StatusOr<std::pair<v1::ChangeHeader, Checkpoint>> Verify(
    const ChangeProof& proof, absl::string_view authority,
    const KeyTimeline& keys) {
  ASSIGN_OR_RETURN(const Checkpoint checkpoint,
                   OpenCheckpoint(proof.checkpoint, authority, keys));
  ASSIGN_OR_RETURN(v1::ChangeHeader header,
                   CheckHeader(proof.header_bytes, authority));
  if (header.sequence() >= checkpoint.size) {
    return absl::DataLossError(absl::StrCat(
        "change ", header.sequence(), " of ", authority,
        " is not among the ", checkpoint.size, " of the checkpoint"));
  }
  RETURN_IF_ERROR(VerifyInclusion(LeafHash(proof.header_bytes),
                                  header.sequence(), checkpoint.size,
                                  proof.path, checkpoint.root));
  return std::make_pair(std::move(header), checkpoint);
}

}  // namespace

absl::StatusOr<v1::ChangeHeader> VerifyChangeProof(const ChangeProof& proof,
                                                   absl::string_view authority,
                                                   const KeyTimeline& keys) {
  ASSIGN_OR_RETURN(auto verified, Verify(proof, authority, keys));
  return std::move(verified.first);
}

absl::Status Extend(absl::Span<const ChangeProof> rotations,
                    absl::string_view authority, KeyTimeline& keys) {
  for (const ChangeProof& rotation : rotations) {
    ASSIGN_OR_RETURN(const auto verified, Verify(rotation, authority, keys));
    const auto& [header, checkpoint] = verified;
    if (header.kind() != v1::CHANGE_KIND_KEY_ROTATED ||
        checkpoint.size != header.sequence() + 1) {
      return absl::DataLossError(absl::StrCat(
          "change ", header.sequence(), " of ", authority,
          " is no key rotation that ends the log at its checkpoint"));
    }
    ASSIGN_OR_RETURN(VerifierKey key, RotatedKey(header));
    keys.Begin(checkpoint.size, std::move(key));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::log
