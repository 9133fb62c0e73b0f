#include "services/gateway/change_watch.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/node_streams.h"

namespace localoffer::gateway {
namespace {

// What goes on is always taken, however much is waiting.
constexpr size_t kMostQueued = 1000;

}  // namespace

ChangeWatch::ChangeWatch(std::shared_ptr<const NodeClient> node,
                         absl::Duration heartbeat)
    : node_(std::move(node)),
      workers_(1, kMostQueued),
      waiters_(workers_, heartbeat) {}

ChangeWatch::~ChangeWatch() = default;

void ChangeWatch::KeepUp() {
  // What has ended waits for nobody when it goes; that it goes without the lock
  // is for the sake of whoever asks meanwhile.
  std::unique_ptr<ChangeStream> ended;
  absl::MutexLock lock(&mutex_);
  if (stream_ != nullptr && !stream_->HasEnded()) return;
  ended = std::exchange(stream_, nullptr);
  v1::WatchChangesRequest request;
  request.set_places_only(true);
  stream_ = node_->WatchChanges(
      request, [&waiters = waiters_, last = std::string()](
                   const v1::WatchChangesResponse& message) mutable {
        // That nothing has happened is said, too.
        std::string place = absl::StrCat(message.place().change_number(), "-",
                                         message.place().witness());
        if (place == last) return;
        last = std::move(place);
        waiters.Changed();
      });
}

}  // namespace localoffer::gateway
