#include "services/server/environment.h"

#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace localoffer::server {
namespace {

void KernelRandom(absl::Span<uint8_t> bytes) {
  size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got =
        getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got > 0) {
      filled += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      // Without randomness nothing may be signed or issued.
      std::abort();
    }
  }
}

void WriteLine(absl::string_view line) {
  const std::string text = absl::StrCat(line, "\n");
  // One write, so that lines of several processes do not mix. What cannot be
  // logged is lost; the server goes on.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Environment RealEnvironment() {
  Environment environment;
  environment.clock = absl::Now;
  environment.stopwatch = [] {
    return absl::FromChrono(
        std::chrono::steady_clock::now().time_since_epoch());
  };
  environment.random = KernelRandom;
  environment.log = WriteLine;
  return environment;
}

}  // namespace localoffer::server
