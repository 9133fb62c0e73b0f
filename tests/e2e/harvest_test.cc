// Feeds of authorities that have not joined: read over HTTP, shown everywhere
// as harvested, and giving way to the authority's own log.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/harvest_fixture.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(HarvestTest, AFeedIsFollowedUnderItsAuthority) {
  v1::Feed feed;
  ASSERT_TRUE(Create(server_.url() + "/services/", &feed).ok());
  EXPECT_EQ(feed.name(), kBristolFeed);
  EXPECT_EQ(feed.url(), server_.url());
  EXPECT_EQ(feed.interval().seconds(), 6 * 3600);
  EXPECT_EQ(Reason(Create(server_.url())), "FEED_EXISTS");
  const v1::RunHarvestResponse run = Run();
  EXPECT_EQ(run.harvest().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(run.feed().published_entries(), 10);
  EXPECT_EQ(Feed().state(), v1::FEED_STATE_WELL);
  EXPECT_EQ(Feed().records(), 10);

  v1::DeleteFeedRequest remove;
  remove.set_name(kBristolFeed);
  v1::DeleteFeedResponse removed;
  ASSERT_TRUE(
      node_.harvest().DeleteFeed(With(operator_).get(), remove, &removed).ok());
  EXPECT_EQ(Reason(node_.harvest().DeleteFeed(With(operator_).get(), remove,
                                              &removed)),
            "FEED_NOT_FOUND");
  v1::RunHarvestRequest again;
  again.set_name(kBristolFeed);
  v1::RunHarvestResponse response;
  EXPECT_EQ(Reason(node_.harvest().RunHarvest(With(operator_).get(), again,
                                              &response)),
            "FEED_NOT_FOUND");
  // What was harvested stays.
  EXPECT_EQ(List(kBristolName).size(), 10u);
  ASSERT_TRUE(Create(server_.url()).ok());
  remove.set_withdraw_entries(true);
  ASSERT_TRUE(
      node_.harvest().DeleteFeed(With(operator_).get(), remove, &removed).ok());
  for (const v1::Entry& entry : List(kBristolName)) {
    EXPECT_EQ(entry.state(), v1::ENTRY_STATE_WITHDRAWN);
  }
}

TEST_F(HarvestTest, WhatIsNoFeedIsRefusedWithAllThatIsWrong) {
  v1::CreateFeedRequest request;
  request.set_parent("authorities/E06000023-H-1a2b3c4d");
  request.mutable_feed()->set_url("ftp://example.org/");
  request.mutable_feed()->mutable_interval()->set_seconds(1);
  v1::CreateFeedResponse response;
  const grpc::Status status =
      node_.harvest().CreateFeed(With(operator_).get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field : {"parent", "feed.url", "feed.interval"}) {
    EXPECT_THAT(status.error_details(), HasSubstr(field));
  }
  request.set_parent("authorities/NOWHERE");
  request.mutable_feed()->set_url("https://example.org");
  request.mutable_feed()->clear_interval();
  EXPECT_EQ(Reason(node_.harvest().CreateFeed(With(operator_).get(), request,
                                              &response)),
            "AUTHORITY_NOT_FOUND");
}

