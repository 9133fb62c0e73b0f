// Keeps a home from signing a second log. A node that was put back from a
// backup lacks what it published since, and neither its folder nor its key
// knows that: whatever it signs then contradicts what it has signed before. Its
// peers know better, so they are asked first.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_HOME_HOLD_H_
#define LOCALOFFER_SERVICES_EXCHANGE_HOME_HOLD_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/exchange/peer_state.h"

namespace localoffer::exchange {

// Thread-compatible.
class HomeHold {
 public:
  // `start` is when the node did; peers that say nothing are waited for until
  // `patience` has passed.
  HomeHold(absl::Time start, absl::Duration patience)
      : start_(start), patience_(patience) {}

  // Changes of the log came from a peer.
  void Grew(const std::string& log, absl::Time now) { grown_[log] = now; }
  // Nothing of the log was signed here before this node started.
  void Release(const std::string& log) { released_.insert(log); }

  // Why nothing more of a log may be signed that has `size` changes here, in
  // words; empty when it may. Once it may, it is held again only for what is
  // signed already.
  std::string Why(const std::string& log, uint64_t size,
                  const std::vector<PeerState>& peers,
                  const std::vector<std::string>& addresses, absl::Time now);

 private:
  std::string WhyAsking(const std::string& log, uint64_t size,
                        const std::vector<PeerState>& peers,
                        const std::vector<std::string>& addresses,
                        absl::Time now) const;

  const absl::Time start_;
  const absl::Duration patience_;
  std::set<std::string> released_;
  // When changes of a log last came.
  std::map<std::string, absl::Time> grown_;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_HOME_HOLD_H_
