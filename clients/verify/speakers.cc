#include "clients/verify/speakers.h"

#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/log/key_chain.h"
#include "storage/log/note.h"
#include "storage/status_macros.h"

namespace localoffer::verify {
namespace {

// The keys that speak at each size after one that was given. It can't speak for
// rotations before its time; they are left out.
absl::StatusOr<log::KeyTimeline> TimelineFrom(const log::VerifierKey& given,
                                              const log::Proof& proof) {
  log::KeyTimeline keys;
  keys.Begin(0, given);
  for (const log::ChangeProof& rotation : proof.rotations) {
    const uint64_t last = keys.keys().rbegin()->first;
    const absl::Status extended =
        log::Extend({rotation}, proof.claim.authority, keys);
    if (absl::IsUnauthenticated(extended)) continue;
    if (!extended.ok()) {
      return absl::Status(extended.code(),
                          absl::StrCat("rotation: ", extended.message()));
    }
    if (keys.keys().rbegin()->first <= last) {
      return absl::DataLossError("rotation: it is not in the log's order");
    }
  }
  return keys;
}

}  // namespace

absl::StatusOr<Speakers> Speakers::Of(const log::Proof& proof,
                                      absl::Span<const log::VerifierKey> keys) {
  Speakers speakers(proof.claim.authority);
  const std::string origin = log::CheckpointOrigin(proof.claim.authority);
  for (const log::VerifierKey& key : keys) {
    if (key.name() != origin) continue;
    ASSIGN_OR_RETURN(log::KeyTimeline timeline, TimelineFrom(key, proof));
    speakers.timelines_.emplace_back(key.ToString(), std::move(timeline));
  }
  if (!speakers.timelines_.empty()) return speakers;
  // Keys of other authorities prove nothing here.
  return absl::UnauthenticatedError(absl::StrCat(
      "the proof is about ", origin, ", and ",
      keys.empty() ? "no key was given"
                   : absl::StrCat("the key given is of ", keys[0].name())));
}

absl::StatusOr<SignedCheckpoint> Speakers::Open(absl::string_view note) const {
  std::optional<SignedCheckpoint> opened;
  absl::Status problem;
  for (const auto& [given, timeline] : timelines_) {
    auto checkpoint = log::OpenCheckpoint(note, authority_, timeline);
    if (!checkpoint.ok()) {
      if (problem.ok()) problem = checkpoint.status();
      continue;
    }
    const std::string key = timeline.At(checkpoint->size)->ToString();
    if (!opened || key == given) {
      opened = SignedCheckpoint{*std::move(checkpoint), key, given};
    }
  }
  if (opened) return *std::move(opened);
  if (!absl::IsUnauthenticated(problem)) return problem;
  return WhyNotBelieved(note, problem);
}

// Says whose signature there is, so that people find the key that is meant.
absl::Status Speakers::WhyNotBelieved(absl::string_view note,
                                      const absl::Status& problem) const {
  ASSIGN_OR_RETURN(const log::Note parsed, log::ParseNote(note));
  ASSIGN_OR_RETURN(const log::Checkpoint claimed,
                   log::ParseCheckpointBody(parsed.text));
  const std::string origin = log::CheckpointOrigin(authority_);
  for (const log::NoteSignature& signature : parsed.signatures) {
    if (signature.key_name != origin) continue;
    bool is_known = false;
    for (const auto& [given, timeline] : timelines_) {
      for (const auto& [begin, key] : timeline.keys()) {
        is_known = is_known || key.Claims(signature);
      }
      const log::VerifierKey* speaking = timeline.At(claimed.size);
      // It is the right key, and the signature is wrong.
      if (speaking != nullptr && speaking->Claims(signature)) return problem;
    }
    return absl::UnauthenticatedError(absl::StrCat(
        "it is signed by ", origin, "+",
        absl::Hex(signature.key_id, absl::kZeroPad8),
        is_known ? absl::StrCat(", which does not speak for the log of ",
                                claimed.size, " changes")
                 : ", which is neither a key that was given nor one that the "
                   "proof shows to have followed it"));
  }
  return problem;
}

}  // namespace localoffer::verify
