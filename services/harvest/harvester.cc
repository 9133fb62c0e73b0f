#include "services/harvest/harvester.h"

#include <array>
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
// Clocks differ, and times without a zone may be an hour off.
constexpr absl::Duration kOverlap = absl::Hours(24);

absl::Status NoFeed(const std::string& log) {
  return absl::NotFoundError(absl::StrCat("no feed is followed into ", log));
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

}  // namespace

Harvester::Harvester(storage::Store& store,
                     const publishing::Publisher& publisher,
                     rpc::Journal& journal, HarvestOptions options)
    : store_(store),
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
  mutex_.AwaitWithTimeout(absl::Condition(&stopped_), duration);
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
  }
  client_.Stop();
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
  const std::optional<storage::v1::FeedRecord> feed = store_.feeds().Find(log);
  if (!feed) return NoFeed(log);
  const absl::Time began = options_.clock();
  v1::Harvest harvest;
  Crawl crawl;
  if (stopped()) {
    crawl.error = absl::CancelledError("the node is stopping");
  } else {
    // What is held shows only in the whole.
    crawl = Read(log, *feed, confirmed > 0 || feed->held_withdrawals() > 0);
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
  if (!crawl.source.empty()) {
    RETURN_IF_ERROR(Publish(log, crawl, confirmed, harvest));
  }
  RETURN_IF_ERROR(Keep(log, crawl, harvest, began));
  Tell(log, harvest);
  return harvest;
}

Crawl Harvester::Read(const std::string& log,
                      const storage::v1::FeedRecord& feed, bool whole) {
  const auto record = store_.authorities().Find(log);
  CrawlRequest request;
  request.feed = record ? record->harvested().feed_url() : "";
  request.now = options_.clock();
  if (!whole) {
    request.known_pages.assign(feed.pages().begin(), feed.pages().end());
    const absl::Time complete = absl::FromUnixMicros(
        record ? record->harvested().complete_crawl_micros() : 0);
    if (feed.honours_modified_after() && feed.pages().empty() &&
        request.now - complete < kFullCrawlInterval) {
      request.modified_after = complete - kOverlap;
    }
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

absl::Status Harvester::Publish(const std::string& log, const Crawl& crawl,
                                int32_t confirmed, v1::Harvest& harvest) {
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
  RETURN_IF_ERROR(outcome.status);
  if (outcome.publication) {
    *harvest.mutable_publication() = *std::move(outcome.publication);
  }
  return absl::OkStatus();
}

absl::Status Harvester::Keep(const std::string& log, const Crawl& crawl,
                             const v1::Harvest& harvest, absl::Time began) {
  std::optional<storage::v1::FeedRecord> feed = store_.feeds().Find(log);
  if (!feed) return absl::OkStatus();
  feed->set_attempt_micros(absl::ToUnixMicros(began));
  feed->set_outcome(harvest.outcome());
  feed->set_detail(harvest.detail());
  feed->set_consecutive_failures(
      IsFailure(crawl) ? feed->consecutive_failures() + 1 : 0);
  const absl::Time next =
      NextAttempt({.end = options_.clock(),
                   .interval = absl::Microseconds(feed->interval_micros()),
                   .failures = feed->consecutive_failures(),
                   .not_before = fetcher_.not_before()},
                  Random());
  feed->set_next_attempt_micros(absl::ToUnixMicros(next));
  if (!crawl.source.empty() && crawl.kind != CrawlKind::kChanges) {
    feed->set_records(harvest.summary().records());
    feed->set_refused(harvest.summary().refused());
  }
  if (crawl.kind == CrawlKind::kComplete) {
    feed->set_held_withdrawals(harvest.held_withdrawals());
    feed->mutable_pages()->Assign(crawl.known_pages.begin(),
                                  crawl.known_pages.end());
    feed->set_honours_modified_after(crawl.honours_modified_after);
  }
  if (crawl.kind == CrawlKind::kComplete ||
      crawl.kind == CrawlKind::kUnchanged) {
    auto record = store_.authorities().Find(log);
    if (record) {
      record->mutable_harvested()->set_complete_crawl_micros(
          absl::ToUnixMicros(began));
      RETURN_IF_ERROR(store_.authorities().Put(log, *record));
    }
  }
  const absl::Status kept = store_.feeds().Update(log, *feed);
  // It was removed meanwhile.
  return absl::IsNotFound(kept) ? absl::OkStatus() : kept;
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

absl::Time Harvester::RunDue() {
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [log, feed] : store_.feeds().All()) {
    if (stopped()) return absl::InfiniteFuture();
    // An authority that has joined speaks for itself.
    if (store_.logs().Head(log::AuthorityOfLog(log))) continue;
    absl::Time due = absl::FromUnixMicros(feed.next_attempt_micros());
    if (due <= options_.clock()) {
      const absl::StatusOr<v1::Harvest> harvest = Run(log, 0);
      if (!harvest.ok() && !absl::IsNotFound(harvest.status())) {
        journal_.Write(rpc::Severity::kError, "harvest failed",
                       {{"log", log},
                        {"detail", std::string(harvest.status().message())}});
      }
      const auto after = store_.feeds().Find(log);
      if (!after) continue;
      due = absl::FromUnixMicros(after->next_attempt_micros());
      // The store failed: not at once again.
      due = std::max(due, options_.clock() + kLeastInterval);
    }
    next = std::min(next, due);
  }
  return next;
}

}  // namespace localoffer::harvest
