#include "tests/faults/node_process.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "absl/strings/string_view.h"

namespace localoffer::testing {
namespace {

constexpr absl::string_view kServes = "localofferd serves on ";

std::vector<std::string> CommandLine(const NodeProcess::Options& options) {
  const std::string program =
      LOCALOFFER_BINARY_DIR "/services/server/localofferd";
  std::vector<std::string> words = {
      program, "--data-dir", options.folder, "--listen", options.listen,
      "--plaintext-beyond-loopback", "--min-free-mib", "0",
      // None comes back from a backup here: what it lacks is known at once.
      "--peer-wait-seconds", "1"};
  for (const std::string& peer : options.peers) {
    words.insert(words.end(), {"--peer", peer});
  }
  return words;
}

}  // namespace

NodeProcess::NodeProcess(const Options& options) {
  std::array<int, 2> pipe_ends;
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return;
  std::vector<std::string> words = CommandLine(options);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDOUT_FILENO);
    dup2(pipe_ends[1], STDERR_FILENO);
    if (options.network >= 0 && setns(options.network, CLONE_NEWNET) != 0) {
      _exit(126);
    }
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  // The line that says where it serves is the sign that it does.
  std::array<char, 512> bytes;
  ssize_t got = 0;
  while (address_.empty() &&
         (got = read(pipe_ends[0], bytes.data(), bytes.size())) > 0) {
    output_.append(bytes.data(), static_cast<size_t>(got));
    const size_t begin = output_.find(kServes.data(), 0, kServes.size());
    if (begin == std::string::npos) continue;
    const size_t end = output_.find('\n', begin);
    if (end == std::string::npos) continue;
    address_ =
        output_.substr(begin + kServes.size(), end - begin - kServes.size());
  }
  // What it logs later may be lost: writing to a closed pipe is no error to it.
  close(pipe_ends[0]);
}

NodeProcess::~NodeProcess() {
  if (process_ > 0) Kill();
}

void NodeProcess::Kill() {
  kill(process_, SIGKILL);
  Wait();
}

int NodeProcess::Stop() {
  kill(process_, SIGTERM);
  const int status = Wait();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int NodeProcess::Wait() {
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return status;
}

}  // namespace localoffer::testing
