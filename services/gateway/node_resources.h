// What an operator's tools ask of a node.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NODE_RESOURCES_H_
#define LOCALOFFER_SERVICES_GATEWAY_NODE_RESOURCES_H_

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/gateway/copy_state.h"
#include "services/gateway/resource.h"
#include "services/metrics/registry.h"

namespace localoffer::gateway {

// What `/healthz` asks of the node.
struct HealthOptions {
  // Not OK once a write has failed: then nothing is written any more. May be
  // empty, as the next.
  std::function<absl::Status()> can_write;
  std::function<absl::Status()> may_publish;
  // Of a replica; otherwise empty.
  std::function<CopyState()> copy;
  std::function<absl::Time()> clock;
};

// `/healthz`: 200 as long as questions are answered; says whether publishing
// goes on, too, and if not, why. Of a replica: 503 until it has caught up once,
// and how old its copy is.
class HealthResource : public Resource {
 public:
  explicit HealthResource(HealthOptions options)
      : options_(std::move(options)) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  HttpResponse OfReplica(const CopyState& copy) const;
  absl::Status CanWrite() const;

  const HealthOptions options_;
};

// `/metrics`, for Prometheus.
class MetricsResource : public Resource {
 public:
  explicit MetricsResource(const metrics::Registry& registry)
      : registry_(registry) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const metrics::Registry& registry_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_NODE_RESOURCES_H_
