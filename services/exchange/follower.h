// Follows the logs of other nodes: decides what to ask whom, and what to make
// of the answers. Knows neither threads nor a network; whoever drives it brings
// questions to peers and answers back.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_FOLLOWER_H_
#define LOCALOFFER_SERVICES_EXCHANGE_FOLLOWER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "localoffer/v1/exchange.pb.h"
#include "localoffer/v1/peers.pb.h"
#include "services/exchange/home_hold.h"
#include "services/exchange/peer_state.h"
#include "services/rpc/journal.h"
#include "storage/segment.h"
#include "storage/store.h"

namespace localoffer::exchange {

// Something to ask a peer.
struct Ask {
  enum class Kind {
    // StreamChanges of `log` from `from` on, not to be waited for at its end.
    kChanges,
    // GetConsistencyProof of `log` from `from` to `to`.
    kConsistency,
  };
  // Index of the peer.
  size_t peer = 0;
  Kind kind = Kind::kChanges;
  std::string log;
  uint64_t from = 0;
  uint64_t to = 0;
};

struct FollowedPeers {
  // HOST:PORT of each.
  std::vector<std::string> addresses;
  // How long a log that this node signs is held, at its start, for peers that
  // don't say whether it lacks anything.
  absl::Duration patience = absl::Seconds(10);
};

// Every log is asked of one peer at a time. A peer that was refused, or could
// not answer, is asked again after a while that doubles each time; the others
// at once. Thread-safe.
class Follower {
 public:
  // `store` and `journal` must outlive it.
  Follower(storage::Store& store, storage::Clock clock, rpc::Journal& journal,
           const FollowedPeers& peers);

  size_t peers() const { return addresses_.size(); }
  const std::string& address(size_t peer) const { return addresses_[peer]; }

  // Takes in a message of WatchCheckpoints from a peer.
  void TakeCheckpoints(size_t peer,
                       const v1::WatchCheckpointsResponse& message);
  // The peer can't be reached, or no longer.
  void Lost(size_t peer, const absl::Status& why);

  // What to ask now; End() has to be called for it. Nothing when there is
  // nothing to ask, for now.
  std::optional<Ask> Next();
  // When Next() may have something without a message before; the infinite
  // future when never.
  absl::Time NextTime() const;

  // Takes in a segment of an answer to `ask`. Not OK when no more of the answer
  // is wanted: what to End() it with.
  absl::Status TakeSegment(const Ask& ask, const storage::Segment& segment);
  // Takes in an answer to `ask`, which is one of kConsistency. What to End() it
  // with.
  absl::Status TakeProof(const Ask& ask,
                         const v1::GetConsistencyProofResponse& proof);
  // No more comes of an answer: all is told, or why not.
  void End(const Ask& ask, const absl::Status& status);

  // Whether this node may sign more of a log, which is its own: OK when no peer
  // is known to have more of it, and they were asked. UNAVAILABLE with the
  // reason ASKING_PEERS, and why, when it has to wait.
  absl::Status MaySign(const std::string& log) const;
  // The same of all the logs that it signs: why the first of them has to wait.
  absl::Status MaySignAll() const;

  // What a peer has told.
  struct Told {
    // Whether it has told all that it had at `contact_time`, since it was
    // reached the last time, and all of it was kept.
    bool everything = false;
    // Whether something of that was too much to be kept.
    bool left_out = false;
    bool connected = false;
    absl::Time contact_time;
    // Size of each log that a key is trusted for.
    storage::Instant::Sizes sizes;
    // Logs that none is trusted for.
    std::vector<std::string> untrusted;
  };
  Told ToldBy(size_t peer) const;

  // How things stand.
  v1::ListPeersResponse Show() const;
  // How often what a peer showed was refused, by its address and why.
  std::map<std::pair<std::string, std::string>, int64_t> RefusalCounts() const;

 private:
  void TakeLog(size_t peer, const v1::LogCheckpoint& shown);
  // Tells once for each time that the peer is reached.
  void LeaveOut(size_t peer, const std::string& log, absl::string_view why);
  // Looks at one note, and remembers it for later where it is too large.
  void TakeNote(size_t peer, const std::string& log, const std::string& note,
                bool newest);
  void TakeClaim(size_t peer, const std::string& log, uint64_t size,
                 bool verified);
  // The trust file may have got lines since a log was shown.
  void TakeNewlyTrusted();
  // Looks again at what was too large.
  void LookAgain(const std::string& log);
  // Whether the editions of a segment that was taken in are true.
  void CheckEditions(size_t peer, const storage::Segment& segment);
  void Refused(size_t peer, const std::string& log, const absl::Status& why);
  void Remember(size_t peer, const std::string& log, const std::string& name,
                const std::string& detail);
  void BackOff(LogAtPeer& log) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsWanted(const LogAtPeer& log, uint64_t size_here) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  storage::Store& store_;
  const storage::Clock clock_;
  rpc::Journal& journal_;
  const std::vector<std::string> addresses_;

  mutable absl::Mutex mutex_;
  std::vector<PeerState> peers_ ABSL_GUARDED_BY(mutex_);
  // Logs that are being asked for.
  std::set<std::string> under_way_ ABSL_GUARDED_BY(mutex_);
  // The log that was asked for last: the next one is the first after it.
  std::string last_asked_ ABSL_GUARDED_BY(mutex_);
  // Of the logs that this node signs.
  mutable HomeHold hold_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_FOLLOWER_H_
