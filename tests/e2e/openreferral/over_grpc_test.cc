// What the Open Referral API says, CatalogueService says too.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/openreferral/message_writer.h"
#include "tests/e2e/openreferral/api_fixture.h"
#include "tests/e2e/openreferral/records.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAreArray;
using ::testing::SizeIs;

class OverGrpcTest : public OpenReferralApiTest {
 protected:
  OverGrpcTest() {
    node_.MustPublish(kBristol, records_.EntriesOf(0));
    node_.MustPublish(kLeeds, records_.EntriesOf(1));
  }

  // The lines of a list over HTTP, without one member.
  std::vector<std::string> Lines(const std::string& target,
                                 const char* without = "") {
    const Received received =
        Get(absl::StrCat(kBase, target), "Accept: application/x-ndjson\r\n");
    EXPECT_EQ(received.status, 200) << target << "\n" << received.body;
    std::vector<std::string> lines;
    for (const absl::string_view line :
         absl::StrSplit(received.body, '\n', absl::SkipEmpty())) {
      lines.push_back(Without(without, std::string(line)));
    }
    return lines;
  }

  // The JSON of an object, one of whose members is the last.
  static std::string Without(const char* member, std::string json) {
    if (*member == '\0') return json;
    const size_t begin = json.find(absl::StrCat(",\"", member, "\":"));
    EXPECT_NE(begin, std::string::npos) << json;
    return json.substr(0, begin) + "}";
  }

  static std::string JsonOf(const google::protobuf::Message& message) {
    return openreferral::MessageJson(message, nullptr, {});
  }

  template <typename Request, typename Response>
  std::vector<Response> Pages(
      grpc::Status (v1::CatalogueService::Stub::*method)(grpc::ClientContext*,
                                                         const Request&,
                                                         Response*),
      Request request) {
    std::vector<Response> pages;
    request.set_page_size(7);
    do {
      const grpc::Status status = (node_.catalogue().*method)(
          With("").get(), request, &pages.emplace_back());
      EXPECT_TRUE(status.ok()) << status.error_message();
      request.set_page_token(pages.back().next_page_token());
    } while (!request.page_token().empty());
    return pages;
  }

  std::vector<std::string> Organizations(
      const v1::ListOrganizationsRequest& request) {
    std::vector<std::string> lines;
    for (const auto& page :
         Pages(&v1::CatalogueService::Stub::ListOrganizations, request)) {
      for (const auto& each : page.organizations()) {
        EXPECT_EQ(each.name(),
                  absl::StrCat("organizations/", each.organization().id()));
        lines.push_back(JsonOf(each.organization()));
      }
    }
    return lines;
  }
  std::vector<std::string> Taxonomies(
      const v1::ListTaxonomiesRequest& request) {
    std::vector<std::string> lines;
    for (const auto& page :
         Pages(&v1::CatalogueService::Stub::ListTaxonomies, request)) {
      for (const auto& each : page.taxonomies()) {
        EXPECT_EQ(each.name(),
                  absl::StrCat("taxonomies/", each.taxonomy().id()));
        lines.push_back(JsonOf(each.taxonomy()));
      }
    }
    return lines;
  }
  std::vector<std::string> Terms(const v1::ListTaxonomyTermsRequest& request) {
    std::vector<std::string> lines;
    for (const auto& page :
         Pages(&v1::CatalogueService::Stub::ListTaxonomyTerms, request)) {
      for (const auto& each : page.terms()) {
        EXPECT_EQ(each.name(),
                  absl::StrCat("taxonomyTerms/", each.term().id()));
        lines.push_back(JsonOf(each.term()));
      }
    }
    return lines;
  }
  std::vector<std::string> AtLocations(
      const v1::ListServiceAtLocationsRequest& request) {
    std::vector<std::string> lines;
    for (const auto& page :
         Pages(&v1::CatalogueService::Stub::ListServiceAtLocations, request)) {
      for (const auto& each : page.service_at_locations()) {
        lines.push_back(JsonOf(each.service_at_location()));
      }
    }
    return lines;
  }

  const Records records_{21};
};

TEST_F(OverGrpcTest, Organizations) {
  v1::ListOrganizationsRequest request;
  const std::vector<std::string> all = Lines("/organizations");
  EXPECT_THAT(all, SizeIs(9));
  EXPECT_EQ(Organizations(request), all);
  request.set_view(v1::CATALOGUE_VIEW_FULL);
  EXPECT_EQ(Organizations(request),
            Lines("/organizations?full=true", "services"));
  request.set_search("charity 4");
  EXPECT_EQ(Organizations(request),
            Lines("/organizations?full=true&search=charity%204", "services"));
  request.clear_search();
  request.set_authority(absl::StrCat("authorities/", kLeeds));
  EXPECT_EQ(
      Organizations(request),
      Lines(absl::StrCat("/authorities/", kLeeds, "/organizations?full=true"),
            "services"));
}

