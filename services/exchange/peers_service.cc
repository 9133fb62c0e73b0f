#include "services/exchange/peers_service.h"

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "storage/evidence.h"
#include "storage/log/authority_log.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

constexpr absl::string_view kListPeers = "localoffer.v1.PeersService/ListPeers";
constexpr absl::string_view kListEvidence =
    "localoffer.v1.PeersService/ListEvidence";

constexpr size_t kMostEvidence = 1000;

}  // namespace

grpc::ServerUnaryReactor* PeersService::ListPeers(
    grpc::CallbackServerContext* context, const v1::ListPeersRequest* request,
    v1::ListPeersResponse* response) {
  return endpoint_.Read(kListPeers, context, response,
                        [this] { return Peers(); });
}

grpc::ServerUnaryReactor* PeersService::ListEvidence(
    grpc::CallbackServerContext* context,
    const v1::ListEvidenceRequest* request,
    v1::ListEvidenceResponse* response) {
  return endpoint_.Read(kListEvidence, context, response,
                        [&] { return Evidence(*request); });
}

absl::StatusOr<v1::ListPeersResponse> PeersService::Peers() const {
  v1::ListPeersResponse response = follower_.Show();
  for (v1::Peer& peer : *response.mutable_peers()) {
    for (v1::PeerLog& log : *peer.mutable_logs()) {
      if (log.size() == 0) continue;
      ASSIGN_OR_RETURN(const std::string id,
                       entry::ParseLogName("log", log.log()));
      const auto size = static_cast<uint64_t>(log.size());
      ASSIGN_OR_RETURN(const std::optional<std::string> note,
                       storage::StoredCheckpoint(store_.engine(), id, size));
      if (!note) continue;
      ASSIGN_OR_RETURN(*log.mutable_checkpoint(),
                       reader_.Cosigned(id, size, *note));
    }
  }
  ASSIGN_OR_RETURN(const log::SigningKey* key, store_.keyring().NodeKey());
  response.set_witness_key(key->cosigner_key().ToString());
  return response;
}

absl::StatusOr<v1::ListEvidenceResponse> PeersService::Evidence(
    const v1::ListEvidenceRequest& request) const {
  std::string of;
  if (!request.log().empty()) {
    ASSIGN_OR_RETURN(of, entry::ParseLogName("log", request.log()));
  }
  ASSIGN_OR_RETURN(const std::vector<storage::Evidence> found,
                   store_.evidence().List(of, kMostEvidence));
  v1::ListEvidenceResponse response;
  for (const storage::Evidence& evidence : found) {
    v1::Evidence& shown = *response.add_evidence();
    shown.set_log(entry::FormatAuthorityName(evidence.authority));
    *shown.mutable_find_time() = entry::ToTimestamp(evidence.find_time);
    shown.set_peer(evidence.peer);
    shown.set_smaller_checkpoint(evidence.smaller_checkpoint);
    shown.set_larger_checkpoint(evidence.larger_checkpoint);
    shown.set_larger_root_there(
        std::string(log::HashBytes(evidence.larger_root_there)));
    for (const log::Hash& hash : evidence.path) {
      shown.add_path(std::string(log::HashBytes(hash)));
    }
  }
  return response;
}

}  // namespace localoffer::exchange
