#include "services/proofs/prover.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/editions/edition_view.h"
#include "services/entry/read_instant.h"
#include "services/proofs/proof_errors.h"
#include "services/rpc/error.h"
#include "storage/directory/bodies.h"
#include "storage/directory/clues.h"
#include "storage/directory/provider_id.h"
#include "storage/status_macros.h"

namespace localoffer::proofs {
namespace {

using storage::EntryRevision;

log::TreePlace TreePlaceOf(log::MapPlace place) {
  return {place.index, std::move(place.path)};
}

// A leaf of the map of providers, with what its value says.
log::ProviderPlace ProviderPlaceOf(const storage::OfferMaps& maps,
                                   log::MapPlace place) {
  std::string provider = place.entry.key;
  const log::NamingEntries naming = maps.Naming(provider);
  return {std::move(provider), naming, TreePlaceOf(std::move(place))};
}

bool Names(const localoffer::v1::Service& service,
           const std::string& provider) {
  const std::vector<std::string> providers = ProvidersOf(service);
  return std::find(providers.begin(), providers.end(), provider) !=
         providers.end();
}

// Whether the offer had entries at `log_size` whose content was erased only
// later, so that nobody can say any more whom they named.
absl::StatusOr<bool> HasForgotten(const storage::Store& store,
                                  const std::string& authority,
                                  uint64_t log_size) {
  const storage::Engine& engine = store.engine();
  ASSIGN_OR_RETURN(const std::vector<uint64_t> erased,
                   storage::ErasedChanges(engine, authority));
  for (const uint64_t sequence : erased) {
    if (sequence >= log_size) break;
    ASSIGN_OR_RETURN(const std::optional<uint64_t> by,
                     storage::ErasedBy(engine, authority, sequence));
    ASSIGN_OR_RETURN(const log::v1::ChangeHeader header,
                     storage::ReadHeader(engine, authority, sequence));
    if (by.value_or(0) < log_size ||
        header.kind() != log::v1::CHANGE_KIND_ENTRY_PUBLISHED) {
      continue;
    }
    ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                     store.entries().At(authority, header.subject(), log_size));
    if (revision && !revision->withdrawn &&
        revision->content_sequence == sequence) {
      return true;
    }
  }
  return false;
}

template <typename Request>
absl::StatusOr<std::string> Finish(const Request& request,
                                   const ProofParts& parts, log::Proof proof) {
  proof.claim.authority = parts.authority();
  ASSIGN_OR_RETURN(proof.checkpoint, parts.Checkpoint());
  ASSIGN_OR_RETURN(proof.rotations, parts.Rotations());
  if (!request.earlier_checkpoint().empty()) {
    ASSIGN_OR_RETURN(proof.earlier,
                     parts.Earlier(request.earlier_checkpoint()));
  }
  return log::WriteProof(proof);
}

}  // namespace

// An edition with its maps, and the beginning of a proof about it.
struct Prover::OfEdition {
  std::string name;
  std::shared_ptr<const storage::OfferMaps> maps;
  log::Proof proof;

  absl::Status CheckProviders() const {
    if (maps->providers_are_known()) return absl::OkStatus();
    return ContentErased(
        absl::StrCat("content of ", name,
                     " has been erased since, so that nobody can say "
                     "any more which providers it named; its entries "
                     "can be proved"));
  }
};

absl::StatusOr<ProofParts> Prover::PartsOf(const std::string& authority) const {
  const uint64_t log_size = store_.logs().Latest().SizeOf(authority);
  if (log_size == 0) return NothingPublished(authority);
  return ProofParts(store_, authority, log_size);
}

absl::StatusOr<Prover::OfEdition> Prover::Open(const storage::Edition& edition,
                                               const ProofParts& parts) {
  OfEdition open;
  open.name = entry::FormatEditionName(edition.authority, edition.id);
  ASSIGN_OR_RETURN(const log::v1::EditionMade content,
                   store_.editions().Content(edition));
  ASSIGN_OR_RETURN(open.maps, cache_.MapsOf(edition, content));
  open.proof.claim.edition = edition.id;
  ASSIGN_OR_RETURN(open.proof.edition,
                   parts.Change(edition.sequence, Content::kWanted));
  return open;
}

