#include "services/exchange/checkpoint_check.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "storage/evidence.h"
#include "storage/keys.h"
#include "storage/log/authority_log.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle.h"
#include "storage/log/note.h"
#include "storage/refusal.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

using storage::Evidence;
using storage::Refusal;
using storage::Refuse;

absl::Status Fork(const std::string& log, uint64_t size) {
  return Refuse(Refusal::kFork,
                absl::StrCat("two logs of ", log,
                             " are signed, which differ within their first ",
                             size, " changes"));
}

// The smallest checkpoint of the log that is kept here and covers `size`.
absl::StatusOr<std::string> KeptCheckpoint(const storage::Store& store,
                                           const std::string& log,
                                           uint64_t size) {
  storage::Cursor cursor =
      store.engine().Scan(storage::Table::kCheckpoint, storage::IdPrefix(log));
  cursor.Seek(storage::NumberKey(log, size));
  RETURN_IF_ERROR(cursor.status());
  if (cursor.Valid()) return std::string(cursor.value());
  return absl::DataLossError(
      absl::StrCat("no checkpoint of ", log, " covers ", size, " changes"));
}

// That the log here has another root at the size of `other` than it.
absl::Status KeepContradiction(storage::Store& store, absl::Time now,
                               const std::string& peer, const std::string& log,
                               const log::Checkpoint& other,
                               const std::string& note,
                               const log::Hash& root_here) {
  Evidence evidence;
  evidence.authority = log;
  evidence.find_time = now;
  evidence.peer = peer;
  evidence.smaller_checkpoint = note;
  ASSIGN_OR_RETURN(evidence.larger_checkpoint,
                   KeptCheckpoint(store, log, other.size));
  evidence.larger_root_there = root_here;
  ASSIGN_OR_RETURN(const log::Note larger,
                   log::ParseNote(evidence.larger_checkpoint));
  ASSIGN_OR_RETURN(const log::Checkpoint checkpoint,
                   log::ParseCheckpointBody(larger.text));
  ASSIGN_OR_RETURN(
      evidence.path,
      log::ConsistencyProof(other.size, checkpoint.size,
                            storage::StoredNodes(store.engine(), log)));
  return store.evidence().Keep(evidence);
}

// The signature of a note by one of these keys; null if there is none that is
// right.
const log::NoteSignature* SignatureBy(const log::Note& note,
                                      absl::Span<const log::VerifierKey> keys) {
  for (const log::NoteSignature& signature : note.signatures) {
    for (const log::VerifierKey& key : keys) {
      if (key.Claims(signature) &&
          key.Verifies(note.text, signature.signature)) {
        return &signature;
      }
    }
  }
  return nullptr;
}

// A note that was believed, without the lines of others below it: so that the
// same checkpoint is the same bytes, whoever has cosigned it.
absl::StatusOr<std::string> Bare(const std::string& note, uint64_t size,
                                 const log::KeyTimeline& keys) {
  ASSIGN_OR_RETURN(const log::Note parsed, log::ParseNote(note));
  const log::NoteSignature* signature = SignatureBy(parsed, keys.UpTo(size));
  if (signature == nullptr) {
    return absl::InternalError("a note that was believed is not signed");
  }
  return absl::StrCat(parsed.text, "\n", log::SignatureLine(*signature));
}

// The checkpoint in a note, which nobody vouches for.
absl::StatusOr<log::Checkpoint> Read(const std::string& log,
                                     const std::string& note) {
  const auto parsed = log::ParseNote(note);
  if (!parsed.ok()) {
    return Refuse(Refusal::kMalformed, parsed.status().message());
  }
  const auto checkpoint = log::ParseCheckpointBody(parsed->text);
  if (!checkpoint.ok()) {
    return Refuse(Refusal::kMalformed, checkpoint.status().message());
  }
  if (checkpoint->origin != log::CheckpointOrigin(log)) {
    return Refuse(Refusal::kMalformed,
                  absl::StrCat("a checkpoint of ", checkpoint->origin,
                               " is shown as one of ", log));
  }
  return *checkpoint;
}

}  // namespace

log::KeyTimeline KeysOf(storage::Store& store, const std::string& log) {
  return store.committer().KeysOf(store.logs().LogOf(log));
}

