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

HttpConnections::Begun HttpConnections::BeginStream(
    bool waits, const std::optional<ClientAddress>& client) {
  if (waits && client && !BeginWaitOf(*client)) return Begun::kTooManyOfOne;
  std::atomic<int>& count = waits ? waiting_streams_ : streams_;
  const int most = waits ? limits().waiting_streams : limits().streams;
  if (++count <= most) return Begun::kYes;
  EndStream(waits, client);
  return Begun::kTooMany;
}

void HttpConnections::EndStream(bool waits,
                                const std::optional<ClientAddress>& client) {
  --(waits ? waiting_streams_ : streams_);
  if (waits && client) EndWaitOf(*client);
}

bool HttpConnections::BeginWaitOf(const ClientAddress& client) {
  absl::MutexLock lock(&mutex_);
  int& count = waits_of_[client];
  if (count >= limits().waiting_streams_of_one) return false;
  ++count;
  return true;
}

void HttpConnections::EndWaitOf(const ClientAddress& client) {
  absl::MutexLock lock(&mutex_);
  const auto found = waits_of_.find(client);
  if (--found->second == 0) waits_of_.erase(found);
}

}  // namespace localoffer::gateway
