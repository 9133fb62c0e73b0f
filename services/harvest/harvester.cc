#include "services/harvest/harvester.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/harvest/feed_url.h"
#include "services/harvest/schedule.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

constexpr absl::string_view kNoneLeft = "[]";
constexpr absl::string_view kGone = "no longer in the feed that is harvested";
constexpr absl::string_view kNotFollowed =
    "the feed that was harvested is no longer followed";
// More than a submission needs beside the records of a crawl.
constexpr size_t kMoreBytes = 1 << 20;
// What this node may not sign yet is looked at again after that.
constexpr absl::Duration kHeldPause = absl::Seconds(5);
// Clocks differ, and times without a zone may be an hour off.
constexpr absl::Duration kOverlap = absl::Hours(24);

absl::Status NoFeed(const std::string& log) {
  return absl::NotFoundError(absl::StrCat("no feed is followed into ", log));
}

absl::Time DueTime(const FollowedFeed& feed) {
  return absl::FromUnixMicros(feed.record.next_attempt_micros());
}

// Whether the attempt neither read the feed to its end nor was told why not to.
bool IsFailure(const Crawl& crawl) {
  return crawl.kind == CrawlKind::kFailed || !crawl.error.ok();
}

v1::HarvestOutcome OutcomeOf(const Crawl& crawl) {
  switch (crawl.kind) {
    case CrawlKind::kComplete:
      return v1::HARVEST_OUTCOME_COMPLETE;
    case CrawlKind::kUnchanged:
      return v1::HARVEST_OUTCOME_UNCHANGED;
    case CrawlKind::kChanges:
      return v1::HARVEST_OUTCOME_CHANGES;
    case CrawlKind::kIncomplete:
      return v1::HARVEST_OUTCOME_INCOMPLETE;
    case CrawlKind::kFailed:
      return v1::HARVEST_OUTCOME_FAILED;
  }
  return v1::HARVEST_OUTCOME_UNSPECIFIED;
}

// What is wrong with the records that were left out; nothing if none were.
std::string Refusals(const publishing::Plan& plan) {
  const int refused = plan.summary.refused();
  if (refused == 0 || plan.violations.empty()) return "";
  const v1::Violation& first = plan.violations.front();
  return absl::StrCat(refused, refused == 1 ? " record is" : " records are",
                      " left out; the first, \"", first.title(), "\", ",
                      first.field(), ": wanted ", first.wanted());
}

}  // namespace

Harvester::Harvester(storage::Store& store, FollowedFeeds& feeds,
                     const publishing::Publisher& publisher,
                     rpc::Journal& journal, HarvestOptions options)
    : store_(store),
      feeds_(feeds),
      publisher_(publisher),
      journal_(journal),
      options_(std::move(options)),
      client_(options_.http, options_.stopwatch),
      fetcher_(client_, options_.fetch, World()) {}

FetchWorld Harvester::World() {
  FetchWorld world;
  world.clock = options_.clock;
  world.wait = options_.wait ? options_.wait : [this](absl::Duration duration) {
    return Wait(duration);
  };
  world.random = [this] { return Random(); };
  return world;
}

bool Harvester::Wait(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  while (!stopped_) {
    if (stopping_.WaitWithTimeout(&mutex_, duration)) break;
  }
  return !stopped_;
}

double Harvester::Random() const {
  std::array<uint8_t, 4> bytes = {};
  options_.random(absl::MakeSpan(bytes));
  uint32_t number = 0;
  for (const uint8_t byte : bytes) number = number << 8 | byte;
  return number / 4294967296.0;
}

void Harvester::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    stopping_.SignalAll();
  }
  client_.Stop();
}

HarvestCounters Harvester::counters() const {
  absl::MutexLock lock(&mutex_);
  return counters_;
}

bool Harvester::stopped() const {
  absl::MutexLock lock(&mutex_);
  return stopped_;
}

absl::StatusOr<v1::Harvest> Harvester::Run(const std::string& log,
                                           int32_t confirmed) {
  absl::MutexLock lock(&running_);
  return RunLocked(log, confirmed);
}

