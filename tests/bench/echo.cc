#include "tests/bench/echo.h"

#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "tests/bench/raw_call.h"

namespace localoffer::bench {
namespace {

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

constexpr size_t kRequestBytes = 60;
constexpr char kEchoServes[] = "echo serves on ";

std::function<void(int)> CallOf(const std::string& address) {
  return [channels = Connect(address, ServerLoad::kCallers),
          request = std::string(kRequestBytes, 'x')](int caller) {
    CallRaw(channels[caller], "/bench.Echo/Echo", request);
  };
}

}  // namespace

EchoFloor::EchoFloor(const std::string& program, const std::string& folder,
                     size_t bytes)
    : bytes_(bytes),
      process_(program, {"--echo", absl::StrCat(bytes)}, folder + "/echo.out"),
      load_(process_, CallOf(process_.WaitForLine(kEchoServes))) {}

void EchoFloor::Report(Figures& figures) const {
  load_.Report("floor.grpc_echo", figures);
  figures["floor.grpc_echo.response_bytes"] = static_cast<double>(bytes_);
}

int ServeEcho(size_t bytes) {
  EchoService service(bytes);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << kEchoServes << "127.0.0.1:" << port << std::endl;
  server->Wait();
  return 0;
}

}  // namespace localoffer::bench
