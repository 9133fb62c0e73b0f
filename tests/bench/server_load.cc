#include "tests/bench/server_load.h"

#include <atomic>
#include <utility>

namespace localoffer::bench {

ServerLoad::ServerLoad(const ChildProcess& process,
                       std::function<void(int)> call)
    : process_(process), call_(std::move(call)) {}

double ServerLoad::Run(double seconds) {
  std::atomic<size_t> calls = 0;
  const double before = process_.CpuSeconds();
  const std::vector<double> times =
      TimeCalls(kCallers, seconds, [&](int caller, int) {
        call_(caller);
        ++calls;
      });
  cpu_seconds_ += process_.CpuSeconds() - before;
  calls_ += calls;
  seconds_ += seconds;
  times_.insert(times_.end(), times.begin(), times.end());
  return static_cast<double>(times.size()) / seconds;
}

double ServerLoad::qps() const {
  return static_cast<double>(times_.size()) / seconds_;
}

void ServerLoad::Report(const std::string& name, Figures& figures) const {
  constexpr double kMicrosecondsOfSecond = 1e6;
  ReportCalls(name, times_, seconds_, figures);
  figures[name + ".server_cpu_us"] =
      kMicrosecondsOfSecond * cpu_seconds_ / static_cast<double>(calls_);
}

}  // namespace localoffer::bench
