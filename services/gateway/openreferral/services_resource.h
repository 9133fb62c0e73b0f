// Lists of services.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/services`: what SearchEntries finds, a page of it or everything line by
// line. Without words and places it is in the order of names.
class ServicesResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_
