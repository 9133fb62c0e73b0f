#include "services/harvest/harvest_metrics.h"

#include <string>

#include "absl/time/time.h"

namespace localoffer::harvest {
namespace {

using metrics::Exposition;
using metrics::Kind;

void ShowCounters(const HarvestCounters& counters, Exposition& out) {
  out.Add(Kind::kCounter, "localoffer_harvest_crawls_total",
          "Times that a feed was read, or was to be", {},
          static_cast<double>(counters.attempts));
  out.Add(Kind::kCounter, "localoffer_harvest_requests_total",
          "Requests to the servers of feeds", {},
          static_cast<double>(counters.requests));
  const auto error = [&out](const char* why, int64_t count) {
    out.Add(Kind::kCounter, "localoffer_harvest_errors_total",
            "Crawls that did not read a whole feed, or held something back, by "
            "why",
            {{"error", why}}, static_cast<double>(count));
  };
  error("unreachable", counters.unreachable);
  error("refused_answer", counters.refused_answers);
  error("contradictory", counters.contradictory);
  error("withdrawals_held", counters.held);
  const auto changes = [&out](const char* what, int64_t count) {
    out.Add(Kind::kCounter, "localoffer_harvest_changes_total",
            "Changes of entries that came of feeds", {{"change", what}},
            static_cast<double>(count));
  };
  changes("added", counters.added);
  changes("changed", counters.changed);
  changes("withdrawn", counters.withdrawn);
  out.Add(Kind::kCounter, "localoffer_harvest_refused_records_total",
          "Records of feeds that violate a rule, each time they are read", {},
          static_cast<double>(counters.refused_records));
}

void ShowFeed(const std::string& log, const FollowedFeed& feed,
              Exposition& out) {
  const metrics::Labels labels = {{"log", log}};
  out.Add(Kind::kGauge, "localoffer_feed_failures",
          "Crawls of a feed in a row, up to the newest, that failed", labels,
          feed.record.consecutive_failures());
  out.Add(Kind::kGauge, "localoffer_feed_records",
          "Records of a feed when it was last read", labels,
          feed.record.records());
  out.Add(Kind::kGauge, "localoffer_feed_success_timestamp_seconds",
          "When a feed was last read to its end, or was found unchanged; 0 "
          "before the first time",
          labels,
          static_cast<double>(absl::ToUnixSeconds(feed.complete_crawl)));
  out.Add(Kind::kGauge, "localoffer_feed_held_withdrawals",
          "Entries that are gone from a feed and wait to be confirmed", labels,
          feed.record.held_withdrawals());
}

}  // namespace

void AddHarvestMetrics(const Harvester& harvester, const FollowedFeeds& feeds,
                       metrics::Registry& registry) {
  registry.AddSource([&harvester, &feeds](Exposition& out) {
    ShowCounters(harvester.counters(), out);
    for (const auto& [log, feed] : feeds.All()) ShowFeed(log, feed, out);
  });
}

}  // namespace localoffer::harvest
