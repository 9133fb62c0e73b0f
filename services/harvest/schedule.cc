#include "services/harvest/schedule.h"

#include <algorithm>

namespace localoffer::harvest {

absl::Time NextAttempt(const Attempt& attempt, double random) {
  const double spread = 2 * random - 1;
  absl::Duration wait = attempt.interval * (1 + 0.1 * spread);
  if (attempt.failures > 0) {
    wait = kFirstBackOff;
    for (int i = 1; i < attempt.failures && wait < kMostBackOff; ++i) wait *= 2;
    wait = std::min(wait, kMostBackOff) * (1 + 0.5 * spread);
  }
  return std::max(attempt.end + wait, attempt.not_before);
}

}  // namespace localoffer::harvest
