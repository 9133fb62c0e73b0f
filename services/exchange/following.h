// The threads that bring a follower's questions to its peers.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_FOLLOWING_H_
#define LOCALOFFER_SERVICES_EXCHANGE_FOLLOWING_H_

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/exchange/follower.h"
#include "services/exchange/peer_link.h"
#include "services/rpc/journal.h"
#include "storage/store.h"

namespace localoffer::exchange {

// Who else wants to know how it goes. Each may be empty.
struct FollowingObservers {
  // A peer has told something. On the thread that listens to it, and before
  // what it told is asked for.
  std::function<void(PeerLink&)> told;
  // An answer has been taken in.
  std::function<void()> taken;
};

// One thread listens to each peer, and a few fetch what they have. From the
// constructor to Stop() or the destructor. Thread-safe.
class Following {
 public:
  // A link to each of the follower's peers, in their order. The others must
  // outlive it.
  Following(Follower& follower, storage::Store& store, rpc::Journal& journal,
            storage::Clock clock, std::vector<std::unique_ptr<PeerLink>> links,
            FollowingObservers observers = {});
  ~Following() { Stop(); }
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  // There may be something new to ask.
  void Wake();
  // Returns when nothing is under way any more.
  void Stop();

 private:
  void Listen(size_t peer);
  void Fetch();
  // Waits until there is something to ask; nothing when stopping.
  std::optional<Ask> AwaitAsk();
  absl::Status Answer(const Ask& ask);
  absl::Status StreamChanges(const Ask& ask);
  void PurgeErased();
  // False when stopping.
  bool Pause(absl::Duration duration);

  Follower& follower_;
  storage::Store& store_;
  rpc::Journal& journal_;
  const storage::Clock clock_;
  const std::vector<std::unique_ptr<PeerLink>> links_;
  const FollowingObservers observers_;
  absl::Mutex mutex_;
  // Signalled when there may be something to ask, and at the end.
  absl::CondVar changed_;
  absl::CondVar stopped_;
  uint64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_FOLLOWING_H_
