#include "storage/speaking_logs.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// In the order of their ids.
using Candidates = std::vector<Instant::Sizes::const_iterator>;

// The one of several harvested logs of an authority that is used.
absl::StatusOr<std::string> Choose(const CommittedLogs& logs,
                                   const Candidates& candidates) {
  if (candidates.size() == 1) return candidates.front()->first;
  std::vector<absl::Time> times;
  for (const auto& candidate : candidates) {
    ASSIGN_OR_RETURN(times.emplace_back(), logs.TimeOf(Instant({*candidate})));
  }
  const absl::Time going_on =
      *std::max_element(times.begin(), times.end()) - kHarvestGivenUp;
  const auto chosen =
      std::find_if(times.begin(), times.end(),
                   [&](absl::Time time) { return time >= going_on; });
  return candidates[static_cast<size_t>(chosen - times.begin())]->first;
}

}  // namespace

std::optional<Instant> SpeakingLogs::FindKnown(const Instant& instant) const {
  absl::MutexLock lock(&mutex_);
  for (const Known& known : known_) {
    if (known.asked == instant) return known.speaking;
  }
  return std::nullopt;
}

absl::StatusOr<Instant> SpeakingLogs::At(const Instant& instant) const {
  if (!instant.HasHarvestedLogs()) return instant;
  if (std::optional<Instant> known = FindKnown(instant)) return *known;
  std::map<absl::string_view, Candidates> harvested;
  for (auto log = instant.sizes().begin(); log != instant.sizes().end();
       ++log) {
    const absl::string_view authority = log::AuthorityOfLog(log->first);
    if (authority.size() < log->first.size()) {
      harvested[authority].push_back(log);
    }
  }
  Instant::Sizes sizes = instant.sizes();
  for (const auto& [authority, candidates] : harvested) {
    std::string chosen;
    if (instant.SizeOf(authority) == 0) {
      ASSIGN_OR_RETURN(chosen, Choose(logs_, candidates));
    }
    for (const auto& candidate : candidates) {
      if (candidate->first != chosen) sizes.erase(candidate->first);
    }
  }
  Instant speaking(std::move(sizes));
  absl::MutexLock lock(&mutex_);
  known_[next_] = {instant, speaking};
  next_ = (next_ + 1) % known_.size();
  return speaking;
}

std::string SpeakingLog(const Instant& speaking, absl::string_view name) {
  const Instant::Sizes& sizes = speaking.sizes();
  if (sizes.contains(name)) return std::string(name);
  // Ids of an authority's harvested logs follow its own.
  for (auto log = sizes.lower_bound(name);
       log != sizes.end() && absl::StartsWith(log->first, name); ++log) {
    if (log::AuthorityOfLog(log->first) == name &&
        log::IsHarvestedLog(log->first)) {
      return log->first;
    }
  }
  return std::string(name);
}

}  // namespace localoffer::storage
