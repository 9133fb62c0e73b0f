// Lists of services.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/services`: what SearchEntries finds, a page of it or everything line by
// line. Without words and places it is in the order of names.
class ServicesResource : public Resource {
 public:
  explicit ServicesResource(const OpenReferralApi& api) : api_(api) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const OpenReferralApi& api_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICES_RESOURCE_H_
