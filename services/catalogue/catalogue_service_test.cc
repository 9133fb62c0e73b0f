#include "services/catalogue/catalogue_service.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "services/access/guard.h"
#include "services/catalogue/testing_store.h"
#include "services/directory/directory_service.h"
#include "services/metrics/registry.h"
#include "services/rpc/call_metrics.h"
#include "services/rpc/journal.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::catalogue {
namespace {

// A server of the catalogue alone, which can be held up while that is made.
class CatalogueServiceTest : public ::testing::Test {
 protected:
  CatalogueServiceTest() {
    std::mt19937_64 random(3);
    store_.Publish(kBristol, TestingStore::AnyService(1, random));
    CatalogueOptions options;
    options.patience = absl::Milliseconds(1);
    options.before_entry = [this] { go_on_.WaitForNotification(); };
    options.at_once = false;
    catalogue_ = std::make_unique<Catalogue>(*store_, options);
    service_ = std::make_unique<CatalogueService>(
        *store_, *catalogue_, endpoint_, store_.clock().clock());
    directory_service_ = std::make_unique<directory::DirectoryService>(
        *store_, *catalogue_, endpoint_, store_.clock().clock());
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    builder.RegisterService(directory_service_.get());
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel(grpc::ChannelArguments());
    stub_ = v1::CatalogueService::NewStub(channel);
    directory_ = v1::DirectoryService::NewStub(channel);
  }
  ~CatalogueServiceTest() override {
    if (!go_on_.HasBeenNotified()) go_on_.Notify();
    server_->Shutdown();
  }

  grpc::Status List() {
    grpc::ClientContext context;
    v1::ListTaxonomiesResponse response;
    return stub_->ListTaxonomies(&context, {}, &response);
  }

  // Entries, and their locations, that name an organization.
  grpc::Status Search(const std::string& organization) {
    grpc::ClientContext context;
    v1::SearchEntriesRequest request;
    request.mutable_filter()->add_organizations(organization);
    v1::SearchEntriesResponse response;
    return directory_->SearchEntries(&context, request, &response);
  }
  grpc::Status ListPlaces(const std::string& organization) {
    grpc::ClientContext context;
    v1::ListServiceAtLocationsRequest request;
    request.mutable_filter()->add_organizations(organization);
    v1::ListServiceAtLocationsResponse response;
    return stub_->ListServiceAtLocations(&context, request, &response);
  }

  TestingStore store_;
  absl::Notification go_on_;
  rpc::Journal journal_{store_.clock().clock(), [](absl::string_view) {}};
  rpc::WorkerPool workers_{2, 100};
  metrics::Registry metrics_;
  rpc::CallMetrics call_metrics_{metrics_};
  rpc::Runtime runtime_{journal_, workers_, call_metrics_,
                        [] { return absl::ZeroDuration(); }};
  const access::Guard guard_{store_->tokens(), store_.clock().clock()};
  const access::Endpoint endpoint_{guard_, runtime_};
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<CatalogueService> service_;
  std::unique_ptr<directory::DirectoryService> directory_service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::CatalogueService::Stub> stub_;
  std::unique_ptr<v1::DirectoryService::Stub> directory_;
};

TEST_F(CatalogueServiceTest, WhoAsksWhileTheCatalogueIsMadeIsToldSo) {
  std::vector<std::thread> askers;
  for (int i = 0; i < 40; ++i) {
    askers.emplace_back([this] {
      const grpc::Status status = List();
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
      EXPECT_NE(status.error_message().find("being made"), std::string::npos)
          << status.error_message();
    });
  }
  for (std::thread& asker : askers) asker.join();
  // What is wrong is wrong whatever the catalogue.
  grpc::ClientContext context;
  v1::GetOrganizationRequest request;
  v1::GetOrganizationResponse response;
  EXPECT_EQ(stub_->GetOrganization(&context, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // Nor does a list of places need it.
  grpc::ClientContext other;
  v1::ListServiceAtLocationsResponse places;
  EXPECT_TRUE(stub_->ListServiceAtLocations(&other, {}, &places).ok());
  go_on_.Notify();
  grpc::Status status = List();
  while (status.error_code() == grpc::StatusCode::UNAVAILABLE) status = List();
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(CatalogueServiceTest, OnlyWhoAsksForThingsWaitsForTheCatalogue) {
  EXPECT_EQ(Search("organizations/o1").error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ListPlaces("organizations/o1").error_code(),
            grpc::StatusCode::UNAVAILABLE);
  // What is wrong is wrong whatever the catalogue.
  EXPECT_EQ(Search("o1").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ListPlaces("o1").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  grpc::ClientContext context;
  v1::SearchEntriesResponse response;
  EXPECT_TRUE(directory_->SearchEntries(&context, {}, &response).ok());
  EXPECT_EQ(response.hits_size(), 1);
  go_on_.Notify();
  grpc::Status status = Search("organizations/o1");
  while (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    status = Search("organizations/o1");
  }
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(ListPlaces("organizations/o1").ok());
}

}  // namespace
}  // namespace localoffer::catalogue
