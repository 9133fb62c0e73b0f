// Taxonomies and their terms, as the entries of the directory use them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/taxonomies`, in the order of names.
class TaxonomiesResource : public Resource {
 public:
  explicit TaxonomiesResource(const OpenReferralApi& api) : api_(api) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const OpenReferralApi& api_;
};

// `/taxonomies/{id}`, by any id that a source has for it.
class TaxonomyResource : public Resource {
 public:
  explicit TaxonomyResource(const OpenReferralApi& api) : api_(api) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const OpenReferralApi& api_;
};

// `/taxonomy_terms`, in the order of names.
class TermsResource : public Resource {
 public:
  explicit TermsResource(const OpenReferralApi& api) : api_(api) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const OpenReferralApi& api_;
};

// `/taxonomy_terms/{id}`, by any id that a source has for it.
class TermResource : public Resource {
 public:
  explicit TermResource(const OpenReferralApi& api) : api_(api) {}
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const OpenReferralApi& api_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_
