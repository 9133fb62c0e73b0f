// Proofs: what shows, offline and for ever, that an entry or a provider was in
// an authority's local offer, or that a provider was not. One JSON document
// with everything in it but the key; docs/proof.md describes it, member by
// member. Whether a proof holds is for clients/verify to say.
//
// DURABLE: never change or reuse. People keep these files.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_PROOF_H_
#define LOCALOFFER_STORAGE_LOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log/change.h"
#include "storage/log/edition.h"
#include "storage/log/hash.h"
#include "storage/log/key_chain.h"

namespace localoffer::log {

// A body of the largest size that a change may have fits.
inline constexpr size_t kMaxProofBytes = size_t{4} * 1024 * 1024;
// Those of some decades.
inline constexpr size_t kMostRotations = 16;

enum class ProofKind {
  // The entry was in the edition.
  kEntryInEdition,
  // The edition's entries named the provider, this entry among them.
  kProviderInEdition,
  // No entry of the edition named the provider.
  kProviderNotInEdition,
  // The entry was published by a change of the log.
  kEntryPublished,
  // The entry, which names the provider, was published by a change of the log.
  kProviderPublished,
};

// What a proof of this kind is about.
inline bool IsOfEdition(ProofKind kind) {
  return kind != ProofKind::kEntryPublished &&
         kind != ProofKind::kProviderPublished;
}
inline bool IsOfProvider(ProofKind kind) {
  return kind != ProofKind::kEntryInEdition &&
         kind != ProofKind::kEntryPublished;
}
inline bool IsOfEntry(ProofKind kind) {
  return kind != ProofKind::kProviderNotInEdition;
}

struct Claim {
  ProofKind kind = ProofKind::kEntryInEdition;
  // Authority id. The others are empty where the kind has no use for them.
  std::string authority;
  std::string edition;
  std::string provider;
  std::string entry;

  friend bool operator==(const Claim&, const Claim&) = default;
};

// A change, and that it is in the log of the checkpoint. Its salt and body may
// be left out, as if erased.
struct ProvenChange {
  uint64_t sequence = 0;
  Change change;
  std::vector<Hash> path;

  friend bool operator==(const ProvenChange&, const ProvenChange&) = default;
};

// Where something is in a tree.
struct TreePlace {
  uint64_t index = 0;
  std::vector<Hash> path;

  friend bool operator==(const TreePlace&, const TreePlace&) = default;
};

// A leaf of an edition's map of providers.
struct ProviderPlace {
  std::string provider;
  NamingEntries naming;
  TreePlace place;

  friend bool operator==(const ProviderPlace&, const ProviderPlace&) = default;
};

// An older checkpoint, and that the log of the newer one extends its log.
struct EarlierCheckpoint {
  std::string note;
  std::vector<Hash> path;

  friend bool operator==(const EarlierCheckpoint&,
                         const EarlierCheckpoint&) = default;
};

struct Proof {
  Claim claim;
  // The signed note on which all else rests.
  std::string checkpoint;
  // How the key that signed it came from earlier ones: the last rotations of
  // the log up to there, in order, each in the checkpoint that ends its commit
  // and that the key before it signed.
  std::vector<ChangeProof> rotations;
  std::optional<EarlierCheckpoint> earlier;

  // Of an edition: the change that made it.
  std::optional<ProvenChange> edition;
  // kProviderInEdition: the provider, and the entry among those that name it.
  std::optional<ProviderPlace> provider;
  std::optional<TreePlace> entry_of_provider;
  // kProviderNotInEdition: the neighbours, as in MapGap.
  std::optional<ProviderPlace> before;
  std::optional<ProviderPlace> after;
  // Of an entry in an edition: the entry in its map of entries.
  std::optional<TreePlace> entry;
  // Of an entry: the change that has its content.
  std::optional<ProvenChange> publication;
  // Where that content was erased: the change that erased it.
  std::optional<ProvenChange> erasure;

  friend bool operator==(const Proof&, const Proof&) = default;
};

// The document. Each proof has one: the same proof is the same bytes.
// INVALID_ARGUMENT if its parts are not those of its kind.
absl::StatusOr<std::string> WriteProof(const Proof& proof);

// Reads a document from outside. INVALID_ARGUMENT unless it is, byte for byte,
// what WriteProof makes of what it says; UNIMPLEMENTED when it is, or calls
// itself, of another format. The message tells what is wrong.
absl::StatusOr<Proof> ReadProof(absl::string_view document);

// `members` of a document, up to and with the newline before its digest, and
// the digest and end behind them. WriteProof's last step, alone for tests that
// make documents which nobody would write.
std::string WithDigest(absl::string_view members);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_PROOF_H_
