#include "services/harvest/harvest_counters.h"

namespace localoffer::harvest {

void Count(const Crawl& crawl, const v1::Harvest& harvest,
           HarvestCounters& counters) {
  ++counters.attempts;
  counters.requests += harvest.requests();
  if (absl::IsUnavailable(crawl.error)) {
    ++counters.unreachable;
  } else if (!crawl.error.ok()) {
    ++counters.refused_answers;
  } else if (crawl.kind == CrawlKind::kIncomplete) {
    ++counters.contradictory;
  }
  if (harvest.held_withdrawals() > 0) ++counters.held;
  if (!harvest.has_publication()) return;
  const v1::PlanSummary& summary = harvest.summary();
  counters.added += summary.added();
  counters.changed += summary.changed();
  counters.withdrawn += summary.withdrawn() - harvest.held_withdrawals();
  counters.refused_records += summary.refused();
}

}  // namespace localoffer::harvest
