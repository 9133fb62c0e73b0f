// Proofs to download: what `localoffer prove` makes.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_

#include "absl/status/statusor.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway::pages {

enum class ProofOf { kListed, kAbsent, kEntry };

// `/proofs/listed` and `/proofs/absent` with `?authority=` and `?provider=`;
// `/proofs/entries/{authority}/{entry}`.
class ProofResource : public Resource {
 public:
  ProofResource(const Site& site, ProofOf of) : site_(site), of_(of) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
  const ProofOf of_;
};

// `/proofs.zip`, with the parameters of `/listed`: a proof for each council
// of which one can be made, and a list of all with why there is none. Asks the
// node for one after the other: each may read a whole offer.
class ProofBundle : public Resource {
 public:
  explicit ProofBundle(const Site& site) : site_(site) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_
