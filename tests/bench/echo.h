// A gRPC server that does nothing: the floor beneath every answer.
#ifndef LOCALOFFER_TESTS_BENCH_ECHO_H_
#define LOCALOFFER_TESTS_BENCH_ECHO_H_

#include <cstddef>
#include <string>

#include "tests/bench/child_process.h"
#include "tests/bench/measure.h"
#include "tests/bench/server_load.h"

namespace localoffer::bench {

// Serves any unary method on a free port of the loopback interface, with an
// answer of `bytes` bytes, until the process is told to end. Writes a line
// `echo serves on HOST:PORT`.
int ServeEcho(size_t bytes);

// Such a server as a process of its own, and calls of it.
class EchoFloor {
 public:
  // `program` is this one; the process writes to files in `folder`.
  EchoFloor(const std::string& program, const std::string& folder,
            size_t bytes);

  ServerLoad& load() { return load_; }
  // floor.grpc_echo.*
  void Report(Figures& figures) const;

 private:
  const size_t bytes_;
  ChildProcess process_;
  ServerLoad load_;
};

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_ECHO_H_
