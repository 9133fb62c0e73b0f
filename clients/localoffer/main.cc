// Wires the command to the process it runs in.
#include <grpc/support/log.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "clients/localoffer/command.h"

namespace {

absl::optional<std::string> Environment(absl::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return absl::nullopt;
  return std::string(value);
}

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return 80;
}

localoffer::command::Surroundings SurroundingsOfProcess() {
  localoffer::command::Surroundings surroundings;
  surroundings.environment = Environment;
  surroundings.in = &std::cin;
  surroundings.out = &std::cout;
  surroundings.err = &std::cerr;
  surroundings.in_is_terminal = isatty(STDIN_FILENO) == 1;
  surroundings.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  surroundings.err_is_terminal = isatty(STDERR_FILENO) == 1;
  surroundings.terminal_width = TerminalWidth();
  surroundings.now = [] { return absl::Now(); };
  surroundings.random_bits = [] {
    std::random_device device;
    return uint64_t{device()} << 32 | device();
  };
  return surroundings;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that leaves early, such as `head`, is noticed by the stream.
  std::signal(SIGPIPE, SIG_IGN);
  // gRPC's own log says again, in its words, what the command reports.
  if (!Environment("GRPC_VERBOSITY").has_value()) {
    gpr_set_log_function([](gpr_log_func_args*) {});
  }
  std::ios::sync_with_stdio(false);
  return localoffer::command::RunCommand(
      std::vector<std::string>(argv + 1, argv + argc), SurroundingsOfProcess());
}
