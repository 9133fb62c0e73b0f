// How often, and how soon, something is answered.
#ifndef LOCALOFFER_TESTS_BENCH_MEASURE_H_
#define LOCALOFFER_TESTS_BENCH_MEASURE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace localoffer::bench {

// By stable name. A name ends in its unit: .qps, .per_s, .p50_ms, .seconds.
using Figures = std::map<std::string, double>;

double SecondsSince(double start);
// Seconds of a clock that only goes forward.
double Now();

// Calls `work(thread, i)` from `threads` threads, one call after another, for
// `seconds`, after a tenth of that which is not counted: the seconds that each
// call took.
std::vector<double> TimeCalls(
    int threads, double seconds,
    const std::function<void(int thread, int call)>& work);

// NAME.qps, NAME.p50_ms and NAME.p99_ms of calls that were timed within
// `seconds`.
void ReportCalls(const std::string& name, std::vector<double> times,
                 double seconds, Figures& figures);

// Both, one after the other.
void MeasureCalls(const std::string& name, int threads, double seconds,
                  const std::function<void(int thread, int call)>& work,
                  Figures& figures);

// The same for throughput alone: calls a second.
double Rate(int threads, double seconds,
            const std::function<void(int thread, int call)>& work);

// Prints the figures, and writes them as one JSON object unless `file` is
// empty. False when that failed.
bool Report(const Figures& figures, const std::string& file);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_MEASURE_H_
