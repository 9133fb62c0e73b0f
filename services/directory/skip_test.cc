// Leaving out the first hits of a search, against reading all of them.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/directory/searcher.h"
#include "services/rpc/error.h"
#include "storage/testing.h"

namespace localoffer::directory {
namespace {

constexpr int kMany = 23;

class SkipTest : public ::testing::Test {
 protected:
  SkipTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(7);
    store_ = *storage::Store::Open(std::move(options));
    storage::Proposal proposal;
    proposal.authority = "E06000023";
    for (int i = 0; i < kMany; ++i) {
      storage::ProposedChange& change = proposal.changes.emplace_back();
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      const v1::Service service =
          storage::TestService(i, absl::StrCat("Breaks ", i));
      change.subject = service.id();
      *change.body.mutable_entry_published()->mutable_service() = service;
    }
    EXPECT_TRUE(store_->committer().Commit(proposal).ok());
  }

  v1::SearchEntriesResponse Search(const v1::SearchEntriesRequest& request) {
    const auto bytes = Searcher(*store_, clock_.clock()).Search(request);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    v1::SearchEntriesResponse response;
    EXPECT_TRUE(response.ParseFromString(bytes.value_or("")));
    return response;
  }

  static std::vector<std::string> NamesOf(
      const v1::SearchEntriesResponse& response) {
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.entry().name());
    }
    return names;
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

// Of the one here the node knows its log, and nothing else.
TEST_F(SkipTest, AnAuthorityIsKnownByItsLog) {
  v1::SearchEntriesRequest request;
  request.mutable_filter()->add_authorities("authorities/E06000023");
  EXPECT_EQ(Search(request).total_size(), kMany);
  request.mutable_filter()->add_authorities("authorities/E08000035");
  const absl::Status refused =
      Searcher(*store_, clock_.clock()).Search(request).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(refused.message().find("filter.authorities[1]"),
            absl::string_view::npos)
      << refused;
}

TEST_F(SkipTest, TheRestIsAsItWas) {
  v1::SearchEntriesRequest request;
  request.set_page_size(100);
  const std::vector<std::string> all = NamesOf(Search(request));
  ASSERT_EQ(all.size(), kMany);
  request.set_page_size(5);
  for (const int skip : {0, 1, 5, 20, 22, 23, 1000}) {
    request.set_skip(skip);
    const v1::SearchEntriesResponse page = Search(request);
    EXPECT_EQ(page.total_size(), kMany);
    const auto begin = all.begin() + std::min(skip, kMany);
    const auto end = all.begin() + std::min(skip + 5, kMany);
    EXPECT_EQ(NamesOf(page), std::vector<std::string>(begin, end)) << skip;
    EXPECT_EQ(page.next_page_token().empty(), skip + 5 >= kMany) << skip;
  }
}

TEST_F(SkipTest, CountsFromTheTokenAndMayDifferBetweenPages) {
  v1::SearchEntriesRequest request;
  request.set_page_size(100);
  const std::vector<std::string> all = NamesOf(Search(request));
  request.set_page_size(5);
  request.set_skip(2);
  request.set_page_token(Search(request).next_page_token());
  request.set_skip(3);
  EXPECT_EQ(NamesOf(Search(request)).front(), all[2 + 5 + 3]);
  request.set_skip(0);
  EXPECT_EQ(NamesOf(Search(request)).front(), all[2 + 5]);
}

TEST_F(SkipTest, IsNotNegative) {
  v1::SearchEntriesRequest request;
  request.set_skip(-1);
  EXPECT_EQ(Searcher(*store_, clock_.clock()).Search(request).status(),
            rpc::InvalidField("skip", "wanted 0 or more"));
}

}  // namespace
}  // namespace localoffer::directory
