// What the store knows of itself, as metrics.
#ifndef LOCALOFFER_SERVICES_SERVER_NODE_METRICS_H_
#define LOCALOFFER_SERVICES_SERVER_NODE_METRICS_H_

#include "services/metrics/registry.h"
#include "storage/store.h"

namespace localoffer::server {

// Adds logs, entries, commits, the index, RocksDB and the process to what
// `registry` shows. `store` outlives its use.
void AddNodeMetrics(storage::Store& store, metrics::Registry& registry);

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_NODE_METRICS_H_
