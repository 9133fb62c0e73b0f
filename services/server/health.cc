#include "services/server/health.h"

#include "grpcpp/health_check_service_interface.h"

namespace localoffer::server {

void Health::Serve(grpc::Server& server) {
  absl::MutexLock lock(&mutex_);
  servers_.push_back(&server);
  Tell();
}

void Health::BeReplica() {
  absl::MutexLock lock(&mutex_);
  serving_ = publishing_ = false;
}

void Health::CaughtUp() {
  absl::MutexLock lock(&mutex_);
  serving_ = true;
  Tell();
}

void Health::Fail() {
  absl::MutexLock lock(&mutex_);
  publishing_ = false;
  Tell();
}

void Health::Stop() {
  absl::MutexLock lock(&mutex_);
  serving_ = publishing_ = false;
  Tell();
  servers_.clear();
}

void Health::Tell() {
  for (grpc::Server* server : servers_) {
    grpc::HealthCheckServiceInterface* service =
        server->GetHealthCheckService();
    service->SetServingStatus(serving_);
    service->SetServingStatus("localoffer.v1.PublishingService", publishing_);
  }
}

}  // namespace localoffer::server
