// When a feed is read next.
#ifndef LOCALOFFER_SERVICES_HARVEST_SCHEDULE_H_
#define LOCALOFFER_SERVICES_HARVEST_SCHEDULE_H_

#include "absl/time/time.h"

namespace localoffer::harvest {

inline constexpr absl::Duration kUsualInterval = absl::Hours(6);
inline constexpr absl::Duration kLeastInterval = absl::Minutes(1);
inline constexpr absl::Duration kMostInterval = absl::Hours(30 * 24);
// After a failure; doubles with every further one, up to a day.
inline constexpr absl::Duration kFirstBackOff = absl::Minutes(5);
inline constexpr absl::Duration kMostBackOff = absl::Hours(24);
// However feeds honour `modified_after`: so often they are read as a whole.
inline constexpr absl::Duration kFullCrawlInterval = absl::Hours(24);
// However a server vouches that nothing has changed: so often every page is
// read. Some send the same ETag for ever.
inline constexpr absl::Duration kBelievedFor = absl::Hours(7 * 24);

struct Attempt {
  // When it ended.
  absl::Time end;
  absl::Duration interval;
  // In a row, this one included; 0 when it went well.
  int failures = 0;
  // Until when the server asked to be left alone, if it did.
  absl::Time not_before = absl::InfinitePast();
};

// The next attempt. A tenth of an interval, and half of a back-off, either way
// is left to chance, which is `random` in [0, 1): so that nodes that began
// together do not ask together.
absl::Time NextAttempt(const Attempt& attempt, double random);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_SCHEDULE_H_
