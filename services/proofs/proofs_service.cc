#include "services/proofs/proofs_service.h"

#include <utility>

#include "services/proofs/proof_errors.h"
#include "storage/status_macros.h"

namespace localoffer::proofs {
namespace {

constexpr absl::string_view kListed = "localoffer.v1.ProofsService/ProveListed";
constexpr absl::string_view kAbsent = "localoffer.v1.ProofsService/ProveAbsent";

constexpr int kMostProofs = 16;

}  // namespace

// Making a proof may read a whole offer, so it is work for a worker; and it is
// open to everybody, so few may be under way.
template <typename Response, typename Work>
grpc::ServerUnaryReactor* ProofsService::Prove(
    absl::string_view method, grpc::CallbackServerContext* context,
    Response* response, Work work) {
  const std::shared_ptr<void> counted(
      nullptr, [proofs = proofs_](void*) { proofs->fetch_sub(1); });
  if (proofs_->fetch_add(1) >= kMostProofs) {
    return endpoint_.Read(method, context, response,
                          []() -> absl::StatusOr<Response> {
                            return TooManyProofs(kMostProofs);
                          });
  }
  return endpoint_.ReadLater(
      method, context, response,
      [counted, work = std::move(work)]() -> absl::StatusOr<Response> {
        Response made;
        ASSIGN_OR_RETURN(*made.mutable_proof(), work());
        return made;
      });
}

grpc::ServerUnaryReactor* ProofsService::ProveListed(
    grpc::CallbackServerContext* context, const v1::ProveListedRequest* request,
    v1::ProveListedResponse* response) {
  return Prove(kListed, context, response,
               [this, request] { return prover_.Listed(*request); });
}

grpc::ServerUnaryReactor* ProofsService::ProveAbsent(
    grpc::CallbackServerContext* context, const v1::ProveAbsentRequest* request,
    v1::ProveAbsentResponse* response) {
  return Prove(kAbsent, context, response,
               [this, request] { return prover_.Absent(*request); });
}

}  // namespace localoffer::proofs
