#include "services/server/health.h"

#include "grpcpp/health_check_service_interface.h"

namespace localoffer::server {

void Health::Serve(grpc::Server& server) {
  absl::MutexLock lock(&mutex_);
  servers_.push_back(&server);
  Tell(/*serving=*/true, /*publishing=*/!failed_);
}

void Health::Fail() {
  absl::MutexLock lock(&mutex_);
  failed_ = true;
  Tell(/*serving=*/true, /*publishing=*/false);
}

void Health::Stop() {
  absl::MutexLock lock(&mutex_);
  Tell(/*serving=*/false, /*publishing=*/false);
  servers_.clear();
}

void Health::Tell(bool serving, bool publishing) {
  for (grpc::Server* server : servers_) {
    grpc::HealthCheckServiceInterface* service =
        server->GetHealthCheckService();
    service->SetServingStatus(serving);
    service->SetServingStatus("localoffer.v1.PublishingService", publishing);
  }
}

}  // namespace localoffer::server
