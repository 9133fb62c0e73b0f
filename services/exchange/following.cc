#include "services/exchange/following.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/entry/resource_name.h"
#include "services/exchange/segment_messages.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

// Changes go in one after another: a second thread has the next answer ready.
constexpr int kFetchers = 2;
constexpr absl::Duration kShortestPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(5);
// The follower's clock may be set: it is asked so often.
constexpr absl::Duration kLongestSleep = absl::Minutes(1);

}  // namespace

Following::Following(Follower& follower, storage::Store& store,
                     rpc::Journal& journal, storage::Clock clock,
                     std::vector<std::unique_ptr<PeerLink>> links,
                     FollowingObservers observers)
    : follower_(follower),
      store_(store),
      journal_(journal),
      clock_(std::move(clock)),
      links_(std::move(links)),
      observers_(std::move(observers)) {
  if (links_.empty()) return;
  for (size_t peer = 0; peer < links_.size(); ++peer) {
    threads_.emplace_back([this, peer] { Listen(peer); });
  }
  for (int i = 0; i < kFetchers; ++i) {
    threads_.emplace_back([this] { Fetch(); });
  }
}

void Following::Listen(size_t peer) {
  absl::Duration pause = kShortestPause;
  do {
    const absl::Status ended = links_[peer]->WatchCheckpoints(
        [&](const v1::WatchCheckpointsResponse& message) {
          pause = kShortestPause;
          follower_.TakeCheckpoints(peer, message);
          if (observers_.told) observers_.told(*links_[peer]);
          Wake();
          return absl::OkStatus();
        });
    follower_.Lost(
        peer, ended.ok() ? absl::UnavailableError("the peer ended the stream")
                         : ended);
    pause = std::min(pause * 2, kLongestPause);
  } while (Pause(pause));
}

bool Following::Pause(absl::Duration duration) {
  absl::MutexLock lock(&mutex_);
  if (!stopping_) stopped_.WaitWithTimeout(&mutex_, duration);
  return !stopping_;
}

std::optional<Ask> Following::AwaitAsk() {
  while (true) {
    uint64_t seen = 0;
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return std::nullopt;
      seen = version_;
    }
    std::optional<Ask> ask = follower_.Next();
    if (ask) return ask;
    const absl::Duration sleep = std::clamp(
        follower_.NextTime() - clock_(), absl::Milliseconds(1), kLongestSleep);
    absl::MutexLock lock(&mutex_);
    if (!stopping_ && version_ == seen) {
      changed_.WaitWithTimeout(&mutex_, sleep);
    }
  }
}

void Following::Fetch() {
  while (std::optional<Ask> ask = AwaitAsk()) {
    follower_.End(*ask, Answer(*ask));
    if (observers_.taken) observers_.taken();
    Wake();
    PurgeErased();
  }
}

absl::Status Following::Answer(const Ask& ask) {
  if (ask.kind == Ask::Kind::kChanges) return StreamChanges(ask);
  v1::GetConsistencyProofRequest request;
  request.set_log(entry::FormatAuthorityName(ask.log));
  request.set_from_size(static_cast<int64_t>(ask.from));
  request.set_to_size(static_cast<int64_t>(ask.to));
  ASSIGN_OR_RETURN(const v1::GetConsistencyProofResponse proof,
                   links_[ask.peer]->GetConsistencyProof(request));
  return follower_.TakeProof(ask, proof);
}

absl::Status Following::StreamChanges(const Ask& ask) {
  v1::StreamChangesRequest request;
  request.set_log(entry::FormatAuthorityName(ask.log));
  request.set_from_sequence(static_cast<int64_t>(ask.from));
  SegmentBuilder builder(ask.log, ask.from);
  return links_[ask.peer]->StreamChanges(
      request, [&](v1::StreamChangesResponse message) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<storage::Segment> segment,
                         builder.Take(std::move(message)));
        if (!segment) return absl::OkStatus();
        return follower_.TakeSegment(ask, *segment);
      });
}

void Following::PurgeErased() {
  const absl::Status purged = store_.PurgeErased();
  if (purged.ok()) return;
  journal_.Write(rpc::Severity::kError,
                 "erased bodies are still in the files of the store",
                 {{"detail", std::string(purged.message())},
                  {"next", "they go when the server is started again"}});
}

void Following::Wake() {
  absl::MutexLock lock(&mutex_);
  ++version_;
  changed_.SignalAll();
}

void Following::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.SignalAll();
    stopped_.SignalAll();
  }
  for (const auto& link : links_) link->Cancel();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace localoffer::exchange