TEST_F(OverGrpcTest, AnOrganizationWithItsServices) {
  for (const std::string& id : All(absl::StrCat(kBase, "/organizations"))) {
    v1::GetOrganizationRequest request;
    request.set_name(absl::StrCat("organizations/", id));
    v1::GetOrganizationResponse response;
    const grpc::Status status =
        node_.catalogue().GetOrganization(With("").get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const std::string body =
        Get(absl::StrCat(kBase, "/organizations/", id)).body;
    EXPECT_EQ(JsonOf(response.organization().organization()),
              Without("services", body));
    std::vector<std::string> entries;
    const rapidjson::Document whole = Parse(body);
    for (const auto& service : whole["services"].GetArray()) {
      entries.emplace_back(service["entry"]["name"].GetString());
    }
    EXPECT_THAT(response.organization().entries(), ElementsAreArray(entries));
  }
}

TEST_F(OverGrpcTest, TaxonomiesAndTerms) {
  const std::vector<std::string> all = Lines("/taxonomies");
  EXPECT_THAT(all, SizeIs(2));
  EXPECT_EQ(Taxonomies({}), all);
  v1::ListTaxonomiesRequest kinds;
  kinds.set_search("kind");
  EXPECT_EQ(Taxonomies(kinds), Lines("/taxonomies?search=kind"));
  v1::ListTaxonomyTermsRequest request;
  EXPECT_THAT(Terms(request), SizeIs(6));
  EXPECT_EQ(Terms(request), Lines("/taxonomy_terms"));
  request.set_top_only(true);
  EXPECT_EQ(Terms(request), Lines("/taxonomy_terms?top_only=true"));
  request.set_taxonomy("taxonomies/Needs");
  EXPECT_EQ(Terms(request),
            Lines("/taxonomy_terms?top_only=true&taxonomy_id=Needs"));
  request.Clear();
  request.set_parent_term(absl::StrCat("taxonomyTerms/", Uuid(3, 0)));
  EXPECT_THAT(Terms(request), SizeIs(2));
  EXPECT_EQ(Terms(request),
            Lines(absl::StrCat("/taxonomy_terms?parent_id=", Uuid(3, 0))));
}

TEST_F(OverGrpcTest, ServicesAtLocations) {
  v1::ListServiceAtLocationsRequest request;
  request.set_view(v1::CATALOGUE_VIEW_FULL);
  const std::vector<std::string> all =
      Lines("/service_at_locations?full=true", "service");
  EXPECT_GT(all.size(), 50u);
  // All of them stand in another order there.
  EXPECT_THAT(AtLocations(request), ::testing::UnorderedElementsAreArray(all));
  request.set_query("music");
  EXPECT_EQ(AtLocations(request),
            Lines("/service_at_locations?full=true&search=music", "service"));
  request.clear_query();
  request.mutable_filter()->mutable_near()->mutable_place()->set_postcode(
      "BS1");
  request.mutable_filter()->mutable_near()->set_radius_meters(3000);
  const std::vector<std::string> near = Lines(
      "/service_at_locations?full=true&postcode=BS1&proximity=3000", "service");
  EXPECT_GT(near.size(), 5u);
  EXPECT_LT(near.size(), all.size());
  EXPECT_EQ(AtLocations(request), near);
}

TEST_F(OverGrpcTest, AServiceAtALocation) {
  for (const std::string& id :
       All(absl::StrCat(kBase, "/service_at_locations"))) {
    v1::GetServiceAtLocationRequest request;
    request.set_name(absl::StrCat("serviceAtLocations/", id));
    v1::GetServiceAtLocationResponse response;
    const grpc::Status status = node_.catalogue().GetServiceAtLocation(
        With("").get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const std::string body =
        Get(absl::StrCat(kBase, "/service_at_locations/", id)).body;
    EXPECT_EQ(JsonOf(response.service_at_location().service_at_location()),
              Without("service", body));
    EXPECT_EQ(response.service_at_location().entry().name(),
              Parse(body)["service"]["entry"]["name"].GetString());
  }
}

TEST_F(OverGrpcTest, WhatIsNotThere) {
  v1::GetTaxonomyTermRequest request;
  request.set_name("taxonomyTerms/none");
  v1::GetTaxonomyTermResponse response;
  const grpc::Status status =
      node_.catalogue().GetTaxonomyTerm(With("").get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const Received received = Get(absl::StrCat(kBase, "/taxonomy_terms/none"));
  EXPECT_EQ(received.status, 404);
  EXPECT_EQ(Parse(received.body)["reason"].GetString(), Reason(status));
}

}  // namespace
}  // namespace localoffer::testing