TEST_F(HarvestTest, WhatIsHarvestedIsShownAsThatEverywhere) {
  EXPECT_EQ(Inclusion("Example Trust").status(), v1::INCLUSION_STATUS_NO_DATA);
  Follow();
  const std::vector<v1::Entry> listed = List(kBristolName);
  ASSERT_EQ(listed.size(), 10u);
  for (const v1::Entry& entry : listed) ExpectHarvested(entry.harvested());
  const std::string log = listed[0].harvested().log();
  EXPECT_THAT(listed[0].name(), StartsWith(log + "/entries/"));
  EXPECT_EQ(List("authorities/-").size(), 10u);
  EXPECT_EQ(List(log).size(), 10u);

  v1::GetEntryRequest get;
  get.set_name(listed[3].name());
  v1::GetEntryResponse got;
  ASSERT_TRUE(node_.directory().GetEntry(With("").get(), get, &got).ok());
  ExpectHarvested(got.entry().harvested());
  v1::BatchGetEntriesRequest batch;
  batch.add_names(listed[3].name());
  v1::BatchGetEntriesResponse batched;
  ASSERT_TRUE(
      node_.directory().BatchGetEntries(With("").get(), batch, &batched).ok());
  ExpectHarvested(batched.entries(0).harvested());
  v1::ListEntryRevisionsRequest history;
  history.set_name(listed[3].name());
  v1::ListEntryRevisionsResponse revisions;
  ASSERT_TRUE(node_.directory()
                  .ListEntryRevisions(With("").get(), history, &revisions)
                  .ok());
  ExpectHarvested(revisions.revisions(0).entry().harvested());

  for (const v1::EntryView view : {v1::ENTRY_VIEW_BASIC, v1::ENTRY_VIEW_FULL}) {
    for (const std::string& authority :
         {std::string(), std::string(kBristolName), log}) {
      v1::SearchEntriesRequest search;
      search.set_query("respite");
      search.set_view(view);
      search.add_facets(v1::FACET_AUTHORITY);
      if (!authority.empty()) {
        search.mutable_filter()->add_authorities(authority);
      }
      const v1::SearchEntriesResponse found = Search(search);
      ASSERT_EQ(found.total_size(), 10) << authority;
      for (const v1::SearchHit& hit : found.hits()) {
        EXPECT_THAT(hit.entry().service().name(), StartsWith("Respite"));
        ExpectHarvested(hit.entry().harvested());
      }
      EXPECT_EQ(found.facets(0).values(0).value(), log);
      EXPECT_EQ(found.facets(0).values(0).title(),
                "City of Bristol (harvested)");
    }
  }

  const v1::AuthorityInclusion inclusion = Inclusion("Example Trust");
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_LISTED);
  EXPECT_EQ(inclusion.evidence_count(), 10);
  ExpectHarvested(inclusion.harvested());
  EXPECT_EQ(Inclusion("Nobody").status(), v1::INCLUSION_STATUS_NEVER_LISTED);
  ExpectHarvested(Inclusion("Nobody").harvested());

  const v1::Authority bristol = Bristol();
  ExpectHarvested(bristol.harvested());
  EXPECT_EQ(bristol.harvested_entries(), 10);
  EXPECT_EQ(bristol.log_size(), 0);

  v1::ExportEntriesResponse first;
  const std::string json = Export(v1::EXPORT_FORMAT_OPEN_REFERRAL_3, &first);
  ASSERT_EQ(first.harvested_size(), 1);
  ExpectHarvested(first.harvested(0));
  EXPECT_THAT(json,
              HasSubstr(absl::StrCat(
                  R"("harvested":[{"authority":"authorities/E06000023",)"
                  R"("log":")",
                  log, R"(","feed_url":")", server_.url(),
                  R"(","complete_crawl_time":"2026-09-01T09:00:00Z"}])")));
  Export(v1::EXPORT_FORMAT_CSV, &first);
  EXPECT_EQ(first.harvested_size(), 1);
}

TEST_F(HarvestTest, LogsAreListedOnlyWhenAskedFor) {
  Follow();
  const auto count = [this](bool harvested) {
    v1::ListAuthoritiesRequest request;
    request.set_show_harvested(harvested);
    v1::ListAuthoritiesResponse response;
    EXPECT_TRUE(node_.authorities()
                    .ListAuthorities(With("").get(), request, &response)
                    .ok());
    return response.authorities_size();
  };
  EXPECT_EQ(count(true), count(false) + 1);
}

