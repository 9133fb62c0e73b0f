// One service.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/services/{id}`: the entry with that id; of the whole directory, where
// several authorities list the service, the first of them, and the addresses of
// the others are in the answer's Link fields. 410 when it is in the local offer
// no longer.
class ServiceResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_RESOURCE_H_
