// The stylesheet of the pages.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ASSET_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ASSET_RESOURCE_H_

#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway::pages {

// `/assets/{fingerprint}/pages.css`. A path never gets another text, so
// browsers keep it for a year; one of another version is not there.
class AssetResource : public Resource {
 public:
  explicit AssetResource(const Site& site) : site_(site) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ASSET_RESOURCE_H_
