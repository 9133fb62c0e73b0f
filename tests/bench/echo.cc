#include "tests/bench/echo.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/codegen/client_unary_call.h"

namespace localoffer::bench {
namespace {

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// Answers one call, then ends itself.
class Answer : public grpc::ServerGenericBidiReactor {
 public:
  explicit Answer(const grpc::ByteBuffer& bytes) : bytes_(bytes) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      StartWriteAndFinish(&bytes_, grpc::WriteOptions(), grpc::Status::OK);
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer bytes_;
};

class EchoService : public grpc::CallbackGenericService {
 public:
  explicit EchoService(size_t bytes)
      : bytes_(BufferOf(std::string(bytes, 'x'))) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Answer(bytes_);
  }

 private:
  const grpc::ByteBuffer bytes_;
};

}  // namespace

int ServeEcho(size_t bytes) {
  EchoService service(bytes);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << "echo serves on 127.0.0.1:" << port << std::endl;
  server->Wait();
  return 0;
}

void CallEcho(const std::shared_ptr<grpc::Channel>& channel,
              size_t request_bytes) {
  grpc::ClientContext context;
  const grpc::internal::RpcMethod method(
      "/bench.Echo/Echo", grpc::internal::RpcMethod::NORMAL_RPC, channel);
  const grpc::ByteBuffer request = BufferOf(std::string(request_bytes, 'x'));
  grpc::ByteBuffer response;
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          channel.get(), method, &context, request, &response);
  if (!status.ok()) {
    std::cerr << status.error_message() << "\n";
    std::exit(1);
  }
}

}  // namespace localoffer::bench
