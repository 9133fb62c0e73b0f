#include "services/exchange/home_hold.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace localoffer::exchange {
namespace {

// A peer claims more, and nobody can say yet whether this node's key, or one
// that it led to, has signed that. It must not hold a home up for ever.
constexpr absl::Duration kLongestClaim = absl::Minutes(1);

const LogAtPeer* Find(const PeerState& peer, const std::string& log) {
  const auto found = peer.logs.find(log);
  return found == peer.logs.end() ? nullptr : &found->second;
}

}  // namespace

std::string HomeHold::Why(const std::string& log, uint64_t size,
                          const std::vector<PeerState>& peers,
                          const std::vector<std::string>& addresses,
                          absl::Time now) {
  for (size_t i = 0; i < peers.size(); ++i) {
    const LogAtPeer* const at_peer = Find(peers[i], log);
    if (at_peer == nullptr || at_peer->is_fork) continue;
    // Proven, so that no time makes it right to sign another one.
    if (at_peer->largest_verified > size) {
      return absl::StrCat("the log of ", log, " has ", size,
                          " changes here, and ", at_peer->largest_verified,
                          " were signed, as ", addresses[i],
                          " shows: they are taken back first");
    }
  }
  if (released_.contains(log)) return "";
  std::string why = WhyAsking(log, size, peers, addresses, now);
  if (why.empty()) released_.insert(log);
  return why;
}

std::string HomeHold::WhyAsking(const std::string& log, uint64_t size,
                                const std::vector<PeerState>& peers,
                                const std::vector<std::string>& addresses,
                                absl::Time now) const {
  const auto grown = grown_.find(log);
  const absl::Time news =
      grown == grown_.end() ? start_ : std::max(start_, grown->second);
  for (size_t i = 0; i < peers.size(); ++i) {
    if (!peers[i].has_told && now < start_ + patience_) {
      return absl::StrCat("this node has just started, and has not heard from ",
                          addresses[i], " yet whether it lacks anything of ",
                          log);
    }
    const LogAtPeer* const at_peer = Find(peers[i], log);
    if (at_peer != nullptr && at_peer->IsAhead(size) && !at_peer->is_fork &&
        !at_peer->had_nothing && now < news + kLongestClaim) {
      return absl::StrCat(addresses[i], " claims more of the log of ", log,
                          " than is here, and is being asked for it");
    }
  }
  return "";
}

}  // namespace localoffer::exchange
