// A gRPC server that does nothing: the floor beneath every answer.
#ifndef LOCALOFFER_TESTS_BENCH_ECHO_H_
#define LOCALOFFER_TESTS_BENCH_ECHO_H_

#include <cstddef>

namespace localoffer::bench {

// Serves any unary method on a free port of the loopback interface, with an
// answer of `bytes` bytes, until the process is told to end. Writes a line
// `echo serves on HOST:PORT`.
int ServeEcho(size_t bytes);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_ECHO_H_
