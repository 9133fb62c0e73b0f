#include "services/gateway/node_resources.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {

absl::StatusOr<HttpResponse> HealthResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  HttpResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  absl::Status publishing = store_.committer().health();
  const bool failed = !publishing.ok();
  if (!failed && may_publish_) publishing = may_publish_();
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("status");
  writer.String("serving");
  writer.Key("publishing");
  writer.Bool(publishing.ok());
  if (!publishing.ok()) {
    // What failed is in the server's log, and nobody else's business.
    const std::string why =
        failed ? "an earlier write failed" : std::string(publishing.message());
    writer.Key("why");
    writer.String(why.c_str());
  }
  writer.EndObject();
  response.body = absl::StrCat(buffer.GetString(), "\n");
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
