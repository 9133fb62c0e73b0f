#include "services/harvest/harvester.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/harvest/harvest_metrics.h"
#include "services/harvest/testing_feed_server.h"
#include "storage/testing.h"

namespace localoffer::harvest {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kBristol[] = "E06000023";

// A store, a feed that behaves unless a test says otherwise, and a clock that
// moves where the harvester waits.
class HarvesterTest : public ::testing::Test {
 protected:
  HarvesterTest() : server_(feed_.script()) {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(3);
    options.authorities[kBristol].set_title("Bristol");
    store_ = *storage::Store::Open(std::move(options));
    publisher_ = std::make_unique<publishing::Publisher>(
        *store_, clock_.clock(), publishing::PlanRules{0.2});
    journal_ = std::make_unique<rpc::Journal>(
        clock_.clock(),
        [this](absl::string_view line) { lines_.emplace_back(line); });
    feeds_ = std::make_unique<FollowedFeeds>(*store_);
    harvester_ = std::make_unique<Harvester>(*store_, *feeds_, *publisher_,
                                             *journal_, Options());
    log_ = *feeds_->LogFor(kBristol);
    Fill(20);
    Follow();
  }

  HarvestOptions Options() {
    HarvestOptions options;
    options.http.user_agent = "test";
    options.http.may_connect = IsAnyAddress;
    options.clock = clock_.clock();
    options.stopwatch = [] { return absl::ZeroDuration(); };
    options.random = storage::SeededBytes(4);
    options.wait = [this](absl::Duration duration) {
      clock_.Advance(duration);
      return true;
    };
    return options;
  }

  void Fill(int services) {
    feed_.page_size = 100;
    feed_.services.clear();
    for (int i = 0; i < services; ++i) {
      feed_.services.emplace_back(TestId(i), absl::StrCat("Service ", i));
    }
  }
  void Follow() {
    FollowedFeed feed;
    feed.url = server_.url();
    feed.record.set_create_time_micros(absl::ToUnixMicros(clock_.now()));
    feed.record.set_interval_micros(absl::ToInt64Microseconds(absl::Hours(6)));
    const absl::Status followed = feeds_->Follow(log_, feed);
    ASSERT_TRUE(followed.ok()) << followed;
  }

