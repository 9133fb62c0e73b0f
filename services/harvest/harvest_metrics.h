// What an operator wants to see of feeds over time.
#ifndef LOCALOFFER_SERVICES_HARVEST_HARVEST_METRICS_H_
#define LOCALOFFER_SERVICES_HARVEST_HARVEST_METRICS_H_

#include "services/harvest/followed_feeds.h"
#include "services/harvest/harvester.h"
#include "services/metrics/registry.h"

namespace localoffer::harvest {

// Adds what harvesting came to since the node started, and how each feed
// stands, labelled with the log that it is harvested into. Both outlive the
// registry's use.
void AddHarvestMetrics(const Harvester& harvester, const FollowedFeeds& feeds,
                       metrics::Registry& registry);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HARVEST_METRICS_H_
