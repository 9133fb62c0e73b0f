#include "clients/verify/verify.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/directory/provider_id.h"
#include "storage/log/merkle.h"
#include "storage/log/merkle_map.h"
#include "storage/status_macros.h"

namespace localoffer::verify {
namespace {

using log::ProofKind;

// Says which part of the proof an error is about.
absl::Status In(absl::string_view part, const absl::Status& status) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat(part, ": ", status.message())};
}

absl::Status Contradiction(absl::string_view part, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(part, ": ", what));
}

absl::StatusOr<SignedCheckpoint> Open(absl::string_view part,
                                      absl::string_view note,
                                      const Speakers& speakers) {
  auto opened = speakers.Open(note);
  RETURN_IF_ERROR(In(part, opened.status()));
  return opened;
}

// Takes a proof apart, from what is signed down to what is claimed.
class Verification {
 public:
  Verification(const log::Proof& proof, absl::Span<const log::VerifierKey> keys)
      : proof_(proof), keys_(keys) {}

  absl::StatusOr<Shown> Run() && {
    shown_.claim = proof_.claim;
    RETURN_IF_ERROR(CheckCheckpoints());
    if (proof_.edition) RETURN_IF_ERROR(CheckEdition());
    if (proof_.publication) RETURN_IF_ERROR(CheckPublication());
    if (proof_.erasure) RETURN_IF_ERROR(CheckErasure());
    if (proof_.entry) RETURN_IF_ERROR(CheckEntry());
    if (proof_.provider) RETURN_IF_ERROR(CheckProvider());
    if (proof_.claim.kind == ProofKind::kProviderNotInEdition) {
      RETURN_IF_ERROR(CheckGap());
    }
    if (!proof_.claim.provider.empty()) RETURN_IF_ERROR(CheckNaming());
    return std::move(shown_);
  }

 private:
  absl::Status CheckCheckpoints() {
    ASSIGN_OR_RETURN(const Speakers speakers, Speakers::Of(proof_, keys_));
    ASSIGN_OR_RETURN(shown_.checkpoint,
                     Open("checkpoint", proof_.checkpoint, speakers));
    if (!proof_.earlier) return absl::OkStatus();
    ASSIGN_OR_RETURN(shown_.earlier, Open("earlier checkpoint",
                                          proof_.earlier->note, speakers));
    const log::Checkpoint& from = shown_.earlier->checkpoint;
    const log::Checkpoint& to = shown_.checkpoint.checkpoint;
    return In("earlier checkpoint",
              log::VerifyConsistency(from.size, to.size, proof_.earlier->path,
                                     from.root, to.root));
  }

  // That a change is in the log, is of this kind and about this subject.
  absl::StatusOr<log::v1::ChangeHeader> CheckChange(
      absl::string_view part, const log::ProvenChange& proven,
      log::v1::ChangeKind kind, absl::string_view subject) const {
    auto header = log::CheckChange(proven.change, proof_.claim.authority,
                                   proven.sequence);
    RETURN_IF_ERROR(In(part, header.status()));
    if (header->kind() != kind || header->subject() != subject) {
      return Contradiction(part,
                           absl::StrCat("its change is not about ", subject));
    }
    const log::Checkpoint& checkpoint = shown_.checkpoint.checkpoint;
    RETURN_IF_ERROR(In(
        part,
        log::VerifyInclusion(proven.change.Leaf(), proven.sequence,
                             checkpoint.size, proven.path, checkpoint.root)));
    return header;
  }

  static ShownChange ToShown(const log::v1::ChangeHeader& header) {
    return {header.sequence(),
            absl::FromUnixMicros(header.commit_time_micros())};
  }

  absl::Status CheckEdition() {
    constexpr absl::string_view kPart = "edition";
    ASSIGN_OR_RETURN(
        const log::v1::ChangeHeader header,
        CheckChange(kPart, *proof_.edition, log::v1::CHANGE_KIND_EDITION_MADE,
                    proof_.claim.edition));
    auto body = log::ParseBody(header, proof_.edition->change);
    RETURN_IF_ERROR(In(kPart, body.status()));
    made_ = body->edition_made();
    auto entries_root = log::HashFromBytes(made_.entries_root());
    auto providers_root = log::HashFromBytes(made_.providers_root());
    if (!entries_root.ok() || !providers_root.ok()) {
      return Contradiction(kPart, "its roots have not 32 bytes");
    }
    entries_root_ = *entries_root;
    providers_root_ = *providers_root;
    shown_.edition = {ToShown(header), made_.title(), made_.entries_count(),
                      made_.providers_count()};
    return absl::OkStatus();
  }

