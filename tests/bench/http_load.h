// Asking an HTTP server as often as it answers, and as often as is wanted.
#ifndef LOCALOFFER_TESTS_BENCH_HTTP_LOAD_H_
#define LOCALOFFER_TESTS_BENCH_HTTP_LOAD_H_

#include <string>
#include <vector>

namespace localoffer::bench {

// What the caller says that it takes.
enum class Coding { kPlain, kGzip };

struct HttpLoad {
  double answers = 0;
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

// Asks for the targets in their order, again and again, with wrk: so many
// connections that are kept, each with one question at a time. An answer that
// is no 200 ends the benchmark. Files go to `folder`.
HttpLoad AskWithWrk(const std::string& address,
                    const std::vector<std::string>& targets, int connections,
                    int seconds, Coding coding, const std::string& folder);

// Asks so often a second, evenly, whether or not the answers before have come,
// as far as the connections suffice; an answer's time is counted from when its
// question was due. Returns milliseconds. wrk has no such thing.
double PacedP99(const std::string& address,
                const std::vector<std::string>& targets, double per_second,
                double seconds);

// Bytes of the longest body, as it is sent.
size_t MostBytes(const std::string& address,
                 const std::vector<std::string>& targets, Coding coding);

// The address of the stylesheet that the first page names.
std::string StylesheetOf(const std::string& address);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_HTTP_LOAD_H_
