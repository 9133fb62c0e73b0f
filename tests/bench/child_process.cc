#include "tests/bench/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace localoffer::bench {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks(5);

}  // namespace

ChildProcess::ChildProcess(const std::string& program,
                           const std::vector<std::string>& arguments,
                           const std::string& output_file)
    : output_file_(output_file) {
  std::vector<char*> words;
  words.reserve(arguments.size() + 2);
  words.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));
  }
  words.push_back(nullptr);
  const std::string error_file = output_file + ".err";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output_file.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, error_file.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int error = posix_spawnp(&pid_, program.c_str(), &files, nullptr,
                                 words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    std::cerr << "cannot start " << program << "\n";
    std::exit(1);
  }
}

ChildProcess::~ChildProcess() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

int ChildProcess::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string ChildProcess::WaitForLine(const std::string& beginning) {
  for (;;) {
    std::ifstream file(output_file_);
    for (std::string line; std::getline(file, line);) {
      // The last line may not be whole yet.
      if (absl::StartsWith(line, beginning) && !file.eof()) {
        return line.substr(beginning.size());
      }
    }
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      std::cerr << "a process ended early; see " << output_file_ << ".err\n";
      std::exit(1);
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

int64_t ChildProcess::MemoryBytes() const {
  std::ifstream file(absl::StrCat("/proc/", pid_, "/status"));
  for (std::string word; file >> word;) {
    int64_t kibibytes = 0;
    if (word == "VmRSS:" && file >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

double ChildProcess::CpuSeconds() const {
  constexpr double kNanosecond = 1e-9;
  clockid_t clock = 0;
  timespec used = {};
  if (clock_getcpuclockid(pid_, &clock) != 0 ||
      clock_gettime(clock, &used) != 0) {
    return 0;
  }
  return static_cast<double>(used.tv_sec) +
         kNanosecond * static_cast<double>(used.tv_nsec);
}

}  // namespace localoffer::bench
