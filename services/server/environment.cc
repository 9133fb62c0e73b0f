#include "services/server/environment.h"

#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "absl/time/clock.h"
#include "services/rpc/line_writer.h"

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

}  // namespace

Environment RealEnvironment() {
  Environment environment;
  environment.clock = absl::Now;
  environment.stopwatch = [] {
    return absl::FromChrono(
        std::chrono::steady_clock::now().time_since_epoch());
  };
  environment.random = KernelRandom;
  const auto writer = std::make_shared<rpc::LineWriter>(STDERR_FILENO);
  environment.log = [writer](absl::string_view line) { writer->Write(line); };
  environment.flush_log = [writer] { writer->Flush(); };
  return environment;
}

}  // namespace localoffer::server
