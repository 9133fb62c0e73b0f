// What a follower says of its peers.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "services/exchange/follower.h"
#include "services/exchange/peer_view.h"

namespace localoffer::exchange {

Follower::Told Follower::ToldBy(size_t peer) const {
  absl::MutexLock lock(&mutex_);
  const PeerState& from = peers_[peer];
  Told told;
  told.left_out = from.has_left_out;
  told.everything = from.has_told_again && !told.left_out;
  told.connected = from.state == v1::PEER_STATE_CONNECTED;
  told.contact_time = from.contact_time;
  for (const auto& [name, log] : from.logs) {
    told.sizes.emplace(name, log.claimed);
  }
  for (const auto& [log, checkpoint] : from.untrusted) {
    told.untrusted.push_back(log);
  }
  return told;
}

v1::ListPeersResponse Follower::Show() const {
  const storage::Instant instant = store_.logs().Latest();
  const absl::Time now = clock_();
  v1::ListPeersResponse response;
  absl::MutexLock lock(&mutex_);
  for (size_t peer = 0; peer < peers_.size(); ++peer) {
    *response.add_peers() =
        ShowPeer(peers_[peer], addresses_[peer], instant, now);
  }
  return response;
}

std::map<std::pair<std::string, std::string>, int64_t> Follower::RefusalCounts()
    const {
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  absl::MutexLock lock(&mutex_);
  for (size_t peer = 0; peer < peers_.size(); ++peer) {
    for (const auto& [name, count] : peers_[peer].refusals) {
      counts[{addresses_[peer], name}] = count;
    }
  }
  return counts;
}

}  // namespace localoffer::exchange
