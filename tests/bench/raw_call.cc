#include "tests/bench/raw_call.h"

#include <cstdlib>
#include <iostream>

#include "grpcpp/impl/codegen/client_unary_call.h"

namespace localoffer::bench {

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::vector<std::shared_ptr<grpc::Channel>> Connect(const std::string& address,
                                                    int callers) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  channels.reserve(callers);
  for (int i = 0; i < callers; ++i) channels.push_back(Connect(address));
  return channels;
}

grpc::ByteBuffer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                         const char* method, const std::string& request) {
  grpc::ClientContext context;
  const grpc::internal::RpcMethod rpc(
      method, grpc::internal::RpcMethod::NORMAL_RPC, channel);
  grpc::ByteBuffer response;
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          channel.get(), rpc, &context, BufferOf(request), &response);
  if (!status.ok()) {
    std::cerr << status.error_message() << "\n";
    std::exit(1);
  }
  return response;
}

}  // namespace localoffer::bench
