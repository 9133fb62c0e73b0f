// What a follower knows of the nodes that it follows.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_PEER_STATE_H_
#define LOCALOFFER_SERVICES_EXCHANGE_PEER_STATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "localoffer/v1/peers.pb.h"

namespace localoffer::exchange {

// Why something of a log was refused, last.
struct RefusalMade {
  std::string name;
  std::string detail;
  absl::Time time;
};

// A log at a peer.
struct LogAtPeer {
  // Whether it has more than is here, as far as anybody can say.
  bool IsAhead(uint64_t size_here) const { return claimed > size_here; }

  // Size of the newest checkpoint that it showed, and of the largest that was
  // signed by the right key.
  uint64_t claimed = 0;
  uint64_t largest_verified = 0;
  // Since when it has more than this node.
  std::optional<absl::Time> ahead_since;
  std::optional<RefusalMade> refusal;
  // It is not asked before.
  absl::Time not_before = absl::InfinitePast();
  int failures = 0;
  // Whether the checkpoint of this size extends the log here is to be asked
  // next.
  std::optional<uint64_t> to_prove;
  // Checkpoints that are larger than the log here, each after its size: to be
  // looked at when it has grown.
  std::set<std::pair<uint64_t, std::string>> later;
  // It was asked for what it claims, and had nothing that verifies.
  bool had_nothing = false;
  // It is another log than the one here, by the same key: that was shown.
  bool is_fork = false;
};

struct PeerState {
  v1::PeerState state = v1::PEER_STATE_CONNECTING;
  // Whether it has told all its checkpoints since this node started.
  bool has_told = false;
  // Whether it had told all that it has by its last message, since it was
  // reached the last time.
  bool has_told_again = false;
  // Whether a log that it shows was too much to be kept, since then.
  bool has_left_out = false;
  // When its last message came that was taken in whole.
  absl::Time contact_time = absl::InfinitePast();
  std::string detail;
  absl::Duration clock_ahead;
  std::map<std::string, LogAtPeer> logs;
  // What it shows of logs that no key is trusted for.
  std::map<std::string, std::string> untrusted;
  int64_t segments = 0;
  int64_t changes = 0;
  std::map<std::string, int64_t> refusals;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_PEER_STATE_H_
