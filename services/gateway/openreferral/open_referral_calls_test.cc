// What the Open Referral API asks of the node, and how it says what that says.
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalogue/testing_store.h"
#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/testing_node.h"

namespace localoffer::gateway {
namespace {

using catalogue::kBristol;
using catalogue::kLeeds;
using catalogue::TestingStore;
using ::testing::HasSubstr;

constexpr int kServices = 40;
constexpr char kBase[] = "/openreferral/v3";
constexpr char kOrganization[] = "9f0c1d2e-3f40-4a51-8b62-7c8394a5b6c7";

class OpenReferralCallsTest : public ::testing::Test {
 protected:
  OpenReferralCallsTest() { AddOpenReferralResources(api_, router_); }

  void PublishAll() {
    std::mt19937_64 random(5);
    for (int number = 1; number <= kServices; ++number) {
      v1::Service service = TestingStore::AnyService(number, random);
      service.mutable_organization()->set_id(kOrganization);
      service.mutable_organization()->set_name("Provider");
      v1::TaxonomyTerm& term =
          *service.add_attributes()->mutable_taxonomy_term();
      term.set_id("t");
      term.set_name("Term");
      term.mutable_taxonomy_detail()->set_id("kind");
      term.mutable_taxonomy_detail()->set_name("The kind");
      service.add_service_at_locations()->set_id("p");
      store_.Publish(number % 2 == 0 ? kBristol : kLeeds, service);
    }
  }

  HttpResponse Get(const std::string& target, const std::string& tag = "",
                   const std::string& since = "") {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.if_none_match = tag;
    request.if_modified_since = since;
    HttpResponse response = router_.Answer(request, "http://node");
    for (bool more = response.source != nullptr; more;) {
      std::string piece;
      const absl::StatusOr<bool> next = response.source(piece);
      EXPECT_TRUE(next.ok()) << next.status();
      more = next.value_or(false);
      response.body += piece;
    }
    return response;
  }
  static std::string TagOf(const HttpResponse& response) {
    return absl::StrCat("\"", response.etag, "\"");
  }
  static size_t LinesIn(const HttpResponse& response) {
    const std::vector<std::string> lines =
        absl::StrSplit(response.body, '\n', absl::SkipEmpty());
    return lines.size();
  }

  void ExpectCalls(int calls, const std::string& target,
                   const std::string& tag = "") {
    const int before = node_.Calls();
    const HttpResponse response = Get(target, tag);
    EXPECT_EQ(response.status, tag.empty() ? 200 : 304)
        << target << response.body;
    EXPECT_EQ(node_.Calls() - before, calls) << target;
  }