absl::StatusOr<std::string> Prover::Listed(
    const v1::ProveListedRequest& request) {
  ASSIGN_OR_RETURN(const Question question, QuestionOf(request));
  ASSIGN_OR_RETURN(const ProofParts parts, PartsOf(question.authority));
  ASSIGN_OR_RETURN(log::Proof proof, ListedOf(request, question, parts));
  return Finish(request, parts, std::move(proof));
}

absl::StatusOr<log::Proof> Prover::ListedOf(
    const v1::ProveListedRequest& request, Question question,
    const ProofParts& parts) {
  const Content content =
      request.without_content() ? Content::kLeftOut : Content::kIfSmall;
  if (request.prefer_last_edition()) {
    ASSIGN_OR_RETURN(
        const std::optional<storage::Edition> last,
        store_.editions().Last(question.authority, parts.log_size()));
    if (last) question.edition = entry::EditionName{last->authority, last->id};
  }
  if (question.edition) {
    absl::StatusOr<log::Proof> proof =
        ListedInEdition(question, content, parts);
    // What was listed since the last edition is in the log.
    if (!request.prefer_last_edition() || !absl::IsNotFound(proof.status())) {
      return proof;
    }
  }
  return Published(request, question, content, parts);
}

absl::StatusOr<log::Proof> Prover::ListedInEdition(const Question& question,
                                                   Content content,
                                                   const ProofParts& parts) {
  ASSIGN_OR_RETURN(
      const storage::Edition edition,
      editions::FindEdition(store_, *question.edition, parts.log_size()));
  ASSIGN_OR_RETURN(OfEdition open, Open(edition, parts));
  log::Proof& proof = open.proof;
  proof.claim.kind = log::ProofKind::kEntryInEdition;
  proof.claim.entry = question.entry;
  if (!question.provider.empty()) {
    RETURN_IF_ERROR(open.CheckProviders());
    std::optional<log::MapPlace> place =
        open.maps->providers().Find(question.provider);
    if (!place) return NotListed(question.provider, open.name);
    proof.claim.kind = log::ProofKind::kProviderInEdition;
    proof.claim.provider = question.provider;
    proof.provider = ProviderPlaceOf(*open.maps, *std::move(place));
    // Any of the entries shows it.
    const absl::Span<const std::string> ids =
        open.maps->EntriesNaming(question.provider);
    proof.claim.entry = ids.front();
    proof.entry_of_provider = log::TreePlace{0, log::WordPath(ids, 0)};
  }
  std::optional<log::MapPlace> place =
      open.maps->entries().Find(proof.claim.entry);
  if (!place) {
    return NotListed(
        entry::FormatEntryName(parts.authority(), proof.claim.entry),
        open.name);
  }
  proof.entry = TreePlaceOf(*std::move(place));
  ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                   store_.entries().At(parts.authority(), proof.claim.entry,
                                       edition.sequence));
  if (!revision) return absl::DataLossError("an entry of a map is missing");
  RETURN_IF_ERROR(
      parts.AddPublication(revision->content_sequence, content, proof));
  return std::move(open.proof);
}

absl::StatusOr<log::Proof> Prover::Published(
    const v1::ProveListedRequest& request, const Question& question,
    Content content, const ProofParts& parts) {
  ASSIGN_OR_RETURN(const storage::Instant instant,
                   entry::ReadInstant(store_, request.has_read_time(),
                                      request.read_time(), ""));
  RETURN_IF_ERROR(entry::CheckHistoryBegun(instant, request.has_read_time(),
                                           question.authority));
  // What was read must be in the log that is signed.
  const uint64_t log_size =
      std::min(instant.SizeOf(question.authority), parts.log_size());
  ASSIGN_OR_RETURN(const EntryRevision revision, Naming(question, log_size));
  log::Proof proof;
  proof.claim.kind = question.provider.empty()
                         ? log::ProofKind::kEntryPublished
                         : log::ProofKind::kProviderPublished;
  proof.claim.provider = question.provider;
  proof.claim.entry = revision.entry_id;
  RETURN_IF_ERROR(parts.AddPublication(
      revision.content_sequence,
      question.provider.empty() ? content : Content::kWanted, proof));
  return proof;
}

