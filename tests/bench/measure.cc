#include "tests/bench/measure.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace localoffer::bench {
namespace {

constexpr double kWarmUpShare = 0.1;
constexpr double kMillisecondsOfSecond = 1000;

// Seconds that each call took, of all threads together.
std::vector<double> Times(int threads, double seconds, double warm_up,
                          const std::function<void(int, int)>& work) {
  std::vector<std::vector<double>> times(threads);
  std::vector<std::thread> workers;
  workers.reserve(threads);
  const double start = Now();
  for (int thread = 0; thread < threads; ++thread) {
    workers.emplace_back([&, thread] {
      double before = Now();
      for (int call = 0; before - start < warm_up + seconds; ++call) {
        work(thread, call);
        const double after = Now();
        if (before - start >= warm_up) times[thread].push_back(after - before);
        before = after;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::vector<double> all;
  for (const std::vector<double>& part : times) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

double Quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto place =
      static_cast<size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(place, sorted.size() - 1)];
}

}  // namespace

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

double SecondsSince(double start) { return Now() - start; }

std::vector<double> TimeCalls(int threads, double seconds,
                              const std::function<void(int, int)>& work) {
  return Times(threads, seconds, seconds * kWarmUpShare, work);
}

void ReportCalls(const std::string& name, std::vector<double> times,
                 double seconds, Figures& figures) {
  std::sort(times.begin(), times.end());
  figures[name + ".qps"] = static_cast<double>(times.size()) / seconds;
  figures[name + ".p50_ms"] = Quantile(times, 0.5) * kMillisecondsOfSecond;
  figures[name + ".p99_ms"] = Quantile(times, 0.99) * kMillisecondsOfSecond;
}

void MeasureCalls(const std::string& name, int threads, double seconds,
                  const std::function<void(int, int)>& work, Figures& figures) {
  ReportCalls(name, TimeCalls(threads, seconds, work), seconds, figures);
}

double Rate(int threads, double seconds,
            const std::function<void(int, int)>& work) {
  const double start = Now();
  const std::vector<double> times = Times(threads, seconds, 0, work);
  return static_cast<double>(times.size()) / SecondsSince(start);
}

bool Report(const Figures& figures, const std::string& file) {
  for (const auto& [name, value] : figures) {
    std::cout << absl::StreamFormat("%-34s %14.3f\n", name, value);
  }
  if (file.empty()) return true;
  std::ofstream out(file);
  out << "{";
  const char* separator = "\n";
  for (const auto& [name, value] : figures) {
    out << separator << absl::StreamFormat("  \"%s\": %.3f", name, value);
    separator = ",\n";
  }
  out << "\n}\n";
  return static_cast<bool>(out.flush());
}

}  // namespace localoffer::bench
