// What grpc.health.v1 answers.
#ifndef LOCALOFFER_SERVICES_SERVER_HEALTH_H_
#define LOCALOFFER_SERVICES_SERVER_HEALTH_H_

#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/server.h"

namespace localoffer::server {

// SERVING from Serve() on, for the server as a whole and for
// localoffer.v1.PublishingService. When the store fails, the latter is
// NOT_SERVING for good: questions are still answered. A replica is SERVING once
// it has caught up, and does not publish. Thread-safe.
class Health {
 public:
  // Tells of `server`, which must outlive this or be forgotten by Stop().
  void Serve(grpc::Server& server);
  // This is a replica; before Serve(). And it has caught up.
  void BeReplica();
  void CaughtUp();
  // The store takes no more writes.
  void Fail();
  // The servers are about to go.
  void Stop();

 private:
  void Tell() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = true;
  bool publishing_ ABSL_GUARDED_BY(mutex_) = true;
  std::vector<grpc::Server*> servers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_HEALTH_H_
