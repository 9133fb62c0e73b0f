// Where search engines find the pages (sitemaps.org 0.9).
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_SITEMAP_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_SITEMAP_RESOURCE_H_

#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway::pages {

// `/sitemap.xml`: one sitemap for each authority that has a local offer here.
class SitemapIndex : public Resource {
 public:
  explicit SitemapIndex(const Site& site) : site_(site) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
};

// `/authorities/{gss}/sitemap.xml`: the pages of its published entries, up to
// the 50,000 that the format allows. Sent as it is read.
class SitemapResource : public Resource {
 public:
  explicit SitemapResource(const Site& site) : site_(site) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_SITEMAP_RESOURCE_H_
