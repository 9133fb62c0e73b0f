#include "storage/index/alive_documents.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"

namespace localoffer {
namespace {

constexpr v1::ServiceStatus kUsualStatuses[] = {
    v1::SERVICE_STATUS_UNSPECIFIED, v1::SERVICE_STATUS_ACTIVE,
    v1::SERVICE_STATUS_TEMPORARILY_CLOSED};
// Nearly all searches are of the newest instant, and the pages that follow one
// of its own.
constexpr size_t kMostKept = 4;
// Of lists: words that people search for.
constexpr size_t kMostCounts = 20'000;

}  // namespace

// A document has one status, or says nothing of it. When those that say nothing
// are asked for, the others are taken away: nearly all documents stay.
DocumentSet HavingStatus(const IndexTables& tables, const DocumentSet& alive,
                         absl::Span<const v1::ServiceStatus> statuses) {
  const auto is_asked = [statuses](absl::string_view name) {
    return absl::c_any_of(statuses, [name](v1::ServiceStatus status) {
      return v1::ServiceStatus_IsValid(status) &&
             name == v1::ServiceStatus_Name(status);
    });
  };
  const bool unsaid =
      absl::c_linear_search(statuses, v1::SERVICE_STATUS_UNSPECIFIED);
  DocumentSet set = unsaid ? alive : DocumentSet(alive.size());
  for (const ValueNumber value : tables.values.ValuesOf(Property::kStatus)) {
    const DocumentList& documents = tables.values.documents(value);
    if (is_asked(tables.values.value(value).value)) {
      if (!unsaid) documents.AddTo(set);
    } else if (unsaid) {
      documents.TakeFrom(set);
    }
  }
  if (!unsaid) set.IntersectWith(alive);
  return set;
}

AliveDocuments::AliveDocuments(const IndexTables& tables,
                               const Instant& instant)
    : documents_(tables.documents.AliveAt(instant)),
      count_(documents_.Count()),
      usual_(HavingStatus(tables, documents_, kUsualStatuses)) {}

size_t AliveDocuments::CountOf(const DocumentList& list) const {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = counts_.find(&list);
    if (found != counts_.end()) return found->second;
  }
  const size_t count = list.CountIn(documents_);
  absl::MutexLock lock(&mutex_);
  if (counts_.size() == kMostCounts) counts_.clear();
  counts_.emplace(&list, count);
  return count;
}

std::shared_ptr<const AliveDocuments> AliveCache::At(
    const IndexTables& tables, const SharedInstant& instant) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = absl::c_find_if(
        kept_, [&](const Kept& kept) { return kept.first == instant; });
    if (found != kept_.end()) {
      std::rotate(kept_.begin(), found, found + 1);
      return kept_.front().second;
    }
  }
  auto alive = std::make_shared<const AliveDocuments>(tables, *instant);
  absl::MutexLock lock(&mutex_);
  if (kept_.size() == kMostKept) kept_.pop_back();
  kept_.emplace(kept_.begin(), instant, alive);
  return alive;
}

void AliveCache::Clear() {
  absl::MutexLock lock(&mutex_);
  kept_.clear();
}

}  // namespace localoffer
