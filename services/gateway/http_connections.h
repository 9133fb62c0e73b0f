// The connections of an HTTP server.
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTIONS_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTIONS_H_

#include <atomic>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/gateway/client_address.h"
#include "services/gateway/http_server.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::gateway {

class HttpConnection;

// What all connections of a server share. Outlives them. Thread-safe.
class HttpConnections {
 public:
  HttpConnections(const HttpServerOptions& options, rpc::WorkerPool& workers)
      : options_(options), workers_(workers) {}

  const HttpServerOptions& options() const { return options_; }
  const HttpLimits& limits() const { return options_.limits; }
  rpc::WorkerPool& workers() { return workers_; }

  void Add(HttpConnection* connection);
  void Remove(HttpConnection* connection);
  size_t size() const;

  // Asks all to end: those that are idle at once, the others after the answer
  // under way; or all at once.
  void StopAll(bool at_once);
  // Whether all have ended, having waited so long at most.
  bool AwaitNone(absl::Duration most);

  // Whether there may only be so many answers that wait for one who asks.
  bool IsLimited(const std::optional<ClientAddress>& client) const {
    return client && options_.limits_client && options_.limits_client(*client);
  }

  // A refusal of the server's own, as it is sent.
  HttpResponse Finished(const HttpRequest& request,
                        HttpResponse refusal) const {
    if (!options_.finish_refusal) return refusal;
    return options_.finish_refusal(request, std::move(refusal));
  }

  enum class Begun { kYes, kTooMany, kTooManyOfOne };
  // Counts an answer with a source, one that waits for what happens or one that
  // has an end, unless there are too many. `client` is who asks, if he is
  // limited.
  Begun BeginStream(bool waits, const std::optional<ClientAddress>& client);
  // Of one that was counted.
  void EndStream(bool waits, const std::optional<ClientAddress>& client);

 private:
  bool BeginWaitOf(const ClientAddress& client);
  void EndWaitOf(const ClientAddress& client);

  const HttpServerOptions& options_;
  rpc::WorkerPool& workers_;
  std::atomic<int> streams_ = 0;
  std::atomic<int> waiting_streams_ = 0;
  mutable absl::Mutex mutex_;
  // Signalled when the last one has gone.
  absl::CondVar none_;
  std::set<HttpConnection*> connections_ ABSL_GUARDED_BY(mutex_);
  // Of those who are limited, how many answers wait for each.
  absl::flat_hash_map<ClientAddress, int> waits_of_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTIONS_H_
