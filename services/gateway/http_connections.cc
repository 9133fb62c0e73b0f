#include "services/gateway/http_connections.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/gateway/http_connection.h"

namespace localoffer::gateway {

void HttpConnections::Add(HttpConnection* connection) {
  absl::MutexLock lock(&mutex_);
  connections_.insert(connection);
}

void HttpConnections::Remove(HttpConnection* connection) {
  absl::MutexLock lock(&mutex_);
  connections_.erase(connection);
  if (connections_.empty()) none_.SignalAll();
}

size_t HttpConnections::size() const {
  absl::MutexLock lock(&mutex_);
  return connections_.size();
}

void HttpConnections::StopAll(bool at_once) {
  std::vector<std::shared_ptr<HttpConnection>> alive;
  {
    absl::MutexLock lock(&mutex_);
    for (HttpConnection* connection : connections_) {
      // Nothing when it is about to remove itself.
      if (auto shared = connection->weak_from_this().lock()) {
        alive.push_back(std::move(shared));
      }
    }
  }
  for (const auto& connection : alive) connection->Stop(at_once);
}

bool HttpConnections::AwaitNone(absl::Duration most) {
  const absl::Duration begun = options_.stopwatch();
  absl::MutexLock lock(&mutex_);
  while (!connections_.empty()) {
    if (none_.WaitWithTimeout(&mutex_, most)) break;
    if (options_.stopwatch() - begun >= most) break;
  }
  return connections_.empty();
}

bool HttpConnections::BeginStream(bool waits) {
  std::atomic<int>& count = waits ? waiting_streams_ : streams_;
  const int most = waits ? limits().waiting_streams : limits().streams;
  if (++count <= most) return true;
  --count;
  return false;
}

}  // namespace localoffer::gateway
