// Proofs to download: what `localoffer prove` makes.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"
#include "services/proofs/prover.h"

namespace localoffer::gateway::pages {

// Makes them, a few at a time: each may read a whole offer. Thread-safe.
class ProofMaker {
 public:
  explicit ProofMaker(storage::Store& store) : store_(store), prover_(store) {}

  // That a provider, or an entry, is in an authority's local offer: in its last
  // edition, or without editions as published by a change of the log.
  // RESOURCE_EXHAUSTED when too many are being made; else as in proofs.proto.
  absl::StatusOr<std::string> Listed(const std::string& authority,
                                     const std::string& provider);
  absl::StatusOr<std::string> Entry(const std::string& authority,
                                    const std::string& entry);
  // That no entry of its last edition names the provider.
  absl::StatusOr<std::string> Absent(const std::string& authority,
                                     const std::string& provider);

 private:
  template <typename Work>
  absl::StatusOr<std::string> Make(Work work);
  absl::StatusOr<std::string> ListedOrPublished(
      const v1::ProveListedRequest& request);

  storage::Store& store_;
  proofs::Prover prover_;
  std::atomic<int> under_way_ = 0;
};

enum class ProofOf { kListed, kAbsent, kEntry };

// `/proofs/listed` and `/proofs/absent` with `?authority=` and `?provider=`;
// `/proofs/entries/{authority}/{entry}`.
class ProofResource : public Resource {
 public:
  ProofResource(std::shared_ptr<ProofMaker> maker, ProofOf of)
      : maker_(std::move(maker)), of_(of) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const std::shared_ptr<ProofMaker> maker_;
  const ProofOf of_;
};

// `/proofs.zip`, with the parameters of `/listed`: a proof for each council
// of which one can be made, and a list of all with why there is none.
class ProofBundle : public Resource {
 public:
  ProofBundle(const Site& site, std::shared_ptr<ProofMaker> maker)
      : site_(site), maker_(std::move(maker)) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
  const std::shared_ptr<ProofMaker> maker_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PROOF_RESOURCE_H_