  TestingStore store_;
  TestingNode node_{*store_, store_.clock().clock()};
  const OpenReferralApi api_{node_.client(), store_.clock().clock()};
  Router router_;
};

std::string IdOf(int number) { return storage::TestService(number, "").id(); }

TEST_F(OpenReferralCallsTest, NoAnswerAsksTheNodeForEachOfItsObjects) {
  PublishAll();
  const std::string v3 = kBase;
  const std::string bristol = absl::StrCat(kBase, "/authorities/", kBristol);
  const std::string v1 = "/openreferral/v1";
  // Texts of services are made once.
  for (const std::string& target :
       {v3 + "/services", v3 + "/services?full=true",
        v3 + "/services?minimal=true", v1 + "/services"}) {
    ExpectCalls(2, target);
    ExpectCalls(1, target);
  }
  const std::vector<std::pair<std::string, int>> calls = {
      {v3, 0},
      {v3 + "/services?format=ndjson", 1},
      {v3 + "/services?search=club&per_page=3&page=2", 1},
      {absl::StrCat(v3, "/services?taxonomy_id=The%20kind&organization_id=",
                    kOrganization),
       1},
      {v3 + "/services/" + IdOf(2), 1},
      {v3 + "/organizations", 2},
      {v3 + "/organizations?full=true", 3},
      {v3 + "/organizations?full_service=true", 3},
      {absl::StrCat(v3, "/organizations/", kOrganization), 3},
      {v3 + "/taxonomies", 2},
      {v3 + "/taxonomies/kind", 2},
      {v3 + "/taxonomy_terms", 2},
      {v3 + "/taxonomy_terms/t", 2},
      {v3 + "/service_at_locations", 2},
      {v3 + "/service_at_locations?full=true&search=club&page=2&per_page=3", 2},
      {v3 + "/service_at_locations?format=ndjson", 2},
      {v3 + "/service_at_locations/p", 2},
      {bristol + "/services", 1},
      {bristol + "/services/" + IdOf(2), 1},
      {bristol + "/organizations", 2},
      {v1 + "/vocabularies", 2},
      {v1 + "/taxonomies", 2},
      {absl::StrCat(v1, "/organizations/", kOrganization), 3}};
  for (const auto& [target, most] : calls) ExpectCalls(most, target);
  // Whoever has the answer already costs one.
  for (const std::string& target :
       {v3 + "/services", v3 + "/organizations?full=true",
        v3 + "/service_at_locations", v3 + "/taxonomies/kind",
        v3 + "/services/" + IdOf(2)}) {
    ExpectCalls(1, target, TagOf(Get(target)));
  }
}

TEST_F(OpenReferralCallsTest, OfThousandsTheNodeIsAskedForHundreds) {
  storage::Proposal proposal;
  proposal.authority = kBristol;
  for (int number = 1; number <= 1100; ++number) {
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    v1::Service service = storage::TestService(number, "A club");
    service.add_service_at_locations();
    service.mutable_organization()->set_id("o");
    change.subject = service.id();
    *change.body.mutable_entry_published()->mutable_service() = service;
  }
  ASSERT_TRUE(store_->committer().Commit(proposal).ok());
  // Three searches, and eleven batches the first time.
  ExpectCalls(14, absl::StrCat(kBase, "/services?format=ndjson"));
  ExpectCalls(3, absl::StrCat(kBase, "/services?format=ndjson"));
  EXPECT_EQ(LinesIn(Get(absl::StrCat(kBase, "/services?format=ndjson"))), 1100);
  EXPECT_EQ(
      LinesIn(Get(absl::StrCat(kBase, "/service_at_locations?format=ndjson"))),
      1100);
  ExpectCalls(7, absl::StrCat(kBase, "/organizations/o"));
}

TEST_F(OpenReferralCallsTest, AStreamIsOfTheMomentInWhichItBegan) {
  PublishAll();
  for (int number = 1000; number < 2200; ++number) {
    store_.Publish(kBristol, storage::TestService(number, "A club"));
  }
  HttpRequest request;
  request.method = "GET";
  request.target = absl::StrCat(kBase, "/services?format=ndjson");
  HttpResponse response = router_.Answer(request, "http://node");
  std::string body;
  for (bool more = true; more;) {
    more = response.source(body).value_or(false);
    store_.Withdraw(kBristol, IdOf(2100 + static_cast<int>(body.size()) % 97));
    store_.Publish(kBristol, storage::TestService(3000, "A new club"));
  }
  response.body = body;
  EXPECT_GE(LinesIn(response), 1200u);
  EXPECT_FALSE(absl::StrContains(body, "A new club"));
}

// More than an answer of the node may hold.
TEST_F(OpenReferralCallsTest, EntriesOfAnySizeAreShown) {
  for (int number = 1; number <= 7; ++number) {
    v1::Service service = storage::TestService(number, "A club");
    service.set_description(std::string(700'000, 'x'));
    service.mutable_organization()->set_id("o");
    service.mutable_organization()->set_name("Provider");
    service.add_service_at_locations();
    store_.Publish(kBristol, service);
  }
  for (const char* target :
       {"/services?full=true", "/services?full=true&format=ndjson",
        "/organizations?full_service=true",
        "/organizations/o?full_service=true",
        "/service_at_locations?full=true"}) {
    const HttpResponse response = Get(absl::StrCat(kBase, target));
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_GT(response.body.size(), 4'900'000u) << target;
  }
  EXPECT_EQ(LinesIn(Get(absl::StrCat(
                kBase, "/service_at_locations?full=true&format=ndjson"))),
            7u);
}

TEST_F(OpenReferralCallsTest, OnlyAnAuthorityOfTheNodeHasAnApi) {
  PublishAll();
  // Of a peer's log, of which the node knows no more than what is in it.
  const std::string copied = "E09000099-H-1a2b3c4d";
  store_.Publish(copied, storage::TestService(500, "A club"));
  for (const std::string& path :
       {std::string("/services"), std::string("/services?search=nothing"),
        std::string("/organizations"), std::string("/taxonomies"),
        std::string("/taxonomy_terms"), std::string("/service_at_locations"),
        std::string("/service_at_locations?format=ndjson"),
        "/services/" + IdOf(1), std::string("/services/x"),
        std::string("/services?page=0"), std::string("/organizations/o"),
        std::string("/taxonomies/kind"), std::string("/taxonomy_terms/t"),
        std::string("/service_at_locations/p")}) {
    const auto get = [&](absl::string_view id) {
      return Get(absl::StrCat(kBase, "/authorities/", id, path));
    };
    for (const char* unknown : {"E99999999", "nobody", "-"}) {
      const HttpResponse response = get(unknown);
      EXPECT_EQ(response.status, 404) << path;
      EXPECT_THAT(response.body, HasSubstr("UNKNOWN_AUTHORITY")) << path;
    }
    // Registered, without an entry; and with entries, but not registered.
    for (const std::string& known : {std::string("E06000022"), copied}) {
      EXPECT_THAT(get(known).body,
                  ::testing::Not(HasSubstr("UNKNOWN_AUTHORITY")))
          << path << " " << known;
    }
  }
}

TEST_F(OpenReferralCallsTest, NothingIsUnchangedThatWasNeverThere) {
  PublishAll();
  store_.clock().Advance(absl::Hours(1));
  Get(absl::StrCat(kBase, "/services"));
  store_.clock().Advance(absl::Hours(1));
  const std::string now = "Fri, 31 Dec 2100 00:00:00 GMT";
  for (const auto& [path, status] :
       std::map<std::string, int>{{"/services?page=0", 400},
                                  {"/services/x", 404},
                                  {"/organizations?page=0", 400},
                                  {"/organizations/none", 404},
                                  {"/taxonomies/none", 404},
                                  {"/taxonomy_terms/none", 404},
                                  {"/service_at_locations/none", 404},
                                  {"/service_at_locations?page=0", 400},
                                  {"/services?postcode=nowhere", 400},
                                  {"/services", 304},
                                  {"/taxonomies", 304}}) {
    EXPECT_EQ(Get(kBase + path, "*").status, status) << path;
    EXPECT_EQ(Get(kBase + path, "", now).status, status) << path;
  }
}

TEST_F(OpenReferralCallsTest, ATermAtTheTopHasNoParent) {
  PublishAll();
  const HttpResponse none =
      Get(absl::StrCat(kBase, "/taxonomy_terms?top_only=true&parent_id=t1"));
  EXPECT_EQ(none.status, 200);
  EXPECT_THAT(none.body, HasSubstr("\"total_items\":0"));
  EXPECT_EQ(
      LinesIn(Get(absl::StrCat(kBase,
                               "/taxonomy_terms?top_only=true&parent_id=t1"
                               "&format=ndjson"))),
      0u);
}

TEST_F(OpenReferralCallsTest, WithoutTheNodeThereIsNoAnswer) {
  PublishAll();
  const std::shared_ptr<const NodeClient> elsewhere = node_.Connect();
  const OpenReferralApi api(elsewhere, store_.clock().clock());
  Router router;
  AddOpenReferralResources(api, router);
  HttpRequest request;
  request.method = "GET";
  request.target = absl::StrCat(kBase, "/services");
  const HttpResponse here = Get(request.target);
  EXPECT_EQ(router.Answer(request, "http://node").body, here.body);
  node_.Stop();
  for (const char* path :
       {"/services", "/services/x", "/organizations", "/taxonomies",
        "/taxonomy_terms", "/service_at_locations"}) {
    request.target = absl::StrCat(kBase, path);
    const int status = router.Answer(request, "http://node").status;
    EXPECT_EQ(status, path == std::string("/services/x") ? 404 : 503) << path;
  }
}

}  // namespace
}  // namespace localoffer::gateway
