// The outside world: the only place of the server that reads clocks and
// randomness.
#ifndef LOCALOFFER_SERVICES_SERVER_ENVIRONMENT_H_
#define LOCALOFFER_SERVICES_SERVER_ENVIRONMENT_H_

#include <functional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/committer.h"

namespace localoffer::server {

// Tests put their own in place.
struct Environment {
  // Time of day.
  storage::Clock clock;
  // Time since some moment, never going back.
  std::function<absl::Duration()> stopwatch;
  // Fit for keys and tokens.
  storage::RandomBytes random;
  // Waits before another request to a feed's server; false when that was cut
  // short because the node is stopping. When empty: on the real clock.
  std::function<bool(absl::Duration)> wait = {};
  // Where the server's log lines go.
  std::function<void(absl::string_view line)> log;
  // Returns when those so far are there.
  std::function<void()> flush_log = [] {};
};

// The machine's clocks, the kernel's randomness, standard error.
Environment RealEnvironment();

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_ENVIRONMENT_H_
