// Calls that carry bytes: the client does nothing but what gRPC does, so that
// what is measured is the server, of whatever it is.
#ifndef LOCALOFFER_TESTS_BENCH_RAW_CALL_H_
#define LOCALOFFER_TESTS_BENCH_RAW_CALL_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"

namespace localoffer::bench {

grpc::ByteBuffer BufferOf(const std::string& bytes);

// A channel with a connection of its own, as every program has one: those that
// gRPC makes otherwise share theirs, and callers of one connection wait for
// each other rather than for the server. Answers may be of any length.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);
std::vector<std::shared_ptr<grpc::Channel>> Connect(const std::string& address,
                                                    int callers);

// The answer's bytes. `method` is `/package.Service/Method`. An error ends the
// benchmark with what the server said.
grpc::ByteBuffer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                         const char* method, const std::string& request);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_RAW_CALL_H_
