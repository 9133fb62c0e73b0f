// What harvesting came to, in numbers.
#ifndef LOCALOFFER_SERVICES_HARVEST_HARVEST_COUNTERS_H_
#define LOCALOFFER_SERVICES_HARVEST_HARVEST_COUNTERS_H_

#include <cstdint>

#include "localoffer/v1/harvest.pb.h"
#include "services/harvest/crawl.h"

namespace localoffer::harvest {

// Since the node started. A plain value.
struct HarvestCounters {
  int64_t attempts = 0;
  // Attempts that did not read the whole feed, by why. No answer, not in time,
  // or one that says to come later:
  int64_t unreachable = 0;
  // An answer that is not taken: an address or a certificate that is not
  // allowed, too large, a status that stays, no page of Open Referral.
  int64_t refused_answers = 0;
  // The feed contradicts itself, or has more than is taken.
  int64_t contradictory = 0;
  // Too many entries were gone to withdraw them.
  int64_t held = 0;

  int64_t requests = 0;
  // Changes of entries that were published.
  int64_t added = 0;
  int64_t changed = 0;
  int64_t withdrawn = 0;
  // Records that violate a rule, each time they are read.
  int64_t refused_records = 0;
};

// Takes in one attempt.
void Count(const Crawl& crawl, const v1::Harvest& harvest,
           HarvestCounters& counters);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HARVEST_COUNTERS_H_
