#include "services/catalogue/catalogue.h"

#include <cstdint>
#include <utility>

namespace localoffer::catalogue {
namespace {

// So often it is looked for what nobody has asked for yet: then little is left
// to do for the first who does.
constexpr absl::Duration kLook = absl::Seconds(1);
// More changes than these between two looks are a load of many entries: to read
// them beside would slow it down, and most of it is to be read again.
constexpr uint64_t kMostAtALook = 1000;

uint64_t ChangesIn(const storage::Instant& instant) {
  uint64_t changes = 0;
  for (const auto& [log, size] : instant.sizes()) changes += size;
  return changes;
}

// Logs only grow.
bool TakesIn(const storage::Instant& later, const storage::Instant& instant) {
  for (const auto& [log, size] : instant.sizes()) {
    if (later.SizeOf(log) < size) return false;
  }
  return true;
}

}  // namespace

absl::Status BeingMade() {
  return rpc::CallerError(
      absl::StatusCode::kUnavailable, "CATALOGUE_BEING_MADE",
      "the lists of organizations, taxonomies and places are being made from "
      "all entries; try again in a few seconds");
}

Catalogue::Catalogue(storage::Store& store, CatalogueOptions options)
    : store_(store),
      options_(std::move(options)),
      wanted_(options_.at_once),
      idle_(!options_.at_once),
      thread_([this] { Loop(); }) {}

Catalogue::~Catalogue() {
  stopping_ = true;
  {
    absl::MutexLock lock(&mutex_);
    wake_.Signal();
  }
  thread_.join();
}

absl::StatusOr<std::shared_ptr<const Contents>> Catalogue::Latest() {
  const storage::Instant instant = store_.logs().Latest();
  absl::MutexLock lock(&mutex_);
  if (Covers(instant)) return latest_;
  wanted_ = true;
  idle_ = false;
  wake_.Signal();
  const int failures = failures_;
  while (!slow_ && failures_ == failures && !Covers(instant)) {
    if (!told_.WaitWithTimeout(&mutex_, options_.patience)) continue;
    slow_ = true;
    told_.SignalAll();
  }
  if (Covers(instant)) return latest_;
  if (failures_ != failures) return failure_;
  return BeingMade();
}

std::shared_ptr<const Contents> Catalogue::IfMade() {
  const storage::Instant instant = store_.logs().Latest();
  absl::MutexLock lock(&mutex_);
  return Covers(instant) ? latest_ : nullptr;
}

std::shared_ptr<const Contents> Catalogue::Made() {
  absl::MutexLock lock(&mutex_);
  return latest_;
}

bool Catalogue::Covers(const storage::Instant& instant) const {
  return latest_ != nullptr && TakesIn(latest_->instant(), instant);
}

bool Catalogue::GoOn() const {
  if (options_.before_entry) options_.before_entry();
  return !stopping_;
}

void Catalogue::Loop() {
  Collection collection(store_, [this] { return GoOn(); });
  while (AwaitWork()) Make(collection);
}

bool Catalogue::AwaitWork() {
  uint64_t seen = ChangesIn(store_.logs().Latest());
  absl::MutexLock lock(&mutex_);
  while (!stopping_ && !wanted_) {
    if (idle_) {
      wake_.Wait(&mutex_);
      continue;
    }
    if (!wake_.WaitWithTimeout(&mutex_, kLook)) continue;
    const storage::Instant latest = store_.logs().Latest();
    const uint64_t changes = ChangesIn(latest);
    const uint64_t more = changes - std::exchange(seen, changes);
    if (more <= kMostAtALook && !Covers(latest)) break;
  }
  return !stopping_;
}

void Catalogue::Make(Collection& collection) {
  bool wanted = false;
  {
    absl::MutexLock lock(&mutex_);
    wanted = std::exchange(wanted_, false);
  }
  const storage::Instant instant = store_.logs().Latest();
  const bool quiet = TakesIn(collection.instant(), instant);
  absl::Status taken = collection.TakeIn(instant);
  // While much is coming in, only who asks has all of it put together.
  if (taken.ok() && !wanted && !quiet) return;
  std::shared_ptr<const Contents> made;
  if (taken.ok() && stopping_) taken = absl::CancelledError("stopped");
  if (taken.ok()) made = collection.Make();
  absl::MutexLock lock(&mutex_);
  slow_ = false;
  if (made != nullptr) {
    latest_ = std::move(made);
  } else {
    failure_ = std::move(taken);
    ++failures_;
  }
  told_.SignalAll();
}

}  // namespace localoffer::catalogue
