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

// The one of several harvested logs of an authority that is used.
const std::string& Choose(const LogTimes& harvested) {
  absl::Time newest = absl::InfinitePast();
  for (const auto& [log, time] : harvested) newest = std::max(newest, time);
  const auto chosen = std::find_if(
      harvested.begin(), harvested.end(), [&](const auto& candidate) {
        return candidate.second >= newest - kHarvestGivenUp;
      });
  return chosen->first;
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
  // Harvested logs of each authority.
  std::map<absl::string_view, std::vector<Instant::Sizes::const_iterator>>
      harvested;
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
      LogTimes times;
      for (const auto& candidate : candidates) {
        ASSIGN_OR_RETURN(times[candidate->first],
                         logs_.TimeOf(Instant({*candidate})));
      }
      chosen = Choose(times);
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

std::string SpeakingOf(absl::string_view authority, const LogTimes& logs) {
  if (logs.empty()) return "";
  if (logs.contains(authority)) return std::string(authority);
  return Choose(logs);
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