TEST_F(HarvestTest, TheAuthoritysOwnLogTakesOver) {
  Follow();
  v1::ListEntriesRequest before;
  before.set_parent(kBristolName);
  v1::ListEntriesResponse harvested;
  ASSERT_TRUE(
      node_.directory().ListEntries(With("").get(), before, &harvested).ok());
  const std::string log = harvested.entries(0).harvested().log();
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(77, "Respite of our own", "9900001")});

  std::vector<v1::Entry> own = List(kBristolName);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_FALSE(own[0].has_harvested());
  EXPECT_EQ(List("authorities/-").size(), 1u);
  EXPECT_EQ(SearchFor("respite").total_size(), 1);
  EXPECT_EQ(SearchFor("respite", kBristolName).total_size(), 1);
  EXPECT_EQ(Inclusion("Example Trust").status(),
            v1::INCLUSION_STATUS_NEVER_LISTED);
  EXPECT_FALSE(Inclusion("Example Trust").has_harvested());
  EXPECT_FALSE(Bristol().has_harvested());
  v1::ExportEntriesResponse first;
  EXPECT_THAT(Export(v1::EXPORT_FORMAT_OPEN_REFERRAL_3, &first),
              Not(HasSubstr("harvested")));
  EXPECT_EQ(first.harvested_size(), 0);
  EXPECT_EQ(Feed().state(), v1::FEED_STATE_JOINED);
  EXPECT_FALSE(Feed().has_next_attempt_time());

  // The log can still be asked for, and a revision keeps its answer.
  EXPECT_EQ(List(log).size(), 10u);
  EXPECT_EQ(SearchFor("respite", log).total_size(), 10);
  v1::SearchEntriesRequest then;
  then.set_query("respite");
  then.set_revision(harvested.revision());
  EXPECT_EQ(Search(then).total_size(), 10);
  before.set_revision(harvested.revision());
  v1::ListEntriesResponse still;
  ASSERT_TRUE(
      node_.directory().ListEntries(With("").get(), before, &still).ok());
  EXPECT_EQ(still.entries_size(), 10);
  node_.Restart();
  EXPECT_EQ(SearchFor("respite").total_size(), 1);
  EXPECT_EQ(List(log).size(), 10u);
}

TEST_F(HarvestTest, NobodyButTheFeedWritesTheLog) {
  Follow();
  const std::string log = List(kBristolName)[0].harvested().log();
  // Neither the authority nor the operator, and there is no token for it.
  v1::PublicationHeader header =
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL);
  header.set_parent(log);
  for (const std::string& token : {node_.Token(kBristol), operator_}) {
    EXPECT_EQ(node_.Publish(header, {TestEntry(1, "Forged")}, token)
                  .status.error_code(),
              grpc::StatusCode::PERMISSION_DENIED);
  }
  v1::CreateTokenRequest request;
  request.set_parent(log);
  request.add_roles(v1::ROLE_PUBLISHER);
  v1::CreateTokenResponse response;
  EXPECT_EQ(node_.authorities()
                .CreateToken(With(operator_).get(), request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(List(log).size(), 10u);
}

TEST_F(HarvestTest, ManyWithdrawalsWaitForAnOperator) {
  Follow();
  Fill(5);
  v1::RunHarvestResponse held = Run();
  EXPECT_EQ(held.harvest().outcome(), v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
  EXPECT_EQ(held.feed().state(), v1::FEED_STATE_WITHDRAWALS_HELD);
  EXPECT_EQ(held.feed().held_withdrawals(), 5);
  node_.Restart();
  operator_ = node_.Token("-");
  EXPECT_EQ(SearchFor("respite").total_size(), 10);
  const auto confirm = [this](int number) {
    v1::ConfirmWithdrawalsRequest request;
    request.set_name(kBristolFeed);
    request.set_withdrawals(number);
    v1::ConfirmWithdrawalsResponse response;
    EXPECT_TRUE(
        node_.harvest()
            .ConfirmWithdrawals(With(operator_).get(), request, &response)
            .ok());
    return response.harvest().outcome();
  };
  EXPECT_EQ(confirm(6), v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
  EXPECT_EQ(confirm(5), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(SearchFor("respite").total_size(), 5);
  EXPECT_EQ(Feed().state(), v1::FEED_STATE_WELL);
}

}  // namespace
}  // namespace localoffer::testing
