#include "services/exchange/peer_metrics.h"

#include <algorithm>

#include "google/protobuf/util/time_util.h"

namespace localoffer::exchange {
namespace {

using google::protobuf::util::TimeUtil;
using metrics::Exposition;
using metrics::Kind;

void ShowPeer(const v1::Peer& peer, Exposition& out) {
  const metrics::Labels labels = {{"peer", peer.address()}};
  int64_t changes = 0;
  double seconds = 0;
  for (const v1::PeerLog& log : peer.logs()) {
    changes += log.lag_changes();
    seconds = std::max(
        seconds,
        static_cast<double>(TimeUtil::DurationToMilliseconds(log.lag())) /
            1000);
  }
  out.Add(Kind::kGauge, "localoffer_peer_connected",
          "1 while a peer's checkpoints come in", labels,
          peer.state() == v1::PEER_STATE_CONNECTED);
  out.Add(Kind::kGauge, "localoffer_peer_lag_changes",
          "Changes that a peer has and this node hasn't", labels,
          static_cast<double>(changes));
  out.Add(Kind::kGauge, "localoffer_peer_lag_seconds",
          "For how long a peer has had more than this node, of the log that "
          "lags longest",
          labels, seconds);
  out.Add(Kind::kCounter, "localoffer_peer_changes_taken_total",
          "Changes taken from a peer", labels,
          static_cast<double>(peer.changes_taken()));
}

}  // namespace

void AddPeerMetrics(const Follower& follower, metrics::Registry& registry) {
  registry.AddSource([&follower](Exposition& out) {
    const v1::ListPeersResponse shown = follower.Show();
    for (const v1::Peer& peer : shown.peers()) ShowPeer(peer, out);
    const auto refusals = follower.RefusalCounts();
    for (const auto& [what, count] : refusals) {
      out.Add(Kind::kCounter, "localoffer_peer_refusals_total",
              "What a peer showed and did not verify, by why",
              {{"peer", what.first}, {"refusal", what.second}},
              static_cast<double>(count));
    }
  });
}

}  // namespace localoffer::exchange
