#include "services/gateway/pages/asset_resource.h"

#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {

absl::StatusOr<HttpResponse> AssetResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  if (visit.request.target != site_.stylesheet_path()) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "NOT_FOUND",
                            "this node has another version of the stylesheet");
  }
  HttpResponse response;
  response.content_type = "text/css; charset=utf-8";
  response.headers.emplace_back("Cache-Control",
                                "public, max-age=31536000, immutable");
  response.body = site_.stylesheet();
  return response;
}

}  // namespace localoffer::gateway::pages
