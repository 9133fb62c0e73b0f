#include "services/server/health.h"

#include "grpcpp/health_check_service_interface.h"

namespace localoffer::server {

void Health::Serve(grpc::Server& server) {
  absl::MutexLock lock(&mutex_);
  servers_.push_back(&server);
  TellAll(!failed_);
}

void Health::Fail() {
  absl::MutexLock lock(&mutex_);
  failed_ = true;
  TellAll(false);
}

void Health::Stop() {
  absl::MutexLock lock(&mutex_);
  TellAll(false);
  servers_.clear();
}

void Health::TellAll(bool serving) {
  for (grpc::Server* server : servers_) {
    server->GetHealthCheckService()->SetServingStatus(serving);
  }
}

}  // namespace localoffer::server
