#include "services/catalogue/catalogue_service.h"

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"
#include "services/catalogue/testing_services.h"

namespace localoffer::catalogue {
namespace {

// Services whose catalogue can be held up while it is made.
class CatalogueServiceTest : public ::testing::Test {
 protected:
  CatalogueServiceTest() {
    std::mt19937_64 random(3);
    services_.store().Publish(kBristol, TestingStore::AnyService(1, random));
  }
  ~CatalogueServiceTest() override {
    if (!go_on_.HasBeenNotified()) go_on_.Notify();
  }

  grpc::Status List() {
    grpc::ClientContext context;
    v1::ListTaxonomiesResponse response;
    return services_.catalogue().ListTaxonomies(&context, {}, &response);
  }

  // Entries, and their locations, that name an organization.
  grpc::Status Search(const std::string& organization) {
    grpc::ClientContext context;
    v1::SearchEntriesRequest request;
    request.mutable_filter()->add_organizations(organization);
    v1::SearchEntriesResponse response;
    return services_.directory().SearchEntries(&context, request, &response);
  }
  grpc::Status ListPlaces(const std::string& organization) {
    grpc::ClientContext context;
    v1::ListServiceAtLocationsRequest request;
    request.mutable_filter()->add_organizations(organization);
    v1::ListServiceAtLocationsResponse response;
    return services_.catalogue().ListServiceAtLocations(&context, request,
                                                        &response);
  }

  CatalogueOptions HeldUp() {
    CatalogueOptions options;
    options.patience = absl::Milliseconds(1);
    options.before_entry = [this] { go_on_.WaitForNotification(); };
    options.at_once = false;
    return options;
  }

  absl::Notification go_on_;
  TestingServices services_{HeldUp()};
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
  EXPECT_EQ(services_.catalogue()
                .GetOrganization(&context, request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // Nor does a list of places need it.
  grpc::ClientContext other;
  v1::ListServiceAtLocationsResponse places;
  EXPECT_TRUE(
      services_.catalogue().ListServiceAtLocations(&other, {}, &places).ok());
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
  EXPECT_TRUE(
      services_.directory().SearchEntries(&context, {}, &response).ok());
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
