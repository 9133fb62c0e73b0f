// A node, and a feed that it can follow.
#ifndef LOCALOFFER_TESTS_E2E_HARVEST_FIXTURE_H_
#define LOCALOFFER_TESTS_E2E_HARVEST_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/testing_feed_server.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {

inline constexpr char kBristolName[] = "authorities/E06000023";
inline constexpr char kBristolFeed[] = "authorities/E06000023/feed";

class HarvestTest : public ::testing::Test {
 protected:
  HarvestTest() : server_(feed_.script()), operator_(node_.Token("-")) {
    feed_.page_size = 4;
    Fill(10);
  }

  void Fill(int services) {
    feed_.services.clear();
    for (int i = 0; i < services; ++i) {
      feed_.services.emplace_back(harvest::TestId(i),
                                  absl::StrCat("Respite ", i));
    }
  }

  grpc::Status Create(const std::string& url, v1::Feed* feed = nullptr) {
    v1::CreateFeedRequest request;
    request.set_parent(kBristolName);
    request.mutable_feed()->set_url(url);
    v1::CreateFeedResponse response;
    grpc::Status status =
        node_.harvest().CreateFeed(With(operator_).get(), request, &response);
    if (feed != nullptr) *feed = response.feed();
    return status;
  }
  // Follows the feed, and returns when it was read.
  v1::RunHarvestResponse Follow() {
    EXPECT_TRUE(Create(server_.url()).ok());
    return Run();
  }
  v1::RunHarvestResponse Run() {
    v1::RunHarvestRequest request;
    request.set_name(kBristolFeed);
    v1::RunHarvestResponse response;
    const grpc::Status status =
        node_.harvest().RunHarvest(With(operator_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::Feed Feed() {
    v1::ListFeedsResponse response;
    EXPECT_TRUE(
        node_.harvest().ListFeeds(With(operator_).get(), {}, &response).ok());
    EXPECT_EQ(response.feeds_size(), 1);
    return response.feeds_size() == 1 ? response.feeds(0) : v1::Feed();
  }

  std::vector<v1::Entry> List(const std::string& parent) {
    v1::ListEntriesRequest request;
    request.set_parent(parent);
    request.set_page_size(1000);
    v1::ListEntriesResponse response;
    const grpc::Status status =
        node_.directory().ListEntries(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.entries().begin(), response.entries().end()};
  }
  v1::SearchEntriesResponse Search(const v1::SearchEntriesRequest& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status =
        node_.directory().SearchEntries(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::SearchEntriesResponse SearchFor(const std::string& words,
                                      const std::string& authority = "") {
    v1::SearchEntriesRequest request;
    request.set_query(words);
    if (!authority.empty())
      request.mutable_filter()->add_authorities(authority);
    return Search(request);
  }
  v1::Authority Bristol() {
    v1::GetAuthorityRequest request;
    request.set_name(kBristolName);
    v1::GetAuthorityResponse response;
    EXPECT_TRUE(node_.authorities()
                    .GetAuthority(With("").get(), request, &response)
                    .ok());
    return response.authority();
  }
  v1::AuthorityInclusion Inclusion(const std::string& provider) {
    v1::CheckInclusionRequest request;
    request.mutable_description()->add_names(provider);
    request.add_authorities(kBristolName);
    v1::CheckInclusionResponse response;
    const grpc::Status status =
        node_.inclusion().CheckInclusion(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.inclusions_size() == 1 ? response.inclusions(0)
                                           : v1::AuthorityInclusion();
  }
  // The file, and the first message.
  std::string Export(v1::ExportFormat format,
                     v1::ExportEntriesResponse* first) {
    v1::ExportEntriesRequest request;
    request.set_parent(kBristolName);
    request.set_format(format);
    const auto context = With("");
    const auto reader = node_.directory().ExportEntries(context.get(), request);
    std::string file;
    v1::ExportEntriesResponse response;
    EXPECT_TRUE(reader->Read(first));
    EXPECT_EQ(first->chunk(), "");
    while (reader->Read(&response)) file += response.chunk();
    EXPECT_TRUE(reader->Finish().ok());
    return file;
  }

  void ExpectHarvested(const v1::Harvested& harvested) {
    EXPECT_EQ(harvested.authority(), kBristolName);
    EXPECT_THAT(harvested.log(),
                ::testing::StartsWith("authorities/E06000023-H-"));
    EXPECT_EQ(harvested.feed_url(), server_.url());
    EXPECT_EQ(harvested.complete_crawl_time().seconds(),
              absl::ToUnixSeconds(node_.clock().now()));
  }

  harvest::TestFeed feed_;
  harvest::FeedServer server_;
  TestNode node_;
  std::string operator_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_E2E_HARVEST_FIXTURE_H_
