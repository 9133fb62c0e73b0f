// The pages, and behind them a node with Bristol's local offer, which they ask
// over gRPC. For tests alone.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_TESTING_PAGES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_TESTING_PAGES_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/gateway/pages/failure_page.h"
#include "services/gateway/pages/pages.h"
#include "services/gateway/testing_node.h"

namespace localoffer::gateway::pages {

// What a node read in Bristol's feed.
inline constexpr char kHarvested[] = "E06000023-H-1a2b3c4d";

class PagesTest : public ::testing::Test {
 protected:
  using TestingOffer = editions::TestingOffer;

  PagesTest() {
    auto site = Site::Make({node_.client(), offer_.clock().clock(),
                            &offer_.store().geography().boundaries(),
                            &offer_.store().geography().gazetteer()});
    EXPECT_TRUE(site.ok()) << site.status();
    site_ = *std::move(site);
    AddPages(*site_, router_);
  }

  HttpResponse Get(const std::string& target, const std::string& etag = "") {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.if_none_match = etag;
    return router_.Answer(request, "http://example.org");
  }

  // As the node answers a person's browser.
  HttpResponse Open(const std::string& target,
                    const std::string& method = "GET") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    const std::string base_url = "http://example.org";
    return ForReader(*site_, request, base_url,
                     router_.Answer(request, base_url));
  }

  static std::string EntryTarget(int number,
                                 const std::string& log = editions::kBristol) {
    return absl::StrCat("/entries/", log, "/", TestingOffer::IdOf(number));
  }

  // What the log says of an entry for the first time.
  void PublishIn(const std::string& log, int number,
                 const log::v1::EntryPublished& published) {
    offer_.clock().Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    change.subject = TestingOffer::IdOf(number);
    *change.body.mutable_entry_published() = published;
    const auto receipt = offer_.store().committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  static log::v1::EntryPublished Named(int number, const std::string& name) {
    log::v1::EntryPublished published;
    *published.mutable_service() = storage::TestService(number, name);
    return published;
  }

  TestingOffer offer_;
  TestingNode node_{offer_.store(), offer_.clock().clock()};
  std::unique_ptr<const Site> site_;
  Router router_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_TESTING_PAGES_H_
