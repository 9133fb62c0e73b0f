// `harvest`, and how the other verbs show what is harvested.
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLog[] = "authorities/E06000023-H-1a2b3c4d";

v1::Feed BristolFeed() {
  v1::Feed feed;
  feed.set_name("authorities/E06000023/feed");
  feed.set_url("https://example.org/api");
  feed.set_log(kLog);
  feed.mutable_interval()->set_seconds(21'600);
  feed.set_state(v1::FEED_STATE_WELL);
  feed.set_published_entries(819);
  feed.set_refused(3);
  feed.mutable_complete_crawl_time()->set_seconds(1756684800);
  feed.mutable_next_attempt_time()->set_seconds(1756706400);
  return feed;
}

v1::Harvested BristolHarvested() {
  v1::Harvested harvested;
  harvested.set_authority("authorities/E06000023");
  harvested.set_log(kLog);
  harvested.set_feed_url("https://example.org/api");
  harvested.mutable_complete_crawl_time()->set_seconds(1756684800);
  return harvested;
}

class Harvesting : public CommandTest {
 protected:
  Harvesting() {
    server_.answers.create_feed = [this](const v1::CreateFeedRequest& request,
                                         v1::CreateFeedResponse* response) {
      created_ = request;
      *response->mutable_feed() = BristolFeed();
      return grpc::Status::OK;
    };
    server_.answers.list_feeds = [this](const v1::ListFeedsRequest&,
                                        v1::ListFeedsResponse* response) {
      *response = feeds_;
      return grpc::Status::OK;
    };
    server_.answers.delete_feed = [this](const v1::DeleteFeedRequest& request,
                                         v1::DeleteFeedResponse*) {
      deleted_ = request;
      return grpc::Status::OK;
    };
    server_.answers.run_harvest = [this](const v1::RunHarvestRequest& request,
                                         v1::RunHarvestResponse* response) {
      EXPECT_EQ(request.name(), "authorities/E06000023/feed");
      *response->mutable_feed() = BristolFeed();
      *response->mutable_harvest() = harvest_;
      return grpc::Status::OK;
    };
    server_.answers.confirm_withdrawals =
        [this](const v1::ConfirmWithdrawalsRequest& request,
               v1::ConfirmWithdrawalsResponse* response) {
          confirmed_ = request;
          *response->mutable_feed() = BristolFeed();
          *response->mutable_harvest() = harvest_;
          return grpc::Status::OK;
        };
    harvest_.set_outcome(v1::HARVEST_OUTCOME_COMPLETE);
    harvest_.set_requests(11);
    harvest_.mutable_summary()->set_added(2);
    harvest_.mutable_summary()->set_unchanged(817);
  }

  v1::CreateFeedRequest created_;
  v1::ListFeedsResponse feeds_;
  v1::DeleteFeedRequest deleted_;
  v1::ConfirmWithdrawalsRequest confirmed_;
  v1::Harvest harvest_;
};

TEST_F(Harvesting, AddFollowsAFeed) {
  const Outcome outcome = Run({"harvest", "add", "Bristol",
                               "https://example.org/api", "--every", "90m"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(created_.parent(), "authorities/E06000023");
  EXPECT_EQ(created_.feed().url(), "https://example.org/api");
  EXPECT_EQ(created_.feed().interval().seconds(), 5400);
  EXPECT_THAT(outcome.out, HasSubstr("Following https://example.org/api for "
                                     "Bristol: it is read now, and then every "
                                     "6h."));
  EXPECT_EQ(Run({"harvest", "add", "Bristol", "https://example.org/api"}).code,
            0);
  EXPECT_FALSE(created_.feed().has_interval());
}

TEST_F(Harvesting, AnIntervalThatIsNoneNamesItsFlag) {
  const Outcome outcome =
      Run({"harvest", "add", "Bristol", "https://a", "--every", "daily"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--every: \"daily\""));
}

TEST_F(Harvesting, ListShowsHowItGoes) {
  EXPECT_THAT(Run({"harvest", "list"}).err, HasSubstr("No feed is followed."));
  *feeds_.add_feeds() = BristolFeed();
  v1::Feed& failing = *feeds_.add_feeds();
  failing.set_name("authorities/E06000022/feed");
  failing.set_state(v1::FEED_STATE_WITHDRAWALS_HELD);
  failing.set_detail("200 of 210 entries are gone from the feed");
  const Outcome outcome = Run({"harvest", "list"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Bristol"), HasSubstr("well"), HasSubstr("819"),
                    HasSubstr("2025-09-01T00:00:00Z"),
                    HasSubstr("2025-09-01T06:00:00Z"),
                    HasSubstr("https://example.org/api")));
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("withdrawals held"), HasSubstr("never"),
                    HasSubstr("not by itself"),
                    HasSubstr("200 of 210 entries are gone from the feed")));
  EXPECT_THAT(Run({"harvest", "list", "--output", "json"}).out,
              HasSubstr("\"FEED_STATE_WITHDRAWALS_HELD\""));
}

TEST_F(Harvesting, RunSaysWhatItCameTo) {
  const Outcome outcome = Run({"harvest", "run", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Read from beginning to end."),
                    HasSubstr("2 added, 0 changed, 0 withdrawn, 817 unchanged"),
                    HasSubstr(std::string("819 in ") + kLog)));
}

TEST_F(Harvesting, WhatWasNotReadAsAWholeIsExitOne) {
  harvest_.clear_summary();
  for (const v1::HarvestOutcome outcome :
       {v1::HARVEST_OUTCOME_INCOMPLETE, v1::HARVEST_OUTCOME_FAILED,
        v1::HARVEST_OUTCOME_STOPPED}) {
    harvest_.set_outcome(outcome);
    harvest_.set_detail("the server answers with status 500");
    const Outcome run = Run({"harvest", "run", "Bristol"});
    EXPECT_EQ(run.code, 1) << outcome;
    EXPECT_THAT(run.out, HasSubstr("the server answers with status 500"));
    EXPECT_THAT(run.out, Not(HasSubstr("added")));
    EXPECT_EQ(Run({"harvest", "run", "Bristol", "--output", "json"}).code, 1);
  }
  for (const v1::HarvestOutcome outcome :
       {v1::HARVEST_OUTCOME_UNCHANGED, v1::HARVEST_OUTCOME_CHANGES}) {
    harvest_.set_outcome(outcome);
    EXPECT_EQ(Run({"harvest", "run", "Bristol"}).code, 0) << outcome;
  }
}

TEST_F(Harvesting, HeldWithdrawalsSayHowToConfirmThem) {
  harvest_.set_outcome(v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
  harvest_.set_held_withdrawals(200);
  harvest_.mutable_summary()->set_withdrawn(200);
  Outcome outcome = Run({"harvest", "run", "Bristol"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("0 withdrawn"));
  EXPECT_THAT(outcome.err,
              HasSubstr("harvest confirm E06000023 --withdrawals 200"));
  harvest_.set_outcome(v1::HARVEST_OUTCOME_COMPLETE);
  harvest_.set_held_withdrawals(0);
  outcome = Run({"harvest", "confirm", "E06000023", "--withdrawals", "200"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(confirmed_.name(), "authorities/E06000023/feed");
  EXPECT_EQ(confirmed_.withdrawals(), 200);
  EXPECT_THAT(outcome.out, HasSubstr("200 withdrawn"));
  EXPECT_EQ(Run({"harvest", "confirm", "Bristol"}).code, 2);
  EXPECT_EQ(Run({"harvest", "confirm", "Bristol", "--withdrawals", "0"}).code,
            2);
}

TEST_F(Harvesting, RemoveKeepsWhatWasHarvestedUnlessAskedOtherwise) {
  Outcome outcome = Run({"harvest", "remove", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(deleted_.name(), "authorities/E06000023/feed");
  EXPECT_FALSE(deleted_.withdraw_entries());
  EXPECT_THAT(outcome.out, HasSubstr("What was harvested stays."));
  outcome = Run({"harvest", "remove", "Bristol", "--withdraw"});
  EXPECT_TRUE(deleted_.withdraw_entries());
  EXPECT_THAT(outcome.out, HasSubstr("What was harvested is withdrawn."));
}

TEST_F(Harvesting, IsShownOfEntries) {
  v1::Entry entry;
  entry.set_name(std::string(kLog) + "/entries/e1");
  entry.mutable_service()->set_name("Short breaks");
  *entry.mutable_harvested() = BristolHarvested();
  server_.answers.get_entry = [&](const v1::GetEntryRequest& request,
                                  v1::GetEntryResponse* response) {
    EXPECT_EQ(request.name(), entry.name());
    *response->mutable_entry() = entry;
    return grpc::Status::OK;
  };
  const Outcome got = Run({"get", entry.name()});
  EXPECT_EQ(got.code, 0) << got.err;
  EXPECT_THAT(got.out,
              AllOf(HasSubstr("Bristol (harvested)"),
                    HasSubstr("not the authority's word"),
                    HasSubstr("https://example.org/api"),
                    HasSubstr("2025-09-01T00:00:00Z"), HasSubstr(kLog)));
  server_.answers.search_entries = [&](const v1::SearchEntriesRequest& request,
                                       v1::SearchEntriesResponse* response) {
    EXPECT_EQ(request.filter().authorities(0), kLog);
    *response->add_hits()->mutable_entry() = entry;
    response->set_total_size(1);
    return grpc::Status::OK;
  };
  // By its own name, whatever the case.
  const Outcome found =
      Run({"search", "breaks", "--authority", "e06000023-h-1A2B3C4D"});
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_THAT(found.out, HasSubstr("Bristol (harvested)"));
}

TEST_F(Harvesting, IsShownOfAuthorities) {
  server_.answers.get_authority = [](const v1::GetAuthorityRequest&,
                                     v1::GetAuthorityResponse* response) {
    v1::Authority& authority = *response->mutable_authority();
    authority.set_name("authorities/E06000023");
    authority.set_title("Bristol");
    *authority.mutable_harvested() = BristolHarvested();
    authority.set_harvested_entries(819);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"authorities", "E06000023"}).out,
              AllOf(HasSubstr("https://example.org/api"), HasSubstr("819"),
                    HasSubstr("Publishes nothing here.")));
  server_.answers.list_authorities = [](const v1::ListAuthoritiesRequest&,
                                        v1::ListAuthoritiesResponse* response) {
    v1::Authority& authority = *response->add_authorities();
    authority.set_name("authorities/E06000023");
    authority.set_title("Bristol");
    *authority.mutable_harvested() = BristolHarvested();
    authority.set_harvested_entries(819);
    return grpc::Status::OK;
  };
  const Outcome listed = Run({"authorities"});
  EXPECT_THAT(listed.out,
              AllOf(HasSubstr("Bristol (harvested)"), HasSubstr("819")));
  EXPECT_THAT(listed.err, HasSubstr("of which 0 publish here. Feeds of 1 are "
                                    "harvested."));
}

TEST_F(Harvesting, IsShownOfInclusion) {
  server_.answers.check_inclusion = [](const v1::CheckInclusionRequest&,
                                       v1::CheckInclusionResponse* response) {
    v1::AuthorityInclusion& inclusion = *response->add_inclusions();
    inclusion.set_authority("authorities/E06000023");
    inclusion.set_title("Bristol");
    inclusion.set_status(v1::INCLUSION_STATUS_NEVER_LISTED);
    *inclusion.mutable_harvested() = BristolHarvested();
    return grpc::Status::OK;
  };
  const Outcome outcome = Run({"check", "--charity", "9900001"});
  EXPECT_THAT(outcome.out, HasSubstr("Bristol (harvested)"));
  EXPECT_THAT(outcome.err, HasSubstr("not the authority's word"));
}

TEST_F(Harvesting, IsRemarkedOnOfExports) {
  server_.answers.export_entries =
      [](const v1::ExportEntriesRequest&,
         std::vector<v1::ExportEntriesResponse>* parts) {
        parts->resize(2);
        (*parts)[0].set_chunk("{}");
        *(*parts)[0].add_harvested() = BristolHarvested();
        return grpc::Status::OK;
      };
  EXPECT_THAT(Run({"export", "Bristol"}).err,
              HasSubstr("Bristol (harvested) is read from "
                        "https://example.org/api; it is not the authority's "
                        "word."));
}

}  // namespace
}  // namespace localoffer::command
