// How a peer is shown to whoever runs the node.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_PEER_VIEW_H_
#define LOCALOFFER_SERVICES_EXCHANGE_PEER_VIEW_H_

#include <string>

#include "absl/time/time.h"
#include "localoffer/v1/peers.pb.h"
#include "services/exchange/peer_state.h"
#include "storage/directory/instant.h"

namespace localoffer::exchange {

// `here` is what this node has.
v1::Peer ShowPeer(const PeerState& peer, const std::string& address,
                  const storage::Instant& here, absl::Time now);

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_PEER_VIEW_H_
