// A gRPC server that does nothing: the floor beneath every answer.
#ifndef LOCALOFFER_TESTS_BENCH_ECHO_H_
#define LOCALOFFER_TESTS_BENCH_ECHO_H_

#include <cstddef>
#include <memory>

#include "grpcpp/grpcpp.h"

namespace localoffer::bench {

// Serves any unary method on a free port of the loopback interface, with an
// answer of `bytes` bytes, until the process is told to end. Writes a line
// `echo serves on HOST:PORT`.
int ServeEcho(size_t bytes);

// One call of such a server, over `channel`.
void CallEcho(const std::shared_ptr<grpc::Channel>& channel,
              size_t request_bytes);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_ECHO_H_
