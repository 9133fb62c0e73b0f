// The words of a proof's document, which its writer and its reader share.
//
// DURABLE: never change or reuse.
#ifndef LOCALOFFER_STORAGE_LOG_PROOF_MEMBERS_H_
#define LOCALOFFER_STORAGE_LOG_PROOF_MEMBERS_H_

#include <array>
#include <utility>

#include "absl/strings/string_view.h"
#include "storage/log/proof.h"

namespace localoffer::log {

// What the member `format` says; another format is another number. Every
// format begins with this member, so that a program knows which it can't read.
inline constexpr absl::string_view kProofFormat = "localoffer-proof/1";
inline constexpr absl::string_view kProofNumber = "1";
inline constexpr absl::string_view kProofBegin =
    "{\n  \"format\": \"localoffer-proof/";

// The last two lines, around the digest: SHA-256 of all lines before them.
inline constexpr absl::string_view kDigestBegin = "  \"sha256\": \"";
inline constexpr absl::string_view kDigestEnd = "\"\n}\n";

namespace member {
inline constexpr absl::string_view kFormat = "format";
inline constexpr absl::string_view kClaim = "claim";
inline constexpr absl::string_view kKind = "kind";
inline constexpr absl::string_view kAuthority = "authority";
inline constexpr absl::string_view kEdition = "edition";
inline constexpr absl::string_view kProvider = "provider";
inline constexpr absl::string_view kEntry = "entry";
inline constexpr absl::string_view kCheckpoint = "checkpoint";
inline constexpr absl::string_view kRotations = "rotations";
inline constexpr absl::string_view kEarlier = "earlier";
inline constexpr absl::string_view kEntryOfProvider = "entry_of_provider";
inline constexpr absl::string_view kBefore = "before";
inline constexpr absl::string_view kAfter = "after";
inline constexpr absl::string_view kPublication = "publication";
inline constexpr absl::string_view kErasure = "erasure";
inline constexpr absl::string_view kSequence = "sequence";
inline constexpr absl::string_view kHeader = "header";
inline constexpr absl::string_view kSalt = "salt";
inline constexpr absl::string_view kBody = "body";
inline constexpr absl::string_view kPath = "path";
inline constexpr absl::string_view kIndex = "index";
inline constexpr absl::string_view kEntriesCount = "entries_count";
inline constexpr absl::string_view kEntriesRoot = "entries_root";
inline constexpr absl::string_view kDigest = "sha256";
}  // namespace member

inline constexpr std::array kProofKinds = {
    std::pair{ProofKind::kEntryInEdition,
              absl::string_view("entry-in-edition")},
    std::pair{ProofKind::kProviderInEdition,
              absl::string_view("provider-in-edition")},
    std::pair{ProofKind::kProviderNotInEdition,
              absl::string_view("provider-not-in-edition")},
    std::pair{ProofKind::kEntryPublished, absl::string_view("entry-published")},
    std::pair{ProofKind::kProviderPublished,
              absl::string_view("provider-published")},
};

inline absl::string_view NameOf(ProofKind kind) {
  return kProofKinds[static_cast<size_t>(kind)].second;
}

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_PROOF_MEMBERS_H_
