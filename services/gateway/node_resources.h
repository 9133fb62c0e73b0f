// What an operator's tools ask of a node.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NODE_RESOURCES_H_
#define LOCALOFFER_SERVICES_GATEWAY_NODE_RESOURCES_H_

#include <functional>
#include <utility>

#include "services/gateway/resource.h"
#include "services/metrics/registry.h"
#include "storage/store.h"

namespace localoffer::gateway {

// `/healthz`: 200 as long as questions are answered; says whether publishing
// goes on, too, and if not, why.
class HealthResource : public Resource {
 public:
  using MayPublish = std::function<absl::Status()>;

  // `may_publish` may be empty.
  HealthResource(storage::Store& store, MayPublish may_publish)
      : store_(store), may_publish_(std::move(may_publish)) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  storage::Store& store_;
  const MayPublish may_publish_;
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
