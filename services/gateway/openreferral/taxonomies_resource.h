// Taxonomies and their terms, as the entries of the directory use them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_

#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/taxonomies`, in the order of names.
class TaxonomiesResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/taxonomies/{id}`, by any id that a source has for it.
class TaxonomyResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/vocabularies` of 1.0: the names of all taxonomies, as a list of texts; the
// id of one that has no name.
class VocabulariesResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/taxonomy_terms`, in the order of names.
class TermsResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

// `/taxonomy_terms/{id}`, by any id that a source has for it.
class TermResource : public ApiResource {
 public:
  using ApiResource::ApiResource;
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_TAXONOMIES_RESOURCE_H_
