// The directory and the catalogue of a store over gRPC, in process. For tests
// alone.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_TESTING_SERVICES_H_
#define LOCALOFFER_SERVICES_CATALOGUE_TESTING_SERVICES_H_

#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/access/guard.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/catalogue_service.h"
#include "services/catalogue/testing_store.h"
#include "services/directory/directory_service.h"
#include "services/metrics/registry.h"
#include "services/rpc/call_metrics.h"
#include "services/rpc/journal.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::catalogue {

class TestingServices {
 public:
  explicit TestingServices(CatalogueOptions options = {})
      : catalogue_(*store_, std::move(options)) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&catalogue_service_);
    builder.RegisterService(&directory_service_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel(grpc::ChannelArguments());
    catalogue_stub_ = v1::CatalogueService::NewStub(channel_);
    directory_stub_ = v1::DirectoryService::NewStub(channel_);
  }
  ~TestingServices() { server_->Shutdown(); }
  TestingServices(const TestingServices&) = delete;
  TestingServices& operator=(const TestingServices&) = delete;

  TestingStore& store() { return store_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  v1::CatalogueService::Stub& catalogue() { return *catalogue_stub_; }
  v1::DirectoryService::Stub& directory() { return *directory_stub_; }

 private:
  TestingStore store_;
  Catalogue catalogue_;
  rpc::Journal journal_{store_.clock().clock(), [](absl::string_view) {}};
  rpc::WorkerPool workers_{2, 100};
  metrics::Registry metrics_;
  rpc::CallMetrics call_metrics_{metrics_};
  rpc::Runtime runtime_{journal_, workers_, call_metrics_,
                        [] { return absl::ZeroDuration(); }};
  const access::Guard guard_{store_->tokens(), store_.clock().clock()};
  const access::Endpoint endpoint_{guard_, runtime_};
  CatalogueService catalogue_service_{*store_, catalogue_, endpoint_,
                                      store_.clock().clock()};
  directory::DirectoryService directory_service_{*store_, catalogue_, endpoint_,
                                                 store_.clock().clock()};
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::CatalogueService::Stub> catalogue_stub_;
  std::unique_ptr<v1::DirectoryService::Stub> directory_stub_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_TESTING_SERVICES_H_