  absl::Status CheckPublication() {
    constexpr absl::string_view kPart = "publication";
    const log::ProvenChange& proven = *proof_.publication;
    ASSIGN_OR_RETURN(
        const log::v1::ChangeHeader header,
        CheckChange(kPart, proven, log::v1::CHANGE_KIND_ENTRY_PUBLISHED,
                    proof_.claim.entry));
    if (proof_.edition && proven.sequence >= proof_.edition->sequence) {
      return Contradiction(kPart, "its change came after the edition");
    }
    shown_.publication = ToShown(header);
    if (proven.change.IsErased()) return absl::OkStatus();
    auto body = log::ParseBody(header, proven.change);
    RETURN_IF_ERROR(In(kPart, body.status()));
    const localoffer::v1::Service& service = body->entry_published().service();
    shown_.content = {service.name(), service.organization().name(),
                      ProvidersOf(service)};
    return absl::OkStatus();
  }

  absl::Status CheckErasure() {
    ASSIGN_OR_RETURN(const log::v1::ChangeHeader header,
                     CheckChange("erasure", *proof_.erasure,
                                 log::v1::CHANGE_KIND_BODY_ERASED,
                                 absl::StrCat(proof_.publication->sequence)));
    shown_.erasure = ToShown(header);
    return absl::OkStatus();
  }

  absl::Status CheckEntry() const {
    return In("entry",
              log::VerifyPlace({proof_.entry->index,
                                log::EntryLeaf(proof_.claim.entry,
                                               proof_.publication->sequence),
                                proof_.entry->path},
                               made_.entries_count(), entries_root_));
  }

  absl::Status CheckLeaf(absl::string_view part,
                         const log::ProviderPlace& provider) const {
    return In(part, log::VerifyPlace(ToPlace(provider), made_.providers_count(),
                                     providers_root_));
  }

  static log::MapPlace ToPlace(const log::ProviderPlace& provider) {
    return {provider.place.index,
            log::ProviderLeaf(provider.provider, provider.naming),
            provider.place.path};
  }

  absl::Status CheckProvider() {
    RETURN_IF_ERROR(CheckLeaf("provider", *proof_.provider));
    const log::NamingEntries& naming = proof_.provider->naming;
    shown_.naming_entries = naming.count;
    return In(
        "entry of provider",
        log::VerifyInclusion(log::LeafHash(proof_.claim.entry),
                             proof_.entry_of_provider->index, naming.count,
                             proof_.entry_of_provider->path, naming.root));
  }

  absl::Status CheckGap() const {
    log::MapGap gap;
    if (proof_.before) gap.before = ToPlace(*proof_.before);
    if (proof_.after) gap.after = ToPlace(*proof_.after);
    return In("absence",
              log::VerifyGap(proof_.claim.provider, gap,
                             made_.providers_count(), providers_root_));
  }

  // An identifier that is not in its one spelling is in no map, and so would
  // be absent from all of them.
  absl::Status CheckNaming() const {
    const std::string& provider = proof_.claim.provider;
    if (NormalizeProvider(provider) != provider) {
      return Contradiction("claim", absl::StrCat("\"", provider,
                                                 "\" is not how a provider's "
                                                 "identifier is written"));
    }
    if (!shown_.content) {
      if (proof_.claim.kind != ProofKind::kProviderPublished) {
        return absl::OkStatus();
      }
      return Contradiction("publication",
                           "without its content nothing names the provider");
    }
    const std::vector<std::string>& named = shown_.content->providers;
    if (std::find(named.begin(), named.end(), provider) != named.end()) {
      return absl::OkStatus();
    }
    return Contradiction("publication", "its content names other providers");
  }

  const log::Proof& proof_;
  const absl::Span<const log::VerifierKey> keys_;
  Shown shown_;
  log::v1::EditionMade made_;
  log::Hash entries_root_ = {};
  log::Hash providers_root_ = {};
};

}  // namespace

absl::StatusOr<Shown> Verify(const log::Proof& proof,
                             absl::Span<const log::VerifierKey> keys) {
  // Parts that are not those of the kind can't be written.
  RETURN_IF_ERROR(log::WriteProof(proof).status());
  return Verification(proof, keys).Run();
}

absl::StatusOr<Shown> VerifyDocument(absl::string_view document,
                                     absl::Span<const log::VerifierKey> keys) {
  ASSIGN_OR_RETURN(const log::Proof proof, log::ReadProof(document));
  return Verification(proof, keys).Run();
}

}  // namespace localoffer::verify
