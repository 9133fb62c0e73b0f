#include "storage/speaking_logs.h"

#include <algorithm>
#include <map>
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

absl::StatusOr<Instant::Sizes> SpeakingSizes(const CommittedLogs& logs,
                                             const Instant& instant) {
  std::map<absl::string_view, Candidates> harvested;
  for (auto log = instant.sizes().begin(); log != instant.sizes().end();
       ++log) {
    const absl::string_view authority = log::AuthorityOfLog(log->first);
    if (authority.size() < log->first.size()) {
      harvested[authority].push_back(log);
    }
  }
  Instant::Sizes speaking = instant.sizes();
  for (const auto& [authority, candidates] : harvested) {
    std::string chosen;
    if (instant.SizeOf(authority) == 0) {
      ASSIGN_OR_RETURN(chosen, Choose(logs, candidates));
    }
    for (const auto& candidate : candidates) {
      if (candidate->first != chosen) speaking.erase(candidate->first);
    }
  }
  return speaking;
}

std::string SpeakingLog(const Instant::Sizes& speaking,
                        absl::string_view name) {
  if (speaking.contains(name)) return std::string(name);
  // Ids of an authority's harvested logs follow its own.
  for (auto log = speaking.lower_bound(name);
       log != speaking.end() && absl::StartsWith(log->first, name); ++log) {
    if (log::AuthorityOfLog(log->first) == name &&
        log::IsHarvestedLog(log->first)) {
      return log->first;
    }
  }
  return std::string(name);
}

}  // namespace localoffer::storage