// The published entry that was asked for, or the first that names the provider
// and whose content is there to show it.
absl::StatusOr<EntryRevision> Prover::Naming(const Question& question,
                                             uint64_t log_size) const {
  const std::string& authority = question.authority;
  const std::string where =
      absl::StrCat("the local offer of ", authority, " at that time");
  std::vector<std::string> ids = {question.entry};
  if (!question.provider.empty()) {
    ids.clear();
    ASSIGN_OR_RETURN(const std::vector<storage::Providers::ListedEntry> listed,
                     store_.providers().EverListed(
                         {ClueKind::kIdentifier, question.provider}));
    for (const auto& entry : listed) {
      if (entry.authority == authority) ids.push_back(entry.entry_id);
    }
  }
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(std::optional<EntryRevision> revision,
                     store_.entries().At(authority, id, log_size));
    if (!revision || revision->withdrawn) continue;
    if (question.provider.empty()) return *std::move(revision);
    // Erased content names nobody.
    ASSIGN_OR_RETURN(const log::v1::EntryPublished published,
                     store_.entries().Content(*revision));
    if (Names(published.service(), question.provider)) {
      return *std::move(revision);
    }
  }
  if (!question.provider.empty()) {
    ASSIGN_OR_RETURN(const bool forgotten,
                     HasForgotten(store_, authority, log_size));
    if (forgotten) {
      return ContentErased(absl::StrCat(
          "content of ", where,
          " has been erased since, so that nobody can say any more whether it "
          "named ",
          question.provider));
    }
  }
  return NotListed(question.provider.empty()
                       ? entry::FormatEntryName(authority, question.entry)
                       : question.provider,
                   where);
}

absl::StatusOr<storage::Edition> Prover::EditionFor(
    const v1::ProveAbsentRequest& request, const Question& question,
    const ProofParts& parts) const {
  if (question.edition) {
    return editions::FindEdition(store_, *question.edition, parts.log_size());
  }
  ASSIGN_OR_RETURN(const storage::Instant instant,
                   entry::ReadInstant(store_, request.has_read_time(),
                                      request.read_time(), ""));
  ASSIGN_OR_RETURN(
      std::optional<storage::Edition> last,
      store_.editions().Last(
          question.authority,
          std::min(instant.SizeOf(question.authority), parts.log_size())));
  if (!last) return NoEdition(question.authority);
  return *std::move(last);
}

absl::StatusOr<std::string> Prover::Absent(
    const v1::ProveAbsentRequest& request) {
  ASSIGN_OR_RETURN(const Question question, QuestionOf(request));
  ASSIGN_OR_RETURN(const ProofParts parts, PartsOf(question.authority));
  ASSIGN_OR_RETURN(const storage::Edition edition,
                   EditionFor(request, question, parts));
  ASSIGN_OR_RETURN(OfEdition open, Open(edition, parts));
  RETURN_IF_ERROR(open.CheckProviders());
  std::optional<log::MapGap> gap =
      open.maps->providers().GapAround(question.provider);
  if (!gap) {
    return IsListed(question.provider, open.name,
                    open.maps->EntriesNaming(question.provider).size());
  }
  log::Proof& proof = open.proof;
  proof.claim.kind = log::ProofKind::kProviderNotInEdition;
  proof.claim.provider = question.provider;
  if (gap->before) {
    proof.before = ProviderPlaceOf(*open.maps, *std::move(gap->before));
  }
  if (gap->after) {
    proof.after = ProviderPlaceOf(*open.maps, *std::move(gap->after));
  }
  return Finish(request, parts, std::move(open.proof));
}

}  // namespace localoffer::proofs
