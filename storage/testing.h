// What tests of the store need: a folder that goes away, a clock that is set,
// and bytes that look random and are the same each time.
#ifndef LOCALOFFER_STORAGE_TESTING_H_
#define LOCALOFFER_STORAGE_TESTING_H_

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <system_error>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/store.h"

namespace localoffer::storage {

// A new empty folder, removed with all it holds. In memory where the machine
// offers that: what a test checks does not depend on how slow a disk is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path parent =
        std::filesystem::exists(memory)
            ? memory
            : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "localoffer-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Stands still until it is moved. Thread-safe.
class FakeClock {
 public:
  absl::Time now() const {
    absl::MutexLock lock(&mutex_);
    return now_;
  }
  void Advance(absl::Duration duration) {
    absl::MutexLock lock(&mutex_);
    now_ += duration;
  }
  Clock clock() {
    return [this] { return now(); };
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromCivil(
      absl::CivilSecond(2026, 9, 1, 9, 0, 0), absl::UTCTimeZone());
};

// Thread-safe.
inline RandomBytes SeededBytes(uint64_t seed) {
  struct State {
    absl::Mutex mutex;
    std::mt19937_64 generator ABSL_GUARDED_BY(mutex);
  };
  auto state = std::make_shared<State>();
  {
    absl::MutexLock lock(&state->mutex);
    state->generator.seed(seed);
  }
  return [state](absl::Span<uint8_t> bytes) {
    absl::MutexLock lock(&state->mutex);
    for (uint8_t& byte : bytes) {
      byte = static_cast<uint8_t>(state->generator());
    }
  };
}

// Random bytes that come only while the gate is open. A commit to a log that
// has its key needs none before its commit time, and some after: a closed gate
// holds it in between. Thread-safe.
class GatedBytes {
 public:
  explicit GatedBytes(uint64_t seed) : bytes_(SeededBytes(seed)) {}

  RandomBytes source() {
    return [this](absl::Span<uint8_t> bytes) {
      {
        absl::MutexLock lock(&mutex_);
        ++waiting_;
        changed_.SignalAll();
        while (closed_) changed_.Wait(&mutex_);
        --waiting_;
      }
      bytes_(bytes);
    };
  }
  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  void Open() {
    absl::MutexLock lock(&mutex_);
    closed_ = false;
    changed_.SignalAll();
  }
  // Returns when somebody waits at the gate.
  void AwaitWaiting() {
    absl::MutexLock lock(&mutex_);
    while (waiting_ == 0) changed_.Wait(&mutex_);
  }

 private:
  const RandomBytes bytes_;
  absl::Mutex mutex_;
  absl::CondVar changed_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Puts a disk that is always full under the open file at `path`. False when
// this process has no such file open.
inline bool FillDiskUnder(const std::string& path) {
  for (const auto& link :
       std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (std::filesystem::read_symlink(link.path(), gone) != path) continue;
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    const bool done = dup2(full, std::stoi(link.path().filename())) >= 0;
    close(full);
    return done;
  }
  return false;
}

// A service of the given name, with a valid id made of `number`.
inline localoffer::v1::Service TestService(int number,
                                           const std::string& name) {
  char id[64];
  std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", number);
  localoffer::v1::Service service;
  service.set_id(id);
  service.set_name(name);
  return service;
}

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_TESTING_H_
