// What calls of one kind cost a server, and how soon they are answered.
#ifndef LOCALOFFER_TESTS_BENCH_SERVER_LOAD_H_
#define LOCALOFFER_TESTS_BENCH_SERVER_LOAD_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/child_process.h"
#include "tests/bench/measure.h"

namespace localoffer::bench {

// Calls a server from a few threads at once, in rounds: those of two loads in
// turn share whatever else the machine does meanwhile.
class ServerLoad {
 public:
  static constexpr int kCallers = 4;

  // `call` is given the caller's number, from 0. `process` outlives this.
  ServerLoad(const ChildProcess& process, std::function<void(int)> call);

  // Calls a second in this round; the first tenth of the time is not counted.
  double Run(double seconds);

  // Calls a second, in all rounds so far.
  double qps() const;
  // NAME.qps, .p50_ms and .p99_ms; and .server_cpu_us, which depends less on
  // what else the machine does.
  void Report(const std::string& name, Figures& figures) const;

 private:
  const ChildProcess& process_;
  const std::function<void(int)> call_;
  // Of calls that are counted.
  std::vector<double> times_;
  double seconds_ = 0;
  // Of all calls.
  double cpu_seconds_ = 0;
  size_t calls_ = 0;
};

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_SERVER_LOAD_H_
