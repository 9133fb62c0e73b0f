// A program that runs beside the benchmark, on a processor of its own.
#ifndef LOCALOFFER_TESTS_BENCH_CHILD_PROCESS_H_
#define LOCALOFFER_TESTS_BENCH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace localoffer::bench {

// Ends with its owner. Not thread-safe.
class ChildProcess {
 public:
  // Starts `program`, a path or a name on the PATH; its standard output goes to
  // `output_file`, its standard error to that and ".err". Ends the benchmark if
  // it can't.
  ChildProcess(const std::string& program,
               const std::vector<std::string>& arguments,
               const std::string& output_file);
  // Asks it to end, unless it has, and waits.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // What it has written so far, up to the first line that begins with
  // `beginning`, without that beginning. Waits until it is there; ends the
  // benchmark when the process has ended before.
  std::string WaitForLine(const std::string& beginning);

  // Waits until it ends by itself; its exit code, or -1 when a signal ended it.
  // The last call but the destructor.
  int Wait();

  // Resident memory, now.
  int64_t MemoryBytes() const;
  // What all its threads have used of processors so far.
  double CpuSeconds() const;

 private:
  const std::string output_file_;
  // -1 once it is known to have ended.
  pid_t pid_ = -1;
};

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_CHILD_PROCESS_H_
