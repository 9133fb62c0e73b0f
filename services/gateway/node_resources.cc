#include "services/gateway/node_resources.h"

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {

absl::StatusOr<HttpResponse> HealthResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  HttpResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body =
      absl::StrCat("{\"status\":\"serving\",\"publishing\":",
                   store_.committer().health().ok() ? "true" : "false", "}\n");
  return response;
}

absl::StatusOr<HttpResponse> MetricsResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  HttpResponse response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = registry_.Text();
  return response;
}

}  // namespace localoffer::gateway
