#include "storage/speaking_logs.h"

#include <algorithm>
#include <map>
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

absl::StatusOr<Instant::Sizes> SpeakingSizes(const CommittedLogs& logs,
                                             const Instant& instant) {
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
  Instant::Sizes speaking = instant.sizes();
  for (const auto& [authority, candidates] : harvested) {
    std::string chosen;
    if (instant.SizeOf(authority) == 0) {
      LogTimes times;
      for (const auto& candidate : candidates) {
        ASSIGN_OR_RETURN(times[candidate->first],
                         logs.TimeOf(Instant({*candidate})));
      }
      chosen = Choose(times);
    }
    for (const auto& candidate : candidates) {
      if (candidate->first != chosen) speaking.erase(candidate->first);
    }
  }
  return speaking;
}

std::string SpeakingOf(absl::string_view authority, const LogTimes& logs) {
  if (logs.empty()) return "";
  if (logs.contains(authority)) return std::string(authority);
  return Choose(logs);
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
