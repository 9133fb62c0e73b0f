// How many values of a facet an answer has.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/directory/searcher.h"
#include "storage/testing.h"

namespace localoffer::directory {
namespace {

TEST(Facets, HaveAtMostTwoHundredValues) {
  constexpr int kMany = 201;
  storage::TemporaryFolder folder;
  storage::FakeClock clock;
  storage::StoreOptions options;
  options.directory = folder.path();
  options.clock = clock.clock();
  options.random = storage::SeededBytes(7);
  const auto store = *storage::Store::Open(std::move(options));
  for (int i = 0; i < kMany; ++i) {
    storage::Proposal proposal;
    proposal.authority = absl::StrCat("E", 99'000'000 + i);
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    const v1::Service service = storage::TestService(i, "Short breaks");
    change.subject = service.id();
    *change.body.mutable_entry_published()->mutable_service() = service;
    ASSERT_TRUE(store->committer().Commit(proposal).ok());
  }
  v1::SearchEntriesRequest request;
  request.add_facets(v1::FACET_AUTHORITY);
  const auto bytes = Searcher(*store, clock.clock()).Search(request);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  v1::SearchEntriesResponse response;
  ASSERT_TRUE(response.ParseFromString(*bytes));
  EXPECT_EQ(response.total_size(), kMany);
  EXPECT_EQ(response.facets(0).values_size(), 200);
}

}  // namespace
}  // namespace localoffer::directory
