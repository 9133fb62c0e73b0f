// Which log speaks for each authority.
#ifndef LOCALOFFER_STORAGE_SPEAKING_LOGS_H_
#define LOCALOFFER_STORAGE_SPEAKING_LOGS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/committed_logs.h"
#include "storage/directory/instant.h"

namespace localoffer::storage {

// A harvested log whose newest change is so much older than that of another of
// the same authority is taken to be followed no longer.
inline constexpr absl::Duration kHarvestGivenUp = absl::Hours(30 * 24);

// Of each authority its own log speaks if that has begun, else one that is
// harvested for it. Of several it is the one with the lowest id, so that
// answers do not change from one to the other with every crawl; but none that
// has been given up while another goes on. It follows from the instant alone,
// so that a revision has one answer on every node. Thread-safe.
class SpeakingLogs {
 public:
  // `logs` must outlive it.
  explicit SpeakingLogs(const CommittedLogs& logs) : logs_(logs) {}

  // The instant without the logs that do not speak: itself where none is
  // harvested, and kept for those who ask again. DATA_LOSS when a change is
  // missing.
  absl::StatusOr<Instant> At(const Instant& instant) const;

 private:
  struct Known {
    Instant asked;
    Instant speaking;
  };

  std::optional<Instant> FindKnown(const Instant& instant) const;

  const CommittedLogs& logs_;
  mutable absl::Mutex mutex_;
  // The newest answers; the oldest of them goes next.
  mutable std::array<Known, 4> known_ ABSL_GUARDED_BY(mutex_);
  mutable size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
};

// The one of an authority's logs that have begun which is used, by the same
// rule; "" when there is none.
std::string SpeakingOf(absl::string_view authority, const LogTimes& logs);

// The log that answers for `name`: of an authority its own, or the harvested
// one that `speaking` has of it; a harvested log itself.
std::string SpeakingLog(const Instant& speaking, absl::string_view name);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_SPEAKING_LOGS_H_
