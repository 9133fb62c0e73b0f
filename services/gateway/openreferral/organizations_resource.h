// Organizations, as the entries of the directory name them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ORGANIZATIONS_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ORGANIZATIONS_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/organizations`: each id once, with what the first entry that has it says,
// in the order of names.
class OrganizationsResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/organizations/{id}`, with its services.
class OrganizationResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ORGANIZATIONS_RESOURCE_H_
