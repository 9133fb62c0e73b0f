// What an operator wants to see of peers over time.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_PEER_METRICS_H_
#define LOCALOFFER_SERVICES_EXCHANGE_PEER_METRICS_H_

#include "services/exchange/follower.h"
#include "services/metrics/registry.h"

namespace localoffer::exchange {

// Adds figures of each peer, labelled with its configured address: whether it
// is connected, by how much this node lags behind it, what was taken and
// refused. `follower` outlives the registry's use.
void AddPeerMetrics(const Follower& follower, metrics::Registry& registry);

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_PEER_METRICS_H_
