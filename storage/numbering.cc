#include "storage/numbering.h"

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/arrivals.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// Of an authority's logs, as they will be.
LogTimes TimesAfter(absl::string_view authority, const LogTimes& before,
                    const CommittedLogs::Logs& after) {
  LogTimes times = before;
  for (const auto& [id, log] : after) {
    if (log.size() == 0 || log::AuthorityOfLog(id) != authority) continue;
    times[id] = absl::FromUnixMicros(log.head().commit_time_micros());
  }
  return times;
}

}  // namespace

absl::Status NumberChanges(const Engine& engine, const CommittedLogs& committed,
                           const CommittedLogs::Logs& after,
                           absl::Span<const CommittedChange> changes,
                           Batch& batch) {
  ASSIGN_OR_RETURN(ArrivalWriter arrivals, ArrivalWriter::Open(engine));
  std::set<absl::string_view> authorities;
  for (size_t begin = 0, end = 0; begin < changes.size(); begin = end) {
    const log::v1::ChangeHeader& first = changes[begin].header;
    while (end < changes.size() &&
           changes[end].header.authority() == first.authority()) {
      ++end;
    }
    const AuthorityLog& log = after.at(first.authority());
    arrivals.Add(log.authority(), first.sequence(), end - begin,
                 log.head().root(), batch);
    authorities.insert(log::AuthorityOfLog(log.authority()));
  }
  for (const absl::string_view authority : authorities) {
    const LogTimes before = committed.LogsOf(authority);
    const std::string silenced = SpeakingOf(authority, before);
    const std::string speaking =
        SpeakingOf(authority, TimesAfter(authority, before, after));
    if (silenced.empty() || silenced == speaking) continue;
    for (const std::string& id : {silenced, speaking}) {
      // What has only just begun came in above.
      if (!before.contains(id)) continue;
      const auto grown = after.find(id);
      arrivals.AddAgain(id,
                        grown != after.end() ? grown->second.size()
                                             : committed.LogOf(id).size(),
                        batch);
    }
  }
  return absl::OkStatus();
}

}  // namespace localoffer::storage
