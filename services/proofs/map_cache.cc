#include "services/proofs/map_cache.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/directory/bodies.h"
#include "storage/directory/edition_check.h"
#include "storage/status_macros.h"

namespace localoffer::proofs {
namespace {

// About 2 MiB each for an offer of 5,000 entries.
constexpr size_t kMostKept = 8;

bool AreSame(const storage::Edition& a, const storage::Edition& b) {
  return a.authority == b.authority && a.sequence == b.sequence;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const storage::OfferMaps>> MapCache::MapsOf(
    const storage::Edition& edition, const log::v1::EditionMade& content) {
  // From content that was erased meanwhile nothing is proved any more.
  ASSIGN_OR_RETURN(const std::vector<uint64_t> erased,
                   storage::ErasedChanges(engine_, edition.authority));
  if (auto known = Find(edition, erased.size())) return known;
  // Two who ask at once both make them; no lock is held for so long.
  ASSIGN_OR_RETURN(
      storage::OfferMaps made,
      storage::OfferMaps::At(engine_, edition.authority, edition.sequence));
  const auto maps = std::make_shared<const storage::OfferMaps>(std::move(made));
  const storage::EditionFinding finding = storage::Compare(content, *maps);
  if (finding.verdict == storage::EditionVerdict::kFalse) {
    return absl::DataLossError(absl::StrCat(
        "edition ", edition.id, " of ", edition.authority, ": ", finding.why));
  }
  Keep({edition, erased.size(), maps});
  return maps;
}

std::shared_ptr<const storage::OfferMaps> MapCache::Find(
    const storage::Edition& edition, size_t erasures) {
  absl::MutexLock lock(&mutex_);
  kept_.remove_if([&](const Kept& kept) {
    return kept.edition.authority == edition.authority &&
           kept.erasures != erasures;
  });
  const auto found = std::find_if(
      kept_.begin(), kept_.end(),
      [&](const Kept& kept) { return AreSame(kept.edition, edition); });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return found->maps;
}

void MapCache::Keep(Kept kept) {
  absl::MutexLock lock(&mutex_);
  kept_.push_front(std::move(kept));
  if (kept_.size() > kMostKept) kept_.pop_back();
}

}  // namespace localoffer::proofs
