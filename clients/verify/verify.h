// Checking a proof, offline: whether it holds, and what it shows.
//
// Needs no server and trusts nothing but the keys it is given: no gRPC, no
// store. docs/proof.md says how to do the same by hand.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_CLIENTS_VERIFY_VERIFY_H_
#define LOCALOFFER_CLIENTS_VERIFY_VERIFY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "clients/verify/speakers.h"
#include "storage/log/proof.h"
#include "storage/log/verifier_key.h"

namespace localoffer::verify {

// A change that is in the log.
struct ShownChange {
  uint64_t sequence = 0;
  // As the authority wrote it.
  absl::Time commit_time;
};

struct ShownEdition {
  ShownChange change;
  std::string title;
  uint64_t entries_count = 0;
  uint64_t providers_count = 0;
};

// What the entry said of itself.
struct ShownContent {
  std::string service;
  std::string organization;
  // In their one spelling.
  std::vector<std::string> providers;
};

// What a proof that holds has shown.
struct Shown {
  log::Claim claim;
  SignedCheckpoint checkpoint;
  std::optional<SignedCheckpoint> earlier;
  std::optional<ShownEdition> edition;
  // The change that published the entry.
  std::optional<ShownChange> publication;
  // Absent when the proof leaves the content out.
  std::optional<ShownContent> content;
  // The change that erased it, where that is shown.
  std::optional<ShownChange> erasure;
  // For kProviderInEdition: how many entries of the edition name the provider.
  uint64_t naming_entries = 0;
};

// Checks everything. The message of an error says, for people, what does not
// hold.
//   UNAUTHENTICATED   no key given speaks for the authority, or a checkpoint
//                     is not signed by one
//   INVALID_ARGUMENT  a part is malformed
//   DATA_LOSS         the parts do not show what is claimed
//   UNIMPLEMENTED     a part is of a newer version
absl::StatusOr<Shown> Verify(const log::Proof& proof,
                             absl::Span<const log::VerifierKey> keys);

// The same for the bytes of a file. INVALID_ARGUMENT, too, if they are no
// proof. Any bytes are safe to give.
absl::StatusOr<Shown> VerifyDocument(absl::string_view document,
                                     absl::Span<const log::VerifierKey> keys);

}  // namespace localoffer::verify

#endif  // LOCALOFFER_CLIENTS_VERIFY_VERIFY_H_