absl::StatusOr<v1::Harvest> Harvester::RunLocked(const std::string& log,
                                                 int32_t confirmed) {
  const std::optional<FollowedFeed> feed = feeds_.Find(log);
  if (!feed) return NoFeed(log);
  const absl::Time began = options_.clock();
  v1::Harvest harvest;
  Crawl crawl;
  if (stopped()) {
    crawl.error = absl::CancelledError("the node is stopping");
  } else {
    // What is held shows only in the whole.
    crawl = Read(*feed, confirmed > 0 || feed->record.held_withdrawals() > 0);
  }
  harvest.set_outcome(OutcomeOf(crawl));
  harvest.set_detail(crawl.detail);
  harvest.set_requests(fetcher_.requests());
  harvest.set_pages(crawl.pages);
  harvest.set_total_told(crawl.total_told.value_or(-1));
  if (absl::IsCancelled(crawl.error)) {
    // As if it had not begun.
    harvest.set_outcome(v1::HARVEST_OUTCOME_STOPPED);
    return harvest;
  }
  if (!feeds_.StillFollows(log, *feed)) return NoFeed(log);
  if (!crawl.source.empty()) {
    RETURN_IF_ERROR(Publish(log, confirmed, crawl, harvest));
  }
  RETURN_IF_ERROR(Keep(log, *feed, crawl, harvest, began));
  Tell(log, harvest);
  absl::MutexLock lock(&mutex_);
  Count(crawl, harvest, counters_);
  return harvest;
}

Crawl Harvester::Read(const FollowedFeed& feed, bool whole) {
  const storage::v1::FeedRecord& record = feed.record;
  CrawlRequest request;
  request.feed = feed.url;
  request.now = options_.clock();
  const absl::Duration unread =
      request.now - absl::FromUnixMicros(record.whole_reading_micros());
  if (!whole && unread < kBelievedFor) {
    request.known_pages.assign(record.pages().begin(), record.pages().end());
  }
  if (!whole && record.honours_modified_after() && record.pages().empty() &&
      unread < kFullCrawlInterval) {
    request.modified_after = feed.complete_crawl - kOverlap;
  }
  return Crawler(fetcher_, options_.crawl).Read(request);
}

absl::StatusOr<publishing::Outcome> Harvester::Submit(
    const std::string& log, const Crawl& crawl,
    const v1::PublicationHeader& conditions) {
  publishing::Submission submission(crawl.source.size() + kMoreBytes);
  v1::PublishRequest request;
  *request.mutable_header() = conditions;
  v1::PublicationHeader& header = *request.mutable_header();
  header.set_parent(entry::FormatAuthorityName(log));
  header.set_format(static_cast<v1::SourceFormat>(crawl.format));
  header.set_source_name("feed");
  header.set_leave_out_refused(true);
  RETURN_IF_ERROR(submission.Add(request));
  request.set_source_chunk(crawl.source);
  RETURN_IF_ERROR(submission.Add(request));
  request.set_end(true);
  RETURN_IF_ERROR(submission.Add(request));
  return publisher_.Publish(submission, [] { return absl::OkStatus(); });
}

absl::Status Harvester::Publish(const std::string& log, int32_t confirmed,
                                Crawl& crawl, v1::Harvest& harvest) {
  v1::PublicationHeader conditions;
  conditions.set_scope(crawl.kind == CrawlKind::kComplete
                           ? v1::PUBLICATION_SCOPE_FULL
                           : v1::PUBLICATION_SCOPE_PARTIAL);
  conditions.set_confirm_withdrawals(confirmed);
  conditions.set_withdrawal_reason(std::string(kGone));
  ASSIGN_OR_RETURN(publishing::Outcome outcome, Submit(log, crawl, conditions));
  *harvest.mutable_summary() = outcome.plan.summary;
  const int32_t gone = outcome.plan.summary.withdrawn();
  if (!outcome.status.ok() &&
      outcome.plan.summary.withdrawals_need_confirmation()) {
    // The rest of what it says is no less true.
    conditions.set_scope(v1::PUBLICATION_SCOPE_PARTIAL);
    ASSIGN_OR_RETURN(outcome, Submit(log, crawl, conditions));
    harvest.set_outcome(v1::HARVEST_OUTCOME_WITHDRAWALS_HELD);
    harvest.set_held_withdrawals(gone);
    harvest.set_detail(absl::StrCat(
        gone, " of ", harvest.summary().published_before(),
        " entries are gone from the feed: that is more than is withdrawn "
        "without confirmation"));
  }
  if (harvest.detail().empty()) harvest.set_detail(Refusals(outcome.plan));
  if (outcome.publication) {
    *harvest.mutable_publication() = *std::move(outcome.publication);
  }
  if (!outcome.status.ok()) {
    // As if it could not be read.
    crawl.kind = CrawlKind::kFailed;
    crawl.error = outcome.status;
    harvest.set_outcome(v1::HARVEST_OUTCOME_FAILED);
    harvest.set_detail(std::string(outcome.status.message()));
    harvest.set_held_withdrawals(0);
  }
  return absl::OkStatus();
}

