// localofferd: a node of the directory of local offers.
#include <csignal>
#include <iostream>
#include <memory>
#include <variant>

#include "absl/synchronization/mutex.h"
#include "services/server/config.h"
#include "services/server/environment.h"
#include "services/server/server.h"

int main(int argc, char** argv) {
  using localoffer::server::Config;
  using localoffer::server::Server;

#ifdef NDEBUG
  // Debian builds Abseil for debugging: each lock is entered in a graph of all
  // locks, under a lock of its own. Tests and sanitizers keep that.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif

  const std::variant<Config, int> parsed =
      localoffer::server::ParseCommandLine(argc, argv);
  if (const int* exit_code = std::get_if<int>(&parsed)) return *exit_code;

  // Before any thread starts, so that only the wait below gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(
      std::get<Config>(parsed), localoffer::server::RealEnvironment());
  if (!server.ok()) {
    std::cerr << "localofferd: " << server.status().message() << "\n";
    return absl::IsInvalidArgument(server.status()) ? 2 : 1;
  }
  std::cout << "localofferd serves on " << (*server)->address() << "\n";
  if (const std::string http = (*server)->http_address(); !http.empty()) {
    std::cout << "HTTP on " << http << "\n";
  }
  std::cout << "operator token: " << (*server)->operator_token_path()
            << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  return 0;
}
