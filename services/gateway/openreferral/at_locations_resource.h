// Services at locations.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_AT_LOCATIONS_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_AT_LOCATIONS_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/service_at_locations`: those of the services that the same question finds,
// in their order; with a proximity, those that are within it themselves.
class AtLocationsResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/service_at_locations/{id}`.
class AtLocationResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_AT_LOCATIONS_RESOURCE_H_