absl::Status Harvester::Keep(const std::string& log, FollowedFeed feed,
                             const Crawl& crawl, const v1::Harvest& harvest,
                             absl::Time began) {
  storage::v1::FeedRecord& record = feed.record;
  record.set_attempt_micros(absl::ToUnixMicros(began));
  record.set_outcome(harvest.outcome());
  record.set_detail(harvest.detail());
  record.set_consecutive_failures(
      IsFailure(crawl) ? record.consecutive_failures() + 1 : 0);
  const absl::Time next =
      NextAttempt({.end = options_.clock(),
                   .interval = absl::Microseconds(record.interval_micros()),
                   .failures = record.consecutive_failures(),
                   .not_before = fetcher_.not_before()},
                  Random());
  record.set_next_attempt_micros(absl::ToUnixMicros(next));
  if (!crawl.source.empty() && crawl.kind != CrawlKind::kChanges) {
    record.set_records(harvest.summary().records());
    record.set_refused(harvest.summary().refused());
  }
  if (crawl.kind == CrawlKind::kComplete) {
    record.set_held_withdrawals(harvest.held_withdrawals());
    record.mutable_pages()->Assign(crawl.known_pages.begin(),
                                   crawl.known_pages.end());
    record.set_honours_modified_after(crawl.honours_modified_after);
    record.set_whole_reading_micros(absl::ToUnixMicros(began));
  }
  if (crawl.kind == CrawlKind::kComplete ||
      crawl.kind == CrawlKind::kUnchanged) {
    feed.complete_crawl = began;
  }
  return feeds_.Keep(log, feed);
}

void Harvester::Tell(const std::string& log, const v1::Harvest& harvest) {
  rpc::Severity severity = rpc::Severity::kInfo;
  if (harvest.outcome() == v1::HARVEST_OUTCOME_FAILED ||
      harvest.outcome() == v1::HARVEST_OUTCOME_INCOMPLETE) {
    severity = rpc::Severity::kWarning;
  }
  // Somebody has to look at it.
  if (harvest.held_withdrawals() > 0) severity = rpc::Severity::kError;
  const v1::PlanSummary& summary = harvest.summary();
  journal_.Write(severity, "harvest",
                 {{"log", log},
                  {"outcome", v1::HarvestOutcome_Name(harvest.outcome())},
                  {"detail", harvest.detail()},
                  {"requests", absl::StrCat(harvest.requests())},
                  {"added", absl::StrCat(summary.added())},
                  {"changed", absl::StrCat(summary.changed())},
                  {"withdrawn", absl::StrCat(summary.withdrawn() -
                                             harvest.held_withdrawals())},
                  {"refused", absl::StrCat(summary.refused())}});
}

absl::Status Harvester::WithdrawAll(const std::string& log) {
  absl::MutexLock lock(&running_);
  const auto head = store_.logs().Head(log);
  if (!head || head->published_entries() == 0) return absl::OkStatus();
  Crawl nothing;
  nothing.source = std::string(kNoneLeft);
  v1::PublicationHeader conditions;
  conditions.set_scope(v1::PUBLICATION_SCOPE_FULL);
  conditions.set_confirm_withdrawals(
      static_cast<int32_t>(head->published_entries()));
  conditions.set_withdrawal_reason(std::string(kNotFollowed));
  ASSIGN_OR_RETURN(const publishing::Outcome outcome,
                   Submit(log, nothing, conditions));
  return outcome.status;
}

absl::Status Harvester::RunIfDue(const std::string& log) {
  absl::MutexLock lock(&running_);
  // Somebody may have asked for it meanwhile.
  const std::optional<FollowedFeed> feed = feeds_.Find(log);
  if (!feed || DueTime(*feed) > options_.clock()) return absl::OkStatus();
  const absl::Status run = RunLocked(log, 0).status();
  return absl::IsNotFound(run) ? absl::OkStatus() : run;
}

absl::Time Harvester::RunDue() {
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [log, feed] : feeds_.All()) {
    if (stopped()) return absl::InfiniteFuture();
    // An authority that has joined speaks for itself.
    if (store_.logs().Head(log::AuthorityOfLog(log))) continue;
    absl::Time due = DueTime(feed);
    if (!store_.committer().MaySign(log).ok()) {
      due = std::max(due, options_.clock() + kHeldPause);
    }
    if (due <= options_.clock()) {
      const absl::Status run = RunIfDue(log);
      if (!run.ok()) {
        journal_.Write(rpc::Severity::kError, "harvest failed",
                       {{"log", log}, {"detail", std::string(run.message())}});
      }
      const std::optional<FollowedFeed> after = feeds_.Find(log);
      if (!after) continue;
      // If the store failed, not at once again.
      due = std::max(DueTime(*after), options_.clock() + kLeastInterval);
    }
    next = std::min(next, due);
  }
  return next;
}

}  // namespace localoffer::harvest
