// What the API says of itself.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_DETAILS_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_DETAILS_RESOURCE_H_

#include <string>

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// The base address itself: which standard it is, and where it is described.
class ApiDetailsResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/openapi.json`: OpenAPI 3.1 of all endpoints, made from their table.
class OpenApiResource : public Resource {
 public:
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_DETAILS_RESOURCE_H_