absl::StatusOr<SeenCheckpoint> LookAt(storage::Store& store, absl::Time now,
                                      const std::string& peer,
                                      const std::string& log,
                                      const std::string& note) {
  ASSIGN_OR_RETURN(const log::Checkpoint checkpoint, Read(log, note));
  const uint64_t size_here = store.logs().Latest().SizeOf(log);
  const log::KeyTimeline keys = KeysOf(store, log);
  if (keys.empty()) {
    return Refuse(Refusal::kUntrusted,
                  absl::StrCat("no key is trusted for ", log));
  }
  SeenCheckpoint seen;
  seen.size = checkpoint.size;
  const absl::Status believed = log::OpenCheckpoint(note, log, keys).status();
  seen.verified = believed.ok();
  if (checkpoint.size > size_here) return seen;
  // Who holds a retired key can sign another log, too.
  if (!log::OpenEvenIfRetired(note, log, keys).ok()) {
    return Refuse(Refusal::kBadSignature, believed.message());
  }
  ASSIGN_OR_RETURN(const log::Hash root,
                   storage::StoredRootAt(store.engine(), log, checkpoint.size));
  if (root != checkpoint.root) {
    ASSIGN_OR_RETURN(const std::string bare, Bare(note, checkpoint.size, keys));
    RETURN_IF_ERROR(
        KeepContradiction(store, now, peer, log, checkpoint, bare, root));
    return Fork(log, checkpoint.size);
  }
  if (!believed.ok()) {
    return Refuse(Refusal::kBadSignature, believed.message());
  }
  seen.consistent = true;
  return seen;
}

absl::Status KeepCosignatures(storage::Store& store, const std::string& log,
                              uint64_t size, const std::string& note) {
  ASSIGN_OR_RETURN(const log::Note parsed, log::ParseNote(note));
  ASSIGN_OR_RETURN(const std::string bare,
                   Bare(note, size, KeysOf(store, log)));
  for (const log::VerifierKey& witness : store.trust().Witnesses()) {
    const log::NoteSignature* cosignature =
        SignatureBy(parsed, absl::MakeConstSpan(&witness, 1));
    if (cosignature == nullptr) continue;
    RETURN_IF_ERROR(
        store.witnesses()
            .Keep(log, witness.name(), size,
                  absl::StrCat(bare, log::SignatureLine(*cosignature)))
            .status());
  }
  return absl::OkStatus();
}

absl::Status CheckExtends(storage::Store& store, absl::Time now,
                          const std::string& peer, const std::string& log,
                          uint64_t from_size,
                          const v1::GetConsistencyProofResponse& proof) {
  ASSIGN_OR_RETURN(const log::Checkpoint checkpoint,
                   Read(log, proof.checkpoint()));
  const log::KeyTimeline keys = KeysOf(store, log);
  const absl::Status believed =
      log::OpenCheckpoint(proof.checkpoint(), log, keys).status();
  if (!log::OpenEvenIfRetired(proof.checkpoint(), log, keys).ok()) {
    return Refuse(Refusal::kBadSignature, believed.message());
  }
  Evidence evidence;
  evidence.authority = log;
  evidence.find_time = now;
  evidence.peer = peer;
  ASSIGN_OR_RETURN(evidence.larger_checkpoint,
                   Bare(proof.checkpoint(), checkpoint.size, keys));
  const auto root = log::HashFromBytes(proof.from_root());
  bool malformed = !root.ok();
  for (const std::string& bytes : proof.path()) {
    const auto hash = log::HashFromBytes(bytes);
    if (hash.ok()) {
      evidence.path.push_back(*hash);
    } else {
      malformed = true;
    }
  }
  if (malformed || checkpoint.size < from_size ||
      !log::VerifyConsistency(from_size, checkpoint.size, evidence.path, *root,
                              checkpoint.root)
           .ok()) {
    return Refuse(Refusal::kBadProof,
                  absl::StrCat("what is to show that the checkpoint of ", log,
                               " at ", checkpoint.size, " extends the log at ",
                               from_size, " does not show it"));
  }
  evidence.larger_root_there = *root;
  ASSIGN_OR_RETURN(const log::Hash root_here,
                   storage::StoredRootAt(store.engine(), log, from_size));
  if (root_here == *root) {
    if (believed.ok()) return absl::OkStatus();
    return Refuse(Refusal::kBadSignature, believed.message());
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                   storage::StoredCheckpoint(store.engine(), log, from_size));
  if (!kept) {
    return absl::DataLossError(absl::StrCat("the checkpoint of ", log, " at ",
                                            from_size, " is missing"));
  }
  evidence.smaller_checkpoint = *kept;
  RETURN_IF_ERROR(store.evidence().Keep(evidence));
  return Fork(log, from_size);
}

}  // namespace localoffer::exchange
