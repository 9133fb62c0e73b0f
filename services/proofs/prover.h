// Makes proofs; see ProofsService and docs/proof.md.
#ifndef LOCALOFFER_SERVICES_PROOFS_PROVER_H_
#define LOCALOFFER_SERVICES_PROOFS_PROVER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/proofs.pb.h"
#include "services/proofs/map_cache.h"
#include "services/proofs/proof_parts.h"
#include "services/proofs/proof_request.h"
#include "storage/log/proof.h"
#include "storage/store.h"

namespace localoffer::proofs {

// Thread-safe. The store outlives it.
class Prover {
 public:
  explicit Prover(storage::Store& store)
      : store_(store), cache_(store.engine()) {}

  // The documents.
  absl::StatusOr<std::string> Listed(const v1::ProveListedRequest& request);
  absl::StatusOr<std::string> Absent(const v1::ProveAbsentRequest& request);

 private:
  struct OfEdition;

  // The log of an authority, as it is now.
  absl::StatusOr<ProofParts> PartsOf(const std::string& authority) const;
  absl::StatusOr<OfEdition> Open(const storage::Edition& edition,
                                 const ProofParts& parts);
  absl::StatusOr<log::Proof> ListedOf(const v1::ProveListedRequest& request,
                                      Question question,
                                      const ProofParts& parts);
  absl::StatusOr<log::Proof> ListedInEdition(const Question& question,
                                             Content content,
                                             const ProofParts& parts);
  absl::StatusOr<log::Proof> Published(const v1::ProveListedRequest& request,
                                       const Question& question,
                                       Content content,
                                       const ProofParts& parts);
  absl::StatusOr<storage::EntryRevision> Naming(const Question& question,
                                                uint64_t log_size) const;
  absl::StatusOr<storage::Edition> EditionFor(
      const v1::ProveAbsentRequest& request, const Question& question,
      const ProofParts& parts) const;

  storage::Store& store_;
  MapCache cache_;
};

}  // namespace localoffer::proofs

#endif  // LOCALOFFER_SERVICES_PROOFS_PROVER_H_