  v1::Harvest Run(int32_t confirmed = 0) {
    absl::StatusOr<v1::Harvest> harvest = harvester_->Run(log_, confirmed);
    EXPECT_TRUE(harvest.ok()) << harvest.status();
    return harvest.value_or(v1::Harvest());
  }
  storage::v1::FeedRecord Record() { return feeds_->Find(log_)->record; }
  int Entries() {
    const auto head = store_->logs().Head(log_);
    return head ? static_cast<int>(head->published_entries()) : 0;
  }
  void Join() {
    storage::Proposal proposal;
    proposal.authority = kBristol;
    storage::ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_NIL_DECLARED;
    change.subject = "LO-C9";
    change.body.mutable_nil_declared()->set_reason("none");
    proposal.changes.push_back(std::move(change));
    ASSERT_TRUE(store_->committer().Commit(proposal).ok());
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  TestFeed feed_;
  FeedServer server_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<publishing::Publisher> publisher_;
  std::vector<std::string> lines_;
  std::unique_ptr<rpc::Journal> journal_;
  std::unique_ptr<FollowedFeeds> feeds_;
  std::unique_ptr<Harvester> harvester_;
  std::string log_;
};

TEST_F(HarvesterTest, PublishesWhatTheFeedHoldsAndNothingTwice) {
  const absl::Time began = clock_.now();
  const v1::Harvest first = Run();
  EXPECT_EQ(first.outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(first.summary().added(), 20);
  EXPECT_EQ(first.total_told(), 20);
  EXPECT_EQ(first.publication().change_count(), 20);
  EXPECT_EQ(Entries(), 20);
  EXPECT_FALSE(store_->logs().Head(kBristol).has_value());
  EXPECT_EQ(feeds_->Find(log_)->complete_crawl, began);
  clock_.Advance(absl::Hours(6));
  feed_.services[3].second = "Renamed";
  feed_.services.erase(feed_.services.begin());
  const v1::Harvest second = Run();
  EXPECT_EQ(second.summary().changed(), 1);
  EXPECT_EQ(second.summary().withdrawn(), 1);
  EXPECT_EQ(second.publication().change_count(), 2);
  EXPECT_EQ(Entries(), 19);
  EXPECT_EQ(Run().publication().change_count(), 0);
}

TEST_F(HarvesterTest, AFeedThatCannotBeReadChangesNothing) {
  Run();
  server_.Follow([](const FeedRequest&) { return FeedAnswer{.status = 500}; });
  const v1::Harvest harvest = Run();
  EXPECT_EQ(harvest.outcome(), v1::HARVEST_OUTCOME_FAILED);
  EXPECT_THAT(harvest.detail(), HasSubstr("500"));
  EXPECT_EQ(harvest.requests(), 4);
  EXPECT_EQ(Entries(), 20);
  EXPECT_EQ(Record().consecutive_failures(), 1);
  Run();
  EXPECT_EQ(Record().consecutive_failures(), 2);
  EXPECT_LT(Record().next_attempt_micros(),
            absl::ToUnixMicros(clock_.now() + absl::Minutes(16)));
  EXPECT_THAT(lines_.back(), HasSubstr("WARNING"));
  server_.Follow(feed_.script());
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(Record().consecutive_failures(), 0);
}

TEST_F(HarvesterTest, WhatIsNotReadToItsEndWithdrawsNothing) {
  feed_.page_size = 10;
  Run();
  feed_.services[0].second = "Renamed";
  server_.Follow([this](const FeedRequest& request) {
    return request.Parameter("page") == "2" ? FeedAnswer{.status = 404}
                                            : feed_.Answer(request);
  });
  v1::Harvest harvest = Run();
  EXPECT_EQ(harvest.outcome(), v1::HARVEST_OUTCOME_INCOMPLETE);
  EXPECT_EQ(harvest.summary().changed(), 1);
  EXPECT_EQ(Entries(), 20);
  // Nor does one that contradicts itself, although it is no failure.
  feed_.services.pop_back();
  server_.Follow([this](const FeedRequest& request) {
    FeedAnswer answer = feed_.Answer(request);
    answer.body = absl::StrReplaceAll(
        answer.body, {{"\"total_items\":19", "\"total_items\":20"}});
    return answer;
  });
  harvest = Run();
  EXPECT_EQ(harvest.outcome(), v1::HARVEST_OUTCOME_INCOMPLETE);
  EXPECT_THAT(harvest.detail(), HasSubstr("it has 20 services, and lists 19"));
  EXPECT_EQ(Entries(), 20);
  EXPECT_EQ(Record().consecutive_failures(), 0);
}

TEST_F(HarvesterTest, ASlowAnswerIsNotWaitedForForEver) {
  feed_.page_size = 10;
  Run();
  HarvestOptions options = Options();
  options.http.total_timeout = absl::Milliseconds(50);
  Harvester impatient(*store_, *feeds_, *publisher_, *journal_, options);
  server_.Follow([this](const FeedRequest& request) {
    FeedAnswer answer = feed_.Answer(request);
    if (request.Parameter("page") == "2") {
      answer.body.append(1 << 20, ' ');
      answer.drips = true;
    }
    return answer;
  });
  const absl::StatusOr<v1::Harvest> harvest = impatient.Run(log_, 0);
  ASSERT_TRUE(harvest.ok());
  EXPECT_EQ(harvest->outcome(), v1::HARVEST_OUTCOME_INCOMPLETE);
  EXPECT_EQ(Entries(), 20);
}

TEST_F(HarvesterTest, TooManyWithdrawalsAreHeldUntilTheirNumberIsConfirmed) {
  Run();
  Fill(15);
  feed_.services[0].second = "Renamed";
  const v1::Harvest held = Run();
  EXPECT_EQ(held.outcome(), v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
  EXPECT_EQ(held.held_withdrawals(), 5);
  EXPECT_EQ(held.summary().changed(), 1);
  EXPECT_EQ(held.publication().change_count(), 1);
  EXPECT_THAT(held.detail(), HasSubstr("5 of 20 entries are gone"));
  EXPECT_EQ(Entries(), 20);
  EXPECT_EQ(Record().held_withdrawals(), 5);
  EXPECT_THAT(lines_.back(), HasSubstr("ERROR"));
  // Another number is no confirmation, and neither is time.
  EXPECT_EQ(Run(4).held_withdrawals(), 5);
  clock_.Advance(absl::Hours(100));
  EXPECT_EQ(Run().held_withdrawals(), 5);
  EXPECT_EQ(Entries(), 20);
  const v1::Harvest confirmed = Run(5);
  EXPECT_EQ(confirmed.outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(Entries(), 15);
  EXPECT_EQ(Record().held_withdrawals(), 0);
}

TEST_F(HarvesterTest, AFeedThatIsEmptiedIsHeldToo) {
  Run();
  Fill(0);
  EXPECT_EQ(Run().held_withdrawals(), 20);
  EXPECT_EQ(Entries(), 20);
}

TEST_F(HarvesterTest, ARecordThatViolatesARuleKeepsWhatWasHarvested) {
  Run();
  feed_.services[4].second = std::string(501, 'x');
  const v1::Harvest harvest = Run();
  EXPECT_EQ(harvest.outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(harvest.summary().refused(), 1);
  EXPECT_THAT(harvest.detail(),
              AllOf(HasSubstr("1 record is left out"),
                    HasSubstr("wanted a name of at most 500 bytes")));
  EXPECT_EQ(harvest.summary().withdrawn(), 0);
  EXPECT_EQ(Record().refused(), 1);
  EXPECT_EQ(Entries(), 20);
}

TEST_F(HarvesterTest, ReadsWhatHasChangedAndOnceADayTheWhole) {
  for (const auto& [id, name] : feed_.services) {
    feed_.modified[id] = "2026-08-01T00:00:00Z";
  }
  feed_.honours_modified_after = true;
  Run();
  clock_.Advance(absl::Hours(6));
  feed_.services[7].second = "Renamed";
  feed_.modified[TestId(7)] = "2026-09-01T12:00:00Z";
  feed_.services.erase(feed_.services.begin());
  server_.Forget();
  const v1::Harvest changes = Run();
  EXPECT_EQ(changes.outcome(), v1::HARVEST_OUTCOME_CHANGES);
  EXPECT_EQ(changes.summary().changed(), 1);
  EXPECT_EQ(server_.requests()[0].Parameter("modified_after"),
            "2026-08-31T09:00:00Z");
  EXPECT_EQ(Entries(), 20);
  EXPECT_EQ(Record().records(), 20) << "of the newest crawl of the whole";
  clock_.Advance(absl::Hours(18));
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(Entries(), 19);
}

TEST_F(HarvesterTest, BelievesAServerThatNothingHasChangedForAWeek) {
  feed_.etags = true;
  Run();
  server_.Forget();
  for (int day = 1; day < 7; ++day) {
    clock_.Advance(absl::Hours(24));
    EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_UNCHANGED);
    EXPECT_EQ(feeds_->Find(log_)->complete_crawl, clock_.now());
  }
  EXPECT_EQ(server_.requests().size(), 6u);
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
}

TEST_F(HarvesterTest, WhileWithdrawalsAreHeldAllIsRead) {
  feed_.etags = true;
  Run();
  Fill(10);
  EXPECT_EQ(Run().held_withdrawals(), 10);
  // By now the server would say that nothing has changed.
  EXPECT_EQ(Run().held_withdrawals(), 10);
  Fill(20);
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
  EXPECT_EQ(Record().held_withdrawals(), 0);
}

TEST_F(HarvesterTest, RunsWhatIsDueAndSaysWhenToComeBack) {
  const absl::Time next = harvester_->RunDue();
  EXPECT_EQ(Entries(), 20);
  EXPECT_NEAR(absl::ToDoubleHours(next - clock_.now()), 6, 0.7);
  server_.Forget();
  EXPECT_EQ(harvester_->RunDue(), next);
  EXPECT_THAT(server_.requests(), IsEmpty());
  clock_.Advance(next - clock_.now());
  EXPECT_GT(harvester_->RunDue(), next);
  EXPECT_FALSE(server_.requests().empty());
}

TEST_F(HarvesterTest, AnAuthorityThatHasJoinedSpeaksForItself) {
  Run();
  Join();
  clock_.Advance(absl::Hours(100));
  server_.Forget();
  EXPECT_EQ(harvester_->RunDue(), absl::InfiniteFuture());
  EXPECT_THAT(server_.requests(), IsEmpty());
  // An operator may still look.
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_COMPLETE);
}

TEST_F(HarvesterTest, AFeedThatIsRemovedWhileItIsReadLeavesNothing) {
  server_.Follow([this](const FeedRequest& request) {
    (void)feeds_->Unfollow(log_);
    return feed_.Answer(request);
  });
  EXPECT_TRUE(absl::IsNotFound(harvester_->Run(log_, 0).status()));
  EXPECT_EQ(Entries(), 0);
}

TEST_F(HarvesterTest, WithdrawsAllOfWhatIsFollowedNoLonger) {
  EXPECT_TRUE(harvester_->WithdrawAll(log_).ok());
  Run();
  EXPECT_TRUE(harvester_->WithdrawAll(log_).ok());
  EXPECT_EQ(Entries(), 0);
  EXPECT_TRUE(harvester_->WithdrawAll(log_).ok());
}

TEST_F(HarvesterTest, AStopLeavesTheFeedAsItWas) {
  server_.Follow([this](const FeedRequest&) {
    harvester_->Stop();
    return FeedAnswer{.body = "begun", .held_back = 2, .hangs = true};
  });
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_STOPPED);
  EXPECT_EQ(Record().attempt_micros(), 0);
  EXPECT_EQ(Run().outcome(), v1::HARVEST_OUTCOME_STOPPED);
  EXPECT_EQ(harvester_->RunDue(), absl::InfiniteFuture());
}

TEST_F(HarvesterTest, CountsWhatItDoes) {
  Run();
  feed_.services[1].second = std::string(501, 'x');
  feed_.services.pop_back();
  Run();
  Fill(3);
  Run();
  server_.Follow([](const FeedRequest&) { return FeedAnswer{.status = 503}; });
  Run();
  server_.Follow([](const FeedRequest&) { return FeedAnswer{.status = 403}; });
  Run();
  server_.Follow([this](const FeedRequest& request) {
    FeedAnswer answer = feed_.Answer(request);
    answer.body =
        absl::StrReplaceAll(answer.body, {{"total_items", "total_things"}});
    return answer;
  });
  Run();
  const HarvestCounters counters = harvester_->counters();
  EXPECT_EQ(counters.attempts, 6);
  EXPECT_EQ(counters.unreachable, 1);
  EXPECT_EQ(counters.refused_answers, 1);
  EXPECT_EQ(counters.contradictory, 1);
  EXPECT_EQ(counters.held, 1);
  EXPECT_EQ(counters.added, 20);
  EXPECT_EQ(counters.withdrawn, 1);
  EXPECT_EQ(counters.refused_records, 1);
  EXPECT_EQ(counters.requests, static_cast<int64_t>(server_.requests().size()));

  metrics::Registry registry;
  AddHarvestMetrics(*harvester_, *feeds_, registry);
  EXPECT_THAT(
      registry.Text(),
      AllOf(HasSubstr("localoffer_harvest_crawls_total 6\n"),
            HasSubstr("localoffer_harvest_errors_total{error=\"unreachable\"} "
                      "1\n"),
            HasSubstr("localoffer_harvest_changes_total{change=\"added\"} "
                      "20\n"),
            HasSubstr(
                absl::StrCat("localoffer_feed_records{log=\"", log_, "\"} "))));
}

TEST_F(HarvesterTest, WhatMayNotBeSignedYetIsNotReadYet) {
  bool may_sign = false;
  store_->committer().AskBeforeSigning([&may_sign](const std::string&) {
    return may_sign ? absl::OkStatus() : absl::UnavailableError("asking");
  });
  EXPECT_EQ(harvester_->RunDue(), clock_.now() + absl::Seconds(5));
  EXPECT_THAT(server_.requests(), IsEmpty());
  may_sign = true;
  harvester_->RunDue();
  EXPECT_EQ(store_->logs().Head(log_)->published_entries(), 20);
}

}  // namespace
}  // namespace localoffer::harvest
